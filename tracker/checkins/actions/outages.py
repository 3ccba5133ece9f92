"""Our outage never blames the worker: what the engine slept through is added to every open check-in."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.checkins.actions.asking import zone_of
from tracker.checkins.actions.rows import BATCH
from tracker.checkins.models import CheckIn, Plan
from tracker.checkins.rhythms import Times
from tracker.checkins.steps import STEPS, waiting
from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.core.runs import Outage
from tracker.messages import actions as post_room


def apply_outage(outage: Outage, *, now: datetime, most: int = BATCH) -> int:
    """Add an outage to the steps still to come when it began, of up to `most` check-ins; how many. To each only once.

    What is to be said about them stays worth saying as much longer, and a reminder that is moved comes by day. The
    outage keeps how far this has come, and when it was done with.
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


def _open_then(outage: Outage, most: int) -> list[sa.Row[Any]]:
    """The next check-ins that were open in the outage, with their times and the country of their workers."""
    columns = (CheckIn.id, CheckIn.ref, CheckIn.state, *(getattr(CheckIn, step.due) for step in STEPS))
    ahead = CheckIn.id > (outage.applied_to or 0)
    rows = (
        sa.select(*columns, Contract.host_country)
        .join(Plan, Plan.id == CheckIn.plan_id)
        .join(Contract, Contract.id == Plan.contract_id)
        .where(waiting(), CheckIn.opened_at < outage.until_at, CheckIn.missed_at > outage.from_at, ahead)
    )
    return list(db.session.execute(rows.order_by(CheckIn.id).limit(most)))


def _moved(check_in: sa.Row[Any], outage: Outage) -> dict[str, object]:
    """The check-in with its new times: a reminder still to come is not moved into the night of the worker."""
    times = Times(*(_later(getattr(check_in, step.due), outage) for step in STEPS))
    if check_in.remind_at > outage.from_at:
        times = times.by_day(ZoneInfo(zone_of(check_in.host_country)))
    upcoming = next(step for step in STEPS if check_in.state in step.starts)
    return {"id": check_in.id, **asdict(times), "next_step_at": getattr(times, upcoming.due)}


def _later(at: datetime, outage: Outage) -> datetime:
    return at + (outage.until_at - outage.from_at) if at > outage.from_at else at
