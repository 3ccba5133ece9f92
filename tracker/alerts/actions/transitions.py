"""What people decide about an alert: allowed steps only, each with its actor, its words and a version check."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from tracker.alerts.actions.entries import add_entry
from tracker.alerts.actions.telling import Told, tell
from tracker.alerts.ladder import LADDERS, first_step_at
from tracker.alerts.models import OPEN_STATES, Alert
from tracker.alerts.refusals import (
    EditedMeanwhile,
    NeedsReason,
    NeedsSupervisor,
    NoDuplicate,
    NotFromHere,
    TakenMeanwhile,
    TooLate,
    TooLong,
    WaitTooLong,
)
from tracker.alerts.severity import GRADES, Term, deadlines
from tracker.alerts.states import MOVES
from tracker.audit.actions import record
from tracker.auth.models import UserAccount
from tracker.core.clock import day_of
from tracker.core.db import db

OUTCOMES = ("safe", "helped", "returned", "handed_over", "answered_family", "file_fixed", "no_result", "false_alarm")
REOPEN_WITHIN = timedelta(days=14)
SNOOZES_OF_AN_OFFICER = 2
CLOSE_AFTER_RESULT = Term(workdays=1)


def acknowledge(alert: Alert, *, by: UserAccount, now: datetime, seen: int | None = None) -> None:
    """Take the alert: its ladder stops until the acknowledgement expires; without an owner it becomes the actor's."""
    begin_step(alert, "acknowledge", by=by, now=now, seen=seen)
    alert.acknowledged_at = now
    alert.owner_id = alert.owner_id or by.id
    _expect_work(alert, now)
    keep(alert, "acknowledged", by=by, now=now)


def start(alert: Alert, *, by: UserAccount, now: datetime, words: str = "", seen: int | None = None) -> None:
    """Say that work on it has begun, or goes on after waiting."""
    begin_step(alert, "start", by=by, now=now, seen=seen, mine=words)
    alert.waiting_on = ""
    _expect_work(alert, now)
    keep(alert, "started", by=by, now=now, words=words)


def note(alert: Alert, words: str, *, by: UserAccount, now: datetime) -> None:
    """Add a note. Two people may do so at once: nothing is overwritten, so there is no version check."""
    note_work(alert, now=now)
    add_entry(alert, "note", now=now, by=by, words=words)
    record("alert.note", ("alert", alert.ref), by=by, now=now)


def note_work(alert: Alert, *, now: datetime) -> None:
    """Something was written about it: an acknowledgement lasts anew from here."""
    _allow(alert, "note")
    if alert.state in ("acknowledged", "in_progress"):
        lasts = GRADES[alert.severity].acknowledgement_lasts.after(now)
        db.session.execute(
            sa.update(Alert).where(Alert.id == alert.id).values(next_step_at=lasts),
            execution_options={"synchronize_session": False},
        )


def wait_on(
    alert: Alert,
    whom: str,
    *,
    until: datetime,
    by: UserAccount,
    now: datetime,
    words: str = "",
    seen: int | None = None,
) -> None:
    """Wait for somebody until an instant; then it comes back by itself.

    Raises WaitTooLong for an instant gone by, or for a day beyond what the severity allows.
    """
    begin_step(alert, "wait_on", by=by, now=now, seen=seen, mine=words)
    latest = now + GRADES[alert.severity].longest_wait
    if not now < until or day_of(until) > day_of(latest):
        raise WaitTooLong(latest)
    alert.waiting_on = whom
    alert.next_step_at = until
    keep(alert, "waiting", by=by, now=now, words=words, whom=whom, until_at=until.isoformat())


def snooze(
    alert: Alert, *, until: datetime, reason: str, by: UserAccount, now: datetime, seen: int | None = None
) -> None:
    """Put it aside until an instant: S1 never, the others no longer than their severity allows.

    The third time is a supervisor's decision. Raises TooLong, NeedsReason, NeedsSupervisor.
    """
    begin_step(alert, "snooze", by=by, now=now, seen=seen, mine=reason)
    longest = GRADES[alert.severity].longest_snooze
    if longest is None or not now < until or day_of(until) > day_of(now + longest):
        raise TooLong(now + longest if longest else None)
    if alert.snoozes >= SNOOZES_OF_AN_OFFICER and by.role != "supervisor":
        raise NeedsSupervisor("snooze")
    _need(reason)
    alert.snoozes += 1
    alert.snoozed_until = alert.next_step_at = until
    keep(alert, "snoozed", by=by, now=now, words=reason, until_at=until.isoformat())


def resolve(
    alert: Alert,
    *,
    outcome: str,
    words: str,
    was_right: bool | None,
    by: UserAccount,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Write the result. S3 and S4 are closed with it; S1 and S2 wait for a supervisor to close them."""
    begin_step(alert, "resolve", by=by, now=now, seen=seen, mine=words)
    _need(words)
    alert.outcome, alert.was_right, alert.resolved_at = outcome, was_right, now
    alert.snoozed_until = None
    alert.next_step_at = CLOSE_AFTER_RESULT.after(now)
    if not GRADES[alert.severity].closed_by_supervisor:
        alert.state, alert.closed_at, alert.next_step_at = "closed", now, None
    keep(alert, "resolved", by=by, now=now, words=words, outcome=outcome, was_right=was_right)


def close(alert: Alert, *, by: UserAccount, now: datetime, words: str = "", seen: int | None = None) -> None:
    """Close what has a result. Raises NeedsSupervisor for S1 and S2 closed by anybody else."""
    begin_step(alert, "close", by=by, now=now, seen=seen, mine=words)
    if GRADES[alert.severity].closed_by_supervisor and by.role != "supervisor":
        raise NeedsSupervisor("close")
    alert.closed_at, alert.next_step_at = now, None
    keep(alert, "closed", by=by, now=now, words=words)


def reopen(alert: Alert, *, reason: str, by: UserAccount, now: datetime, seen: int | None = None) -> None:
    """Open it again on the same timeline. Raises TooLate after 14 days, TakenMeanwhile when another is open."""
    begin_step(alert, "reopen", by=by, now=now, seen=seen, mine=reason)
    _need(reason)
    if alert.closed_at and now - alert.closed_at > REOPEN_WITHIN:
        raise TooLate(alert.ref)
    with db.session.no_autoflush:
        same = (Alert.dedupe_key == alert.dedupe_key, Alert.closed_at.is_(None), Alert.id != alert.id)
        other = db.session.execute(sa.select(Alert).where(*same)).scalar_one_or_none()
    if other is not None:
        raise TakenMeanwhile(other.number)
    alert.closed_at = alert.resolved_at = alert.acknowledged_at = None
    alert.outcome, alert.was_right = "", None
    _begin_again(alert, now)
    keep(alert, "reopened", by=by, now=now, words=reason)


def regrade(
    alert: Alert, severity: int, *, reason: str, by: UserAccount, now: datetime, seen: int | None = None
) -> None:
    """Change the severity. Lowering needs a reason; raising starts the clocks and the ladder again."""
    begin_step(alert, "regrade", by=by, now=now, seen=seen, mine=reason)
    was = alert.severity
    if severity == was:
        return
    if severity > was:
        _need(reason)
    alert.severity = severity
    due = deadlines(severity, alert.opened_at if severity > was else now)
    alert.acknowledge_by, alert.act_by = due.acknowledge_by, due.act_by
    if severity < was:
        alert.state, alert.acknowledged_at = "new", None
    if alert.state == "new":
        _begin_again(alert, now)
    keep(alert, "lowered" if severity > was else "raised", by=by, now=now, words=reason, was=was, severity=severity)


def escalate(alert: Alert, *, reason: str, by: UserAccount, now: datetime, seen: int | None = None) -> Told:
    """Take the next step of the ladder that reaches a supervisor, now, by button; who was told, and who could not be.

    Clicked twice on one page it is one step: the second click is EditedMeanwhile.
    """
    begin_step(alert, "escalate", by=by, now=now, seen=seen, mine=reason)
    number, step = LADDERS[alert.severity].next_upwards(alert.escalation)
    alert.escalation = number + 1
    if alert.state == "new":
        alert.next_step_at = LADDERS[alert.severity].step(number + 1).wait.after(now)
    told = tell(alert, replace(step, message=True), alert.escalation, now=now)
    keep(alert, "escalated", by=by, now=now, words=reason, step=alert.escalation, **told.names())
    return told


def mark_duplicate(alert: Alert, of: Alert, *, by: UserAccount, now: datetime, seen: int | None = None) -> None:
    """Close it as telling the same as another one, which goes on. Raises NoDuplicate when that one cannot stand for it.

    The other one must be open, about the same worker, and at least as grave.
    """
    begin_step(alert, "mark_duplicate", by=by, now=now, seen=seen)
    if not _stands_for(of, alert):
        raise NoDuplicate(alert, of)
    # Written as well, so that of two who settle both alerts at once the slower one is refused.
    flag_modified(of, "state")
    alert.parent_id, alert.closed_at, alert.next_step_at = of.id, now, None
    keep(alert, "duplicate", by=by, now=now, of=of.number)
    add_entry(of, "has_duplicate", now=now, by=by, other=alert.number)


def _stands_for(other: Alert, alert: Alert) -> bool:
    same = other.worker_id == alert.worker_id and (alert.worker_id or other.office_path == alert.office_path)
    return bool(same) and other.id != alert.id and other.state in OPEN_STATES and other.severity <= alert.severity


def begin_step(alert: Alert, name: str, *, by: UserAccount, now: datetime, seen: int | None, mine: str = "") -> None:
    """Refuse what was decided on an old page or does not follow from here; else move to the step's state."""
    if seen is not None and alert.version != seen:
        raise EditedMeanwhile(alert.ref, mine)
    _allow(alert, name)
    alert.state = MOVES[name].to or alert.state


def _allow(alert: Alert, name: str) -> None:
    if alert.state not in MOVES[name].starts:
        raise NotFromHere(alert, name)


def keep(alert: Alert, kind: str, *, by: UserAccount, now: datetime, words: str = "", **detail: Any) -> None:
    """Write alert, timeline and audit. Raises EditedMeanwhile when somebody else was faster."""
    ref = alert.ref
    # A step that changes nothing else, said twice from one page, must still be seen as the second one.
    flag_modified(alert, "state")
    try:
        db.session.flush()
    except StaleDataError as error:
        raise EditedMeanwhile(ref, words) from error
    add_entry(alert, kind, now=now, by=by, words=words, **detail)
    record(f"alert.{kind}", ("alert", ref), by=by, now=now, **detail)


def _expect_work(alert: Alert, now: datetime) -> None:
    alert.next_step_at = GRADES[alert.severity].acknowledgement_lasts.after(now)


def _begin_again(alert: Alert, now: datetime) -> None:
    alert.escalation, alert.snoozed_until, alert.waiting_on = 0, None, ""
    alert.next_step_at = first_step_at(alert.severity, now)


def _need(reason: str) -> None:
    if not reason.strip():
        raise NeedsReason
