"""Who is told when nobody reacts: the escalation ladder as data, and the pure decision of its next step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l

from tracker.alerts.severity import GRAVE, LIFE, LOOK, WATCH, Term


@dataclass(frozen=True)
class Step:
    """One step: how long after the step before, who is told, and whether by a message or only in the queue.

    `up` counts offices with a supervisor, from the alert's own upwards: 0 the nearest, 1 the next as well.
    `officers` tells the owner, or the officers on duty of the office while nobody owns the alert.
    """

    wait: Term
    who: Any
    officers: bool = False
    up: int | None = None
    message: bool = True


@dataclass(frozen=True)
class Ladder:
    """The steps for one severity, and how often the last one is repeated until somebody acknowledges."""

    steps: tuple[Step, ...]
    repeat: Term

    def step(self, number: int) -> Step:
        """The step of this number; beyond the end, the last one again after the repeat interval."""
        if number < len(self.steps):
            return self.steps[number]
        last = self.steps[-1]
        return Step(self.repeat, last.who, last.officers, last.up, last.message)

    def next_upwards(self, number: int) -> tuple[int, Step]:
        """The first step from this number on that reaches a supervisor."""
        while self.step(number).up is None:
            number += 1
        return number, self.step(number)


EVERYBODY_ABOVE = 9

LADDERS = {
    LIFE: Ladder(
        (
            Step(Term(), _l("người phụ trách và cán bộ trực"), officers=True),
            Step(Term(hours=0.5), _l("lãnh đạo đơn vị"), officers=True, up=0),
            Step(Term(hours=0.5), _l("lãnh đạo đơn vị, nhắc lại"), officers=True, up=0),
            Step(Term(hours=1), _l("đơn vị cấp trên"), officers=True, up=1),
            Step(Term(hours=2), _l("mọi cấp trên"), officers=True, up=EVERYBODY_ABOVE),
        ),
        repeat=Term(hours=1),
    ),
    GRAVE: Ladder(
        (
            Step(Term(), _l("người phụ trách"), officers=True),
            Step(Term(working_hours=4), _l("người phụ trách và lãnh đạo đơn vị"), officers=True, up=0),
            Step(Term(working_hours=3.5), _l("lãnh đạo đơn vị, nhắc lại"), up=0),
            Step(Term(workdays=1), _l("đơn vị cấp trên"), up=1),
        ),
        repeat=Term(workdays=1),
    ),
    LOOK: Ladder(
        (
            Step(Term(workdays=1), _l("người phụ trách, trong danh sách việc quá hạn"), officers=True, message=False),
            Step(Term(workdays=2), _l("lãnh đạo đơn vị, trong danh sách việc quá hạn"), up=0, message=False),
        ),
        repeat=Term(workdays=5),
    ),
    WATCH: Ladder(
        (
            Step(Term(workdays=3), _l("người phụ trách, trong danh sách việc quá hạn"), officers=True, message=False),
            Step(Term(workdays=7), _l("lãnh đạo đơn vị, trong danh sách việc quá hạn"), up=0, message=False),
        ),
        repeat=Term(workdays=5),
    ),
}
TO_CLOSE = Step(Term(), _l("lãnh đạo đơn vị"), up=0)


class Escalates(Protocol):
    """What the ladder needs to know of an alert."""

    severity: Any
    escalation: Any
    next_step_at: Any


@dataclass(frozen=True)
class Escalation:
    """The step to take now, the number of steps taken with it, and when the following one is due."""

    step: Step
    taken: int
    skipped: int
    next_at: datetime


def first_step_at(severity: int, opened_at: datetime) -> datetime:
    """When the first step of the ladder is due for an alert opened at this instant."""
    return LADDERS[severity].step(0).wait.after(opened_at)


def first_upwards(severity: int, opened_at: datetime) -> tuple[datetime, Any]:
    """When a supervisor is first told of an alert that nobody takes, and who that is."""
    due = opened_at
    for step in LADDERS[severity].steps:
        due = step.wait.after(due)
        if step.up is not None:
            return due, step.who
    raise LookupError(severity)


def next_escalation(alert: Escalates, now: datetime) -> Escalation | None:
    """The step that is due by now, if any. After an outage only the newest due step is taken, older ones skipped."""
    if alert.next_step_at is None or alert.next_step_at > now:
        return None
    ladder = LADDERS[alert.severity]
    number, due = alert.escalation, alert.next_step_at
    following = ladder.step(number + 1).wait.after(due)
    while following <= now:
        number, due = number + 1, following
        following = ladder.step(number + 1).wait.after(due)
    return Escalation(ladder.step(number), number + 1, number - alert.escalation, following)


def steps_ahead(alert: Escalates, *, count: int = 3) -> Iterator[tuple[datetime, Any]]:
    """When the next steps come, and who will be told, for as long as nobody reacts."""
    due = alert.next_step_at
    for number in range(alert.escalation, alert.escalation + count):
        if due is None:
            return
        yield due, LADDERS[alert.severity].step(number).who
        due = LADDERS[alert.severity].step(number + 1).wait.after(due)
