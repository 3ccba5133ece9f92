"""The decision in the life of a check-in: when it is reminded of, late, missed. Here a worker becomes silent."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.checkins.models import WAITING_STATES, CheckIn


@dataclass(frozen=True)
class Step:
    """One step: from which states it may be taken, at which instant it falls due, to which state it leads."""

    name: str
    starts: tuple[str, ...]
    due: str
    leads_to: str
    then: str | None

    def before(self) -> tuple[str, ...]:
        """The steps that come before this one, oldest first."""
        return tuple(step.name for step in STEPS[: STEPS.index(self)])


REMIND = Step("remind", ("open",), "remind_at", "reminded", then="late_at")
LATE = Step("late", ("open", "reminded"), "late_at", "late", then="missed_at")
MISS = Step("missed", WAITING_STATES, "missed_at", "missed", then=None)
STEPS = (REMIND, LATE, MISS)


def next_step(state: str, now: datetime, *, remind_at: datetime, late_at: datetime, missed_at: datetime) -> Step | None:
    """The step to take now, if any. When several are due, after an outage, only the newest; older ones are skipped."""
    due_at = {"remind_at": remind_at, "late_at": late_at, "missed_at": missed_at}
    for step in reversed(STEPS):
        if due_at[step.due] <= now:
            return step if state in step.starts else None
    return None


def due_for(step: Step, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The same decision as a condition on `check_in`: the rows for which `next_step` is this one."""
    later = (getattr(CheckIn, other.due) > now for other in STEPS[STEPS.index(step) + 1 :])
    return (
        waiting(),
        CheckIn.next_step_at <= now,
        CheckIn.state.in_(step.starts),
        getattr(CheckIn, step.due) <= now,
        *later,
    )


def waiting() -> sa.ColumnElement[bool]:
    """The condition of the partial index, in the literal form by which SQLite recognises it."""
    return CheckIn.state.in_(sa.bindparam(None, WAITING_STATES, expanding=True, literal_execute=True))
