"""Our outage never blames the worker: what the engine slept through is added to every open check-in."""

from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.checkins.models import CheckIn
from tracker.checkins.steps import waiting
from tracker.core.db import db
from tracker.core.runs import Outage

TIMES = ("remind_at", "late_at", "missed_at", "next_step_at")


def apply_outage(outage: Outage, *, now: datetime) -> int:
    """Add the length of an outage to the steps that were still to come when it began; how many check-ins. Once only."""
    if outage.applied_at is not None:
        return 0
    gap = outage.until_at - outage.from_at
    open_then = (waiting(), CheckIn.opened_at < outage.until_at, CheckIn.missed_at > outage.from_at)
    columns = (CheckIn.id, *(getattr(CheckIn, name) for name in TIMES))
    moved = [
        {"id": number, **{name: _later(at, outage, gap) for name, at in zip(TIMES, times, strict=True)}}
        for number, *times in db.session.execute(sa.select(*columns).where(*open_then))
    ]
    if moved:
        db.session.execute(sa.update(CheckIn), moved)
    outage.applied_at = now
    audit.record("outage.applied", ("outage", str(outage.id)), by=None, now=now, check_ins=len(moved))
    return len(moved)


def _later(at: datetime | None, outage: Outage, gap: object) -> datetime | None:
    from_at = outage.from_at
    return at + (outage.until_at - from_at) if at is not None and at > from_at else at
