"""Our outage never blames the worker: what the engine slept through is added to every open check-in."""

from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.checkins.actions.rows import BATCH
from tracker.checkins.models import CheckIn
from tracker.checkins.steps import waiting
from tracker.core.db import db
from tracker.core.runs import Outage
from tracker.messages import actions as post_room

TIMES = ("remind_at", "late_at", "missed_at", "next_step_at")


def apply_outage(outage: Outage, *, now: datetime, most: int = BATCH) -> int:
    """Add an outage to the steps still to come when it began, of up to `most` check-ins; how many. To each only once.

    What is to be said about them stays worth saying as much longer. The outage keeps how far this has come, and when
    it was done with.
    """
    if outage.applied_at is not None:
        return 0
    found = _open_then(outage, most)
    if found:
        db.session.execute(sa.update(CheckIn), [_moved(check_in, outage) for check_in in found])
        outage.applied_to = found[-1].id
        refs = [check_in.ref for check_in in found]
        post_room.keep_longer("check_in", refs, by=outage.until_at - outage.from_at, since=outage.from_at)
    if len(found) < most:
        outage.applied_at = now
    audit.record("outage.applied", ("outage", str(outage.id)), by=None, now=now, check_ins=len(found))
    return len(found)


def _open_then(outage: Outage, most: int) -> list[sa.Row[tuple[int, str, datetime]]]:
    """The next check-ins that were open in the outage, with their times."""
    columns = (CheckIn.id, CheckIn.ref, *(getattr(CheckIn, name) for name in TIMES))
    ahead = CheckIn.id > (outage.applied_to or 0)
    rows = sa.select(*columns).where(
        waiting(), CheckIn.opened_at < outage.until_at, CheckIn.missed_at > outage.from_at, ahead
    )
    return list(db.session.execute(rows.order_by(CheckIn.id).limit(most)))


def _moved(check_in: sa.Row[tuple[int, str, datetime]], outage: Outage) -> dict[str, object]:
    times = {name: _later(getattr(check_in, name), outage) for name in TIMES}
    return {"id": check_in.id, **times}


def _later(at: datetime | None, outage: Outage) -> datetime | None:
    return at + (outage.until_at - outage.from_at) if at is not None and at > outage.from_at else at
