"""What the timetable calls for check-ins: outages, plans, then the sweep; one short transaction per batch."""

import time
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from tracker.checkins import actions, queries
from tracker.checkins.actions import SweepCount
from tracker.checkins.actions.rows import BATCH
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.runs import Outage

# Seconds between two batches: longer than SQLite lets a writer sleep who has not waited long before it looks again.
PAUSE = 0.03


def sweep() -> str:
    """Run the sweep until nothing is due; what it did. Safe to run twice, by two at once, and to kill at any point."""
    now = clock.now()
    shifted = _apply_outages(now)
    opened = _until_none(actions.open_missing_plans, now) if queries.lacks_plans(now) else 0
    closed = _until_none(actions.close_plans, now) if queries.has_plans_to_close(now) else 0
    total = SweepCount()
    while True:
        with transaction():
            done = actions.sweep_batch(now=now, so_far=total)
        if not done:
            break
        total += done
        time.sleep(PAUSE)
    return (
        f"opened={total.opened} reminded={total.reminded} late={total.late} missed={total.missed} "
        f"plans_opened={opened} plans_closed={closed} shifted={shifted}"
    )


def _apply_outages(now: datetime) -> int:
    """Add every outage that was noted since the last sweep to what was open, before anybody is called late."""
    pending = sa.select(Outage).where(Outage.applied_at.is_(None)).order_by(Outage.from_at).limit(1)
    shifted = 0
    while db.session.scalar(pending.with_only_columns(Outage.id)) is not None:
        with transaction():
            outage = db.session.scalars(pending.with_for_update()).first()
            shifted += actions.apply_outage(outage, now=now, most=BATCH) if outage else 0
        time.sleep(PAUSE)
    return shifted


def _until_none(action: Callable[..., int], now: datetime) -> int:
    total = 0
    while True:
        with transaction():
            done = action(now=now)
        if not done:
            return total
        total += done
        time.sleep(PAUSE)
