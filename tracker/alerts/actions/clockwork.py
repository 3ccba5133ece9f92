"""What happens to alerts by the clock: steps of the ladder, work that stopped, waits and snoozes that are over."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entry
from tracker.alerts.actions.raising import raise_one
from tracker.alerts.actions.telling import tell
from tracker.alerts.explain import fact, say, why
from tracker.alerts.ladder import LADDERS, TO_CLOSE, next_escalation
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.queries.filters import is_mark
from tracker.alerts.severity import GRADES, LOOK, WATCH, Term
from tracker.audit.actions import record
from tracker.auth.models import Office
from tracker.core.db import changed, db, insert_missing

BATCH = 500
REMIND_TO_CLOSE = Term(workdays=1)
WITHOUT_MESSAGE = (LOOK, WATCH)


def escalate_overdue(*, now: datetime) -> int:
    """Take every step that is due; how many alerts it moved. Safe to run twice, and by two at once."""
    moved = sum(_climb_in_bulk(severity, now=now) for severity in WITHOUT_MESSAGE)
    for alert in _due(now):
        moved += MOVES_BY_CLOCK[alert.state](alert, now)
    return moved


def wake_snoozed(*, now: datetime) -> int:
    """Bring back what was put aside until now; how many."""
    return sum(_wake(alert, now) for alert in _due(now, states=("snoozed",)))


def check_nothing_is_forgotten(*, now: datetime) -> int:
    """Give every open alert without a next step one at once, and report it as `ops:forgotten`; how many."""
    forgotten = (Alert.closed_at.is_(None), Alert.next_step_at.is_(None))
    lost = db.session.scalars(sa.select(Alert).where(*forgotten).order_by(Alert.id).limit(BATCH)).all()
    if not lost:
        return 0
    for alert in lost:
        _claim(alert, next_step_at=now)
    raise_one(
        worker=None,
        cause="ops",
        cause_id=None,
        dedupe_key="ops:forgotten",
        severity=WATCH,
        title="title.forgotten",
        why=why(
            "ops",
            facts=[
                fact(now, say("fact.no_next_step", number=alert.number), say("source.engine")) for alert in lost[:20]
            ],
        ),
        now=now,
        office_path=_top_office(),
    )
    return len(lost)


def _top_office() -> str:
    """The office above all others: what concerns the house itself is shown there."""
    topmost = sa.select(Office.path).order_by(sa.func.length(Office.path), Office.path).limit(1)
    return db.session.scalars(topmost).one()


def _climb_in_bulk(severity: int, *, now: datetime) -> int:
    """The steps of one severity that send no message: one statement a step, however many alerts wait."""
    ladder = LADDERS[severity]
    moved = 0
    for number in range(len(ladder.steps) + 1):
        last = number == len(ladder.steps)
        at_step = Alert.escalation >= number if last else Alert.escalation == number
        due = (
            Alert.closed_at.is_(None),
            Alert.state == "new",
            Alert.severity == severity,
            at_step,
            Alert.next_step_at <= now,
            ~_stands_still(),
        )
        if not db.session.scalar(sa.select(Alert.id).where(*due).limit(1)):
            continue
        _note_climb(due, now=now)
        values = {"escalation": Alert.escalation + 1, "next_step_at": ladder.step(number + 1).wait.after(now)}
        climbed = changed(db.session(), sa.update(Alert).where(*due).values(version=Alert.version + 1, **values))
        record("alerts.escalated", ("severity", str(severity)), by=None, now=now, step=number, count=climbed)
        moved += climbed
    return moved


def _note_climb(due: tuple[sa.ColumnElement[bool], ...], *, now: datetime) -> None:
    told = [
        sa.literal(now, AlertEntry.at.type),
        sa.literal("step"),
        sa.literal(""),
        sa.literal({}, AlertEntry.detail.type),
    ]
    columns = ("alert_id", "office_path", "at", "kind", "note", "detail")
    insert_missing(db.session(), AlertEntry, columns, sa.select(Alert.id, Alert.office_path, *told).where(*due))


def _climb(alert: Alert, now: datetime) -> int:
    """Nobody has acknowledged it: one step of the ladder, the people of that step told."""
    found = next_escalation(alert, now)
    if found is None or not _claim(alert, escalation=found.taken, next_step_at=found.next_at):
        return 0
    told = tell(alert, found.step, found.taken, now=now)
    _noted(alert, "step", now, step=found.taken, skipped=found.skipped, **told.names())
    return 1


def _expire(alert: Alert, now: datetime) -> int:
    """Acknowledged, and then nothing was written for too long: back to new, one step up."""
    step = LADDERS[alert.severity].step(alert.escalation)
    following = LADDERS[alert.severity].step(alert.escalation + 1).wait.after(now)
    taken = alert.escalation + 1
    if not _claim(alert, state="new", acknowledged_at=None, escalation=taken, next_step_at=following):
        return 0
    told = tell(alert, step, taken, now=now)
    _noted(alert, "expired", now, step=taken, **told.names())
    return 1


def _stop_waiting(alert: Alert, now: datetime) -> int:
    lasts = GRADES[alert.severity].acknowledgement_lasts.after(now)
    if not _claim(alert, state="in_progress", waiting_on="", next_step_at=lasts):
        return 0
    _noted(alert, "wait_over", now, whom=alert.waiting_on)
    return 1


def _wake(alert: Alert, now: datetime) -> int:
    back_to = "acknowledged" if alert.acknowledged_at else "new"
    next_at = GRADES[alert.severity].acknowledgement_lasts.after(now) if alert.acknowledged_at else now
    if not _claim(alert, state=back_to, snoozed_until=None, next_step_at=next_at):
        return 0
    _noted(alert, "woken", now)
    return 1


def _remind_to_close(alert: Alert, now: datetime) -> int:
    """It has a result and waits for a supervisor to close it."""
    if not _claim(alert, next_step_at=REMIND_TO_CLOSE.after(now)):
        return 0
    reminders = (AlertEntry.alert_id == alert.id, AlertEntry.kind == "waits_for_closing")
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AlertEntry).where(*reminders)) or 0
    told = tell(alert, TO_CLOSE, f"close{before + 1}", template="staff_close", now=now)
    _noted(alert, "waits_for_closing", now, **told.names())
    return 1


MOVES_BY_CLOCK: dict[str, Callable[[Alert, datetime], int]] = {
    "new": _climb,
    "acknowledged": _expire,
    "in_progress": _expire,
    "waiting": _stop_waiting,
    "snoozed": _wake,
    "resolved": _remind_to_close,
}


def _due(now: datetime, states: tuple[str, ...] = tuple(MOVES_BY_CLOCK)) -> list[Alert]:
    due = (Alert.closed_at.is_(None), Alert.next_step_at <= now, Alert.state.in_(states), ~_stands_still())
    return list(db.session.scalars(sa.select(Alert).where(*due).order_by(Alert.severity, Alert.id).limit(BATCH)))


def _stands_still() -> sa.ColumnElement[bool]:
    """The condition that an alert climbs no ladder while nobody takes it: the common one of its event does."""
    return sa.and_(Alert.state == "new", is_mark())


def _claim(alert: Alert, **values: Any) -> bool:
    """Write the step only if the alert is still as it was read: of two runs at once, one takes the step."""
    as_read = (Alert.id == alert.id, Alert.version == alert.version)
    return changed(db.session(), sa.update(Alert).where(*as_read).values(version=Alert.version + 1, **values)) == 1


def _noted(alert: Alert, kind: str, now: datetime, **detail: Any) -> None:
    add_entry(alert, kind, now=now, **detail)
    record(f"alert.{kind}", ("alert", alert.ref), by=None, now=now, **detail)
    db.session.expire(alert)
