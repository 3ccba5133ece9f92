"""One file out of two: the whole story of a merge, room by room, in the caller's one transaction."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.checkins import actions as checkins
from tracker.contracts import actions as contracts
from tracker.contracts.queries import shared_contracts
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.disruptions import actions as disruptions
from tracker.family import actions as family
from tracker.intake import actions as intake
from tracker.messages import actions as messages
from tracker.people import actions as people
from tracker.people.actions import AlreadyDecided
from tracker.people.merge import Merge
from tracker.people.models import SuspectedPair, Worker


class ChangedSince(Exception):
    """One of the two files was changed after the page with the dry run had been opened."""


class SealedFile(Exception):
    """A file under seal is merged by a supervisor."""


class TwoContracts(Exception):
    """Both files hold a contract that cannot stand twice in one file, and nobody has said that it is one.

    `refs` are those of the other file's.
    """

    def __init__(self, refs: Collection[str]) -> None:
        super().__init__(", ".join(refs))
        self.refs = tuple(refs)


def merge(
    pair: SuspectedPair,
    *,
    kept: Worker,
    other: Worker,
    seen: tuple[int, int],
    one_contract: Collection[str],
    by: UserAccount,
    now: datetime,
) -> None:
    """Make one file of the two of a pair. Cannot be taken back.

    `seen` are the versions of both files that whoever decides has read, `one_contract` the references of the other
    file's contracts that are the same as one of the kept file. Raises AlreadyDecided, ChangedSince, SealedFile,
    TwoContracts; nothing is written then.
    """
    people.call_one(pair, by=by, now=now)
    _hold(pair, kept, other, seen=seen)
    if (kept.sealed_case or other.sealed_case) and by.role != "supervisor":
        raise SealedFile
    move = Merge(kept.id, other.id, kept.office_path, _contracts(kept, other, one_contract, now=now))
    hand_over(move, by=by, now=now)
    filled = people.fill_blanks(kept, other)
    people.close_file(kept, other, now=now)
    people.settle_pairs(move, now=now)
    about, kin = ("worker", kept.ref), ("worker", other.ref)
    audit.record("worker.merge", about, by=by, now=now, other=other.ref, filled=filled, contracts=list(one_contract))
    audit.record("worker.merged", kin, by=by, now=now, into=kept.ref)


def hand_over(move: Merge, *, by: UserAccount | None, now: datetime) -> None:
    """Give everything that hangs on one worker to another, room by room from below. Safe to run twice.

    A room that keeps rows about workers has a line here.
    """
    people.hand_over(move)
    contracts.hand_over(move)
    alerts.hand_over(move, by=by, now=now)
    checkins.hand_over(move, by=by, now=now)
    disruptions.hand_over(move, by=by, now=now)
    family.hand_over(move, by=by, now=now)
    intake.hand_over(move)
    messages.hand_over(move.other_id, to=move.kept_id, office_path=move.office_path)
    contracts.drop_shared(move)


def follow_merges(*, since: datetime, now: datetime) -> int:
    """Look after files that were merged since an instant; how many. Safe to run twice.

    What somebody wrote to a file in the very moment in which it was merged goes over, and so does what was decided of
    it together with a file that whoever merged could not see.
    """
    lately = (SuspectedPair.state == "same", SuspectedPair.decided_at >= since)
    followed = 0
    for pair in db.session.scalars(sa.select(SuspectedPair).where(*lately).order_by(SuspectedPair.id)).all():
        both = {pair.worker_id, pair.other_id}
        kept = db.session.scalars(sa.select(Worker).where(Worker.id.in_(both))).one()
        move = Merge(kept.id, (both - {kept.id}).pop(), kept.office_path)
        hand_over(move, by=None, now=now)
        people.settle_pairs(move, now=now)
        followed += 1
    return followed


def _hold(pair: SuspectedPair, kept: Worker, other: Worker, *, seen: tuple[int, int]) -> None:
    """Lock both files, always in the same order, and look whether they still are what was decided on."""
    for worker in sorted((kept, other), key=lambda one: one.id):
        db.session.refresh(worker, with_for_update=True)
    if {kept.id, other.id} != {pair.worker_id, pair.other_id} or kept.merged_into or other.merged_into:
        raise AlreadyDecided(pair.ref)
    if (kept.version, other.version) != seen:
        raise ChangedSince


def _contracts(kept: Worker, other: Worker, one_contract: Collection[str], *, now: datetime) -> dict[int, int]:
    shared = shared_contracts(kept.id, other.id, today=day_of(now))
    undecided = [each.theirs.ref for each in shared if each.theirs.ref not in one_contract]
    if undecided:
        raise TwoContracts(undecided)
    return {each.theirs.id: each.mine.id for each in shared}
