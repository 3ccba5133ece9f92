"""Pairs of files that may be one person's: found by whole-table statements, decided by people, never found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_missing
from tracker.core.refs import random_ref
from tracker.people.likeness import WEIGHTS
from tracker.people.models import ContactPoint, EarlierNumber, SuspectedPair, Worker

REF_PREFIX = "NT"
COLUMNS = ("ref", "worker_id", "other_id", "likeness", "state", "found_at", "note")
One = type[Worker]


class AlreadyDecided(Exception):
    """Somebody else has decided about this pair since the page was opened."""


def find_doubles(*, now: datetime, among: Sequence[int] | None = None) -> int:
    """Write down every pair of files that look like one person's; how many are new. Safe to run twice, by two at once.

    A pair that people have decided on never comes back. `among`: only pairs in which one of these workers is.
    """
    db.session.flush()
    found = _alike(among).subquery("found")
    new: dict[str, Any] = {
        "ref": sa.literal(f"{REF_PREFIX}-").concat(random_ref()),
        "worker_id": found.c.worker_id,
        "other_id": found.c.other_id,
        "likeness": found.c.likeness,
        "state": sa.literal("suspected"),
        "found_at": sa.literal(now, SuspectedPair.found_at.type),
        "note": sa.literal(""),
    }
    # In one order everywhere, so that two at once wait for each other and never crosswise.
    rows = sa.select(*new.values()).order_by(found.c.worker_id, found.c.other_id)
    written = insert_missing(db.session(), SuspectedPair, COLUMNS, rows)
    _note_more_reasons(found)
    return written


def look_again(worker_ids: Sequence[int], *, now: datetime) -> int:
    """Forget what these workers were only suspected of and look anew, after their data was corrected."""
    theirs = sa.or_(SuspectedPair.worker_id.in_(worker_ids), SuspectedPair.other_id.in_(worker_ids))
    _quietly(sa.delete(SuspectedPair).where(SuspectedPair.state == "suspected", theirs))
    return find_doubles(now=now, among=worker_ids)


def tell_apart(pair: SuspectedPair, *, by: UserAccount, now: datetime, note: str = "") -> None:
    """Decide that two files are of two people; it is remembered. Raises AlreadyDecided."""
    _still(pair, "suspected")
    pair.state, pair.decided_at, pair.decided_by, pair.note = "different", now, by.id, note.strip()
    audit.record("doubles.different", ("suspected_pair", pair.ref), by=by, now=now)


def tell_apart_from(worker: Worker, others: Sequence[str], *, by: UserAccount, now: datetime) -> int:
    """Remember of whom an officer said while registering that they are somebody else; how many pairs."""
    apart = sa.select(Worker.id).where(Worker.ref.in_(others))
    theirs = sa.or_(
        sa.and_(SuspectedPair.worker_id == worker.id, SuspectedPair.other_id.in_(apart)),
        sa.and_(SuspectedPair.other_id == worker.id, SuspectedPair.worker_id.in_(apart)),
    )
    decided = sa.update(SuspectedPair).where(SuspectedPair.state == "suspected", theirs)
    return _quietly(decided.values(state="different", decided_at=now, decided_by=by.id))


def suspect_again(pair: SuspectedPair, *, by: UserAccount, now: datetime) -> None:
    """Put a pair that was told apart back among those to decide. Raises AlreadyDecided."""
    _still(pair, "different")
    pair.state, pair.decided_at, pair.decided_by, pair.note = "suspected", None, None, ""
    audit.record("doubles.suspected", ("suspected_pair", pair.ref), by=by, now=now)


def call_one(pair: SuspectedPair, *, by: UserAccount, now: datetime) -> None:
    """Decide that two files are one person's, as the first step of a merge. Raises AlreadyDecided."""
    _still(pair, "suspected")
    pair.state, pair.decided_at, pair.decided_by = "same", now, by.id


def _still(pair: SuspectedPair, state: str) -> None:
    db.session.refresh(pair, with_for_update=True)
    if pair.state != state:
        raise AlreadyDecided(pair.ref)


def _note_more_reasons(found: sa.Subquery) -> None:
    """A pair that waits already may have become more alike."""
    same = (SuspectedPair.worker_id == found.c.worker_id, SuspectedPair.other_id == found.c.other_id)
    more = sa.update(SuspectedPair).where(*same, SuspectedPair.likeness < found.c.likeness)
    _quietly(more.where(SuspectedPair.state == "suspected").values(likeness=found.c.likeness))


def _alike(among: Sequence[int] | None) -> sa.Select[Any]:
    """Pairs of workers, the lower number first, with the sum of the reasons for which they are alike."""
    one, other = aliased(Worker, name="one"), aliased(Worker, name="other")
    pairs = sa.union(
        _same_name_and_birth_date(one, other, among),
        _same_passport(one, other, among),
        *_passport_of_a_merged_file(one, other, among),
        _same_phone(one, other, among),
    ).subquery("pairs")
    likeness = sa.func.sum(pairs.c.weight).label("likeness")
    return sa.select(pairs.c.worker_id, pairs.c.other_id, likeness).group_by(pairs.c.worker_id, pairs.c.other_id)


def _same_name_and_birth_date(one: One, other: One, among: Sequence[int] | None) -> sa.Select[Any]:
    same = sa.and_(other.name_fold == one.name_fold, other.birth_date == one.birth_date)
    return _pair("name_and_birth_date", one, other).join(other, same).where(*_apart(one, other, among))


def _same_passport(one: One, other: One, among: Sequence[int] | None) -> sa.Select[Any]:
    same = other.passport_index == one.passport_index
    return _pair("passport", one, other).join(other, same).where(*_apart(one, other, among))


def _passport_of_a_merged_file(one: One, other: One, among: Sequence[int] | None) -> list[sa.Select[Any]]:
    """Asked from either side alone: from both at once, every worker would be looked at."""
    bearer = sa.and_(EarlierNumber.value_index == one.passport_index, EarlierNumber.kind == "passport")
    found = _pair("passport", one, other).join(EarlierNumber, bearer).join(other, other.id == EarlierNumber.worker_id)
    found = found.where(one.id != other.id)
    return [found] if among is None else [found.where(one.id.in_(among)), found.where(other.id.in_(among))]


def _same_phone(one: One, other: One, among: Sequence[int] | None) -> sa.Select[Any]:
    """A number that both call their own is a reason only with the same name or the same birth date: families share."""
    mine, theirs = aliased(ContactPoint, name="mine"), aliased(ContactPoint, name="theirs")
    own = (mine.kind == "phone", *(_is_own(point) for point in (mine, theirs)))
    alike = sa.or_(other.name_fold == one.name_fold, other.birth_date == one.birth_date)
    return (
        _pair("phone", one, other)
        .join(mine, mine.worker_id == one.id)
        .join(theirs, theirs.value_index == mine.value_index)
        .join(other, other.id == theirs.worker_id)
        .where(*own, alike, *_apart(one, other, among))
    )


def _is_own(point: type[ContactPoint]) -> sa.ColumnElement[bool]:
    """Not a relative's. Said so that no index on relatives is taken for it: most numbers have none."""
    return sa.func.coalesce(point.relative_id, 0) == 0


def _pair(reason: str, one: One, other: One) -> sa.Select[Any]:
    lower, higher = ((one.id, other.id), (other.id, one.id))
    return sa.select(
        sa.case((one.id < other.id, lower[0]), else_=lower[1]).label("worker_id"),
        sa.case((one.id < other.id, higher[0]), else_=higher[1]).label("other_id"),
        sa.literal_column(str(WEIGHTS[reason]), sa.Integer()).label("weight"),
    ).select_from(one)


def _apart(one: One, other: One, among: Sequence[int] | None) -> tuple[sa.ColumnElement[bool], ...]:
    """Two workers, not one with himself; without `among` each pair is met once."""
    return (one.id < other.id,) if among is None else (one.id != other.id, one.id.in_(among))


def _quietly(statement: sa.Update | sa.Delete) -> int:
    outcome = db.session.execute(statement, execution_options={"synchronize_session": False, "preserve_rowcount": True})
    return max(int(outcome.rowcount), 0)  # type: ignore[attr-defined]
