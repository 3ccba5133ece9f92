"""Makes one person of two files: rows go over, blanks are filled, the other file's numbers are still found."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.core.db import db, insert_rows
from tracker.people import secrets
from tracker.people.actions.doubles import find_doubles
from tracker.people.merge import Merge
from tracker.people.models import (
    ContactPoint,
    ContactStatus,
    EarlierNumber,
    NameKey,
    Relative,
    SignOfLife,
    SuspectedPair,
    Worker,
)
from tracker.people.rows import earlier_number_row

FILLED = ("ethnic_group", "household", "qualification", "list_ref")


def hand_over(merge: Merge) -> None:
    """Give relatives, numbers, signs of life and contact state of the other file to the kept one. Safe to run twice."""
    _hand_over_relatives(merge)
    _hand_over_numbers(merge)
    _hand_over_signs(merge)
    _join_contact_states(merge)
    _hand_over_earlier_numbers(merge)
    _run(sa.delete(NameKey).where(NameKey.worker_id == merge.other_id))


def fill_blanks(kept: Worker, other: Worker) -> list[str]:
    """Take from the other file what the kept one lacks; the names of the fields filled. What stands there stays."""
    before = {name: getattr(kept, name) for name in (*FILLED, "passport_index", "commune_code", "village", "note")}
    for name in FILLED:
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    if not kept.commune_code:
        kept.commune_code, kept.commune_on = other.commune_code, other.commune_on
        kept.village = kept.village or other.village
    elif kept.commune_code == other.commune_code:
        kept.village = kept.village or other.village
    if kept.passport_index is None and other.passport_index is not None:
        kept.passport_sealed = secrets.seal_passport(secrets.open_passport(other), kept.ref)
        kept.passport_index = other.passport_index
    if kept.passport_index == other.passport_index:
        kept.passport_expires_on = kept.passport_expires_on or other.passport_expires_on
    if other.note not in kept.note:
        kept.note = f"{kept.note}\n{other.note}".strip()
    return [name for name, stood in before.items() if getattr(kept, name) != stood]


def close_file(kept: Worker, other: Worker, *, now: datetime) -> None:
    """Mark the other file as merged: nothing asks for it any more, and whoever has its numbers finds the kept one.

    A file under seal stays under seal when it becomes part of another.
    """
    rows = [earlier_number_row(kept.id, kind, value, now=now) for kind, value in _numbers_given_up(kept, other)]
    insert_rows(db.session(), EarlierNumber, rows)
    kept.sealed_case = kept.sealed_case or other.sealed_case
    other.merged_into = kept.id
    db.session.flush()


def settle_pairs(merge: Merge, *, now: datetime) -> None:
    """Let what was decided or suspected of the other file hold of the kept one, and look whom that now resembles.

    Of one pair told twice a decision outweighs a suspicion. Rare and few, so one by one.
    """
    theirs = sa.or_(SuspectedPair.worker_id == merge.other_id, SuspectedPair.other_id == merge.other_id)
    for pair in db.session.scalars(sa.select(SuspectedPair).where(theirs).order_by(SuspectedPair.id)).all():
        third = pair.other_id if pair.worker_id == merge.other_id else pair.worker_id
        if third != merge.kept_id:
            _say_it_of(merge.kept_id, third, pair)
    db.session.flush()
    find_doubles(now=now, among=[merge.kept_id])


def _hand_over_relatives(merge: Merge) -> None:
    """After the kept file's own in the order of contact; what each may see, and the consent to it, stays as it was."""
    last = sa.select(sa.func.coalesce(sa.func.max(Relative.contact_order), 0))
    count = db.session.scalar(last.where(Relative.worker_id == merge.kept_id)) or 0
    theirs = sa.update(Relative).where(Relative.worker_id == merge.other_id)
    moved = {"worker_id": merge.kept_id, "contact_order": Relative.contact_order + count}
    _run(theirs.values(version=Relative.version + 1, **moved))


def _hand_over_numbers(merge: Merge) -> None:
    """A number that both files have is kept once, with what either knows of it; one number stays the first to try."""
    _learn_of_shared_numbers(merge)
    mine = aliased(ContactPoint, name="mine")
    kept = (mine.worker_id == merge.kept_id, mine.relative_id.is_(None))
    theirs, own = ContactPoint.worker_id == merge.other_id, ContactPoint.relative_id.is_(None)
    shared = ContactPoint.value_index.in_(sa.select(mine.value_index).where(*kept))
    _run(sa.delete(ContactPoint).where(theirs, own, shared))
    has_first = sa.exists().where(*kept, mine.preferred)
    _run(sa.update(ContactPoint).where(theirs, own, has_first).values(preferred=sa.false()))
    _run(sa.update(ContactPoint).where(theirs).values(worker_id=merge.kept_id))


def _learn_of_shared_numbers(merge: Merge) -> None:
    """Where the kept file does not know what a number is worth and the other one does; a wrong one is not preferred."""
    other = aliased(ContactPoint, name="other")
    same = (other.worker_id == merge.other_id, other.relative_id.is_(None), other.quality != "unknown")
    told = sa.select(other).where(*same, other.value_index == ContactPoint.value_index).correlate(ContactPoint).limit(1)
    quality, since = (told.with_only_columns(column).scalar_subquery() for column in (other.quality, other.quality_on))
    unsure = (ContactPoint.worker_id == merge.kept_id, ContactPoint.relative_id.is_(None))
    learns = sa.update(ContactPoint).where(*unsure, ContactPoint.quality == "unknown", quality.is_not(None))
    stays_first = sa.and_(ContactPoint.preferred, quality != "wrong")
    _run(learns.values(quality=quality, quality_on=since, preferred=stays_first))


def _hand_over_signs(merge: Merge) -> None:
    """The same proof told in both files is one proof."""
    mine = aliased(SignOfLife, name="mine")
    same = sa.exists().where(mine.worker_id == merge.kept_id, mine.kind == SignOfLife.kind, mine.at == SignOfLife.at)
    _run(sa.delete(SignOfLife).where(SignOfLife.worker_id == merge.other_id, same))
    _run(sa.update(SignOfLife).where(SignOfLife.worker_id == merge.other_id).values(worker_id=merge.kept_id))


def _join_contact_states(merge: Merge) -> None:
    """The file that was surely heard of last speaks for the person; of either kind of sign the latest is kept."""
    kept = db.session.get(ContactStatus, merge.kept_id)
    other = db.session.get(ContactStatus, merge.other_id)
    if other is None:
        return
    if kept is None:
        _run(sa.update(ContactStatus).where(ContactStatus.worker_id == other.worker_id).values(worker_id=merge.kept_id))
        return
    if _later(other.last_sure_at, kept.last_sure_at):
        kept.state = other.state
        kept.last_sure_at, kept.last_sure_kind = other.last_sure_at, other.last_sure_kind
    if _later(other.last_weak_at, kept.last_weak_at):
        kept.last_weak_at, kept.last_weak_kind = other.last_weak_at, other.last_weak_kind
    db.session.delete(other)
    db.session.flush()


def _later(one: datetime | None, two: datetime | None) -> bool:
    return one is not None and (two is None or one > two)


def _hand_over_earlier_numbers(merge: Merge) -> None:
    mine = sa.select(EarlierNumber.value_index).where(EarlierNumber.worker_id == merge.kept_id)
    theirs = EarlierNumber.worker_id == merge.other_id
    _run(sa.delete(EarlierNumber).where(theirs, EarlierNumber.value_index.in_(mine)))
    _run(sa.update(EarlierNumber).where(theirs).values(worker_id=merge.kept_id))


def _numbers_given_up(kept: Worker, other: Worker) -> Iterable[tuple[str, str]]:
    """The numbers of the other file that the kept one does not bear: kind, value."""
    yield other.id_kind, secrets.open_id(other)
    if other.passport_index is not None and other.passport_index != kept.passport_index:
        yield "passport", secrets.open_passport(other)
    yield "file", other.ref
    if other.list_ref and other.list_ref != kept.list_ref:
        yield "list", other.list_ref


def _say_it_of(kept_id: int, third_id: int, pair: SuspectedPair) -> None:
    lower, higher = sorted((kept_id, third_id))
    same = sa.select(SuspectedPair).where(SuspectedPair.worker_id == lower, SuspectedPair.other_id == higher)
    told = db.session.scalars(same).first()
    if told is None:
        pair.worker_id, pair.other_id = lower, higher
        return
    told.likeness = max(told.likeness, pair.likeness)
    if told.state == "suspected" != pair.state:
        told.state, told.decided_at, told.decided_by, told.note = (
            pair.state,
            pair.decided_at,
            pair.decided_by,
            pair.note,
        )
    db.session.delete(pair)


def _run(statement: sa.Update | sa.Delete) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
