"""A call that an officer made because of an alert, in its timeline."""

from datetime import datetime

from tracker.alerts.actions.entries import add_entry
from tracker.alerts.actions.transitions import acknowledge, note_work
from tracker.alerts.models import Alert
from tracker.audit.actions import record
from tracker.auth.models import UserAccount


def log_call(alert: Alert, reached: str, *, words: str, by: UserAccount, now: datetime) -> None:
    """Note whom a call reached: "worker", "relative", "nobody" or "wrong". A call takes the alert if nobody has.

    What it proves of the worker is known to the rooms above: `home/calls.py`.
    """
    if alert.state == "new":
        acknowledge(alert, by=by, now=now)
    note_work(alert, now=now)
    add_entry(alert, "call", now=now, by=by, words=words, reached=reached)
    record("alert.call", ("alert", alert.ref), by=by, now=now, reached=reached)
