"""What the set-based statements of this room share: bounded batches, changed rows, instants and cases."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.checkins.rhythms import RHYTHMS
from tracker.core.db import changed as changed_rows
from tracker.core.db import db
from tracker.people.models import ContactStatus

BATCH = 300  # rows a transaction: with the pause between two, another writer on SQLite waits less than 100 ms
FEW = 20


def changed(statement: sa.Update | sa.Delete) -> int:
    """Run an UPDATE or DELETE of many rows; how many it changed."""
    return changed_rows(db.session(), statement)


def instant(value: datetime) -> sa.ColumnElement[Any]:
    """An instant as a value in a statement."""
    return sa.literal(value, CheckIn.opened_at.type)


def by_rhythm(rhythm: sa.ColumnElement[str] | Any, instants: Mapping[str, datetime]) -> sa.ColumnElement[Any]:
    """For each rhythm its instant. The dates were computed here, not in SQL; an unknown rhythm is asked as `normal`."""
    others = {name: instant(at) for name, at in instants.items() if name != "normal"}
    return sa.case(others, value=rhythm, else_=instant(instants["normal"]))


def next_openings(now: datetime) -> dict[str, datetime]:
    """For each rhythm, when a plan counted from this instant opens its next check-in."""
    return {name: now + rhythm.every for name, rhythm in RHYTHMS.items()}


def set_contact_state(workers: sa.Select[Any] | Iterable[int], state: str, *, of: tuple[str, ...]) -> int:
    """Move the contact state of some workers, where it is one of those that a machine may move from."""
    here = (ContactStatus.worker_id.in_(workers), ContactStatus.state.in_(of), ContactStatus.state != state)
    return changed(sa.update(ContactStatus).where(*here).values(state=state))


def note_next_contact(workers: sa.Select[Any] | Iterable[int]) -> None:
    """Copy to the workers' status when they will be asked next."""
    soonest = sa.select(sa.func.min(PlanDue.next_open_at)).where(PlanDue.worker_id == ContactStatus.worker_id)
    changed(
        sa.update(ContactStatus)
        .where(ContactStatus.worker_id.in_(workers))
        .values(next_contact_at=soonest.scalar_subquery())
    )


def workers_of_plans(ids: Iterable[int]) -> sa.Select[Any]:
    """The workers of some plans."""
    return sa.select(Plan.worker_id).where(Plan.id.in_(ids))
