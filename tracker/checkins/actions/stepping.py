"""The steps of a check-in that nobody answers: remind, call it late, give up and raise an alert."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.checkins.actions.asking import ask
from tracker.checkins.actions.rows import BATCH, changed, set_contact_state
from tracker.checkins.actions.silence import raise_silent
from tracker.checkins.models import CheckIn
from tracker.checkins.steps import LATE, MISS, REMIND, Step, due_for
from tracker.core.db import db, lock_for_claim
from tracker.people.models import ContactStatus

# As long as so many plain steps takes one of these: looking for another number, raising an alert that explains itself.
TRYING_ANOTHER, ALARMING = 2, 10


def remind(*, now: datetime, most: int = BATCH) -> int:
    """Remind of up to `most` check-ins; how many. Safe to run twice."""
    return len(_take(REMIND, now, most))


def call_late(*, now: datetime, most: int = BATCH) -> int:
    """Call up to `most` check-ins late and try another number; how many. It alarms nobody."""
    ids = _take(LATE, now, max(1, most // TRYING_ANOTHER))
    if ids:
        set_contact_state(_workers(ids), "late", of=("new", "in_touch"))
    return len(ids)


def give_up(*, now: datetime, most: int = BATCH) -> int:
    """Call check-ins missed and raise an alert for each; how many. Fewer at a time than of other steps.

    Where a sure sign of life came by another way since the question, the check-in is confirmed instead.
    """
    confirmed = _confirm(now, most)
    ids = _take(MISS, now, max(1, most // ALARMING))
    if ids:
        set_contact_state(_workers(ids), "silent", of=("new", "in_touch", "late"))
        raise_silent(ids, now=now)
    return len(ids) + confirmed


def _take(step: Step, now: datetime, most: int) -> list[int]:
    """Take one step for up to `most` check-ins that are due for it; their numbers."""
    columns: tuple[Any, ...] = (CheckIn.id, CheckIn.state)
    due = sa.select(*columns).where(*due_for(step, now)).order_by(CheckIn.next_step_at).limit(most)
    taken: dict[int, str] = {row.id: row.state for row in db.session.execute(lock_for_claim(due, db.session()))}
    if not taken:
        return []
    for name, ids in _skipped(step, taken):
        ask(CheckIn.id.in_(ids), name, now=now, skipped=True)
    then = getattr(CheckIn, step.then) if step.then else None
    moved = sa.update(CheckIn).where(CheckIn.id.in_(taken), CheckIn.state.in_(step.starts))
    changed(moved.values(state=step.leads_to, next_step_at=then))
    if step is not MISS:
        ask(CheckIn.id.in_(list(taken)), step.name, now=now)
    audit.record(f"check_ins.{step.leads_to}", ("check_in", ""), by=None, now=now, count=len(taken))
    return list(taken)


def _skipped(step: Step, taken: dict[int, str]) -> Iterator[tuple[str, list[int]]]:
    """Older steps that were never taken because the engine stood still: noted, not sent."""
    for earlier in (REMIND, LATE):
        if earlier.name in step.before():
            ids = [number for number, state in taken.items() if state in earlier.starts]
            if ids:
                yield earlier.name, ids


def _confirm(now: datetime, most: int) -> int:
    heard = sa.select(ContactStatus.worker_id).where(
        ContactStatus.worker_id == CheckIn.worker_id, ContactStatus.last_sure_at >= CheckIn.opened_at
    )
    ids = list(db.session.scalars(sa.select(CheckIn.id).where(*due_for(MISS, now), heard.exists()).limit(most)))
    if not ids:
        return 0
    confirmed = changed(
        sa.update(CheckIn)
        .where(CheckIn.id.in_(ids), *due_for(MISS, now))
        .values(state="confirmed_by_third", next_step_at=None)
    )
    theirs = sa.select(CheckIn.worker_id).where(CheckIn.id.in_(ids), CheckIn.state == "confirmed_by_third")
    set_contact_state(theirs, "in_touch", of=("late", "silent"))
    return confirmed


def _workers(ids: list[int]) -> sa.Select[int]:
    return sa.select(CheckIn.worker_id).where(CheckIn.id.in_(ids))
