"""A call written down: what it proves, what is now known of the number, and an alert when help is needed."""

from dataclasses import dataclass
from datetime import datetime

from tracker.alerts import actions as alerts
from tracker.alerts.explain import fact, say, why
from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.checkins.actions import record_contact
from tracker.people import actions as people
from tracker.people.models import ContactPoint, Worker

SEVERITY = {"help": 1, "problem": 2}
QUALITY = {"reached": "good", "wrong_number": "wrong"}


@dataclass(frozen=True)
class Call:
    """One call: the number, if it is one of the file; the outcome; how the worker is ("", ok, problem, help)."""

    point: ContactPoint | None
    outcome: str
    how: str = ""
    note: str = ""


def record_call(worker: Worker, call: Call, *, by: UserAccount, now: datetime) -> Alert | None:
    """Keep a call. The alert that it opened or counted up, when the worker has a problem or needs help."""
    record_contact(worker, call.outcome, now, call.note, by, now)
    quality = QUALITY.get(call.outcome)
    if call.point is not None and quality and call.point.quality != "shared":
        people.mark_number(worker, call.point, quality, by=by, now=now)
    return _alarm(worker, call, now=now) if call.how in SEVERITY else None


def record_call_about(alert: Alert, reached: str, *, words: str, by: UserAccount, now: datetime) -> None:
    """Keep a call that an alert led to; one that reached the worker proves what a call from the file proves.

    `reached` is "worker", "relative", "nobody" or "wrong".
    """
    alerts.log_call(alert, reached, words=words, by=by, now=now)
    if reached == "worker" and alert.worker is not None:
        record_contact(alert.worker, "reached", now, words, by, now, told=alert.dedupe_key)


def _alarm(worker: Worker, call: Call, *, now: datetime) -> Alert:
    """The same alert that the worker's own button would open: one open per worker and kind."""
    told = call.note or say(f"title.{call.how}")
    return alerts.raise_one(
        worker=worker,
        cause=call.how,
        cause_id=None,
        dedupe_key=f"{call.how}:{worker.id}",
        severity=SEVERITY[call.how],
        title=f"title.{call.how}",
        why=why(call.how, facts=[fact(now, told, say("source.officer"))], next_step=say("next.call")),
        now=now,
    )
