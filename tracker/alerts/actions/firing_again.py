"""What an open alert does when its cause fires again: new facts are told, and what is grave comes back to work."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entry
from tracker.alerts.actions.telling import nobody, tell
from tracker.alerts.explain import facts_beyond, with_facts_of
from tracker.alerts.ladder import LADDERS, first_step_at
from tracker.alerts.models import Alert
from tracker.alerts.severity import GRAVE, deadlines
from tracker.audit.actions import record
from tracker.core.db import changed, db

ASLEEP = ("waiting", "snoozed")
EXPLAINED_ANEW = ("graver", "fired_after_answer")


def fire_again(alert: Alert, *, severity: int, title: str, why: dict[str, Any], now: datetime) -> Alert:
    """Count it up; add what was not known to the explanation and the timeline; the alert.

    It becomes new when it is graver than before, when it had a result, and, being S1 or S2, when it waited or was put
    aside and facts are new. Fired again with the same facts it only counts. Whoever decides on a page that does not
    show the new facts is asked to read them first.
    """
    fired = {"times_fired": Alert.times_fired + 1, "last_fired_at": now}
    changed(db.session(), sa.update(Alert).where(Alert.id == alert.id).values(**fired))
    db.session.refresh(alert)
    was, news = alert.severity, facts_beyond(alert.why, why)
    kind = _becomes_new_as(alert, severity, news)
    if kind or news:
        values: dict[str, Any] = {"why": with_facts_of(alert.why, why), "version": Alert.version + 1}
        if kind in EXPLAINED_ANEW:
            values |= {"title": title, "why": with_facts_of(why, alert.why)}
        if kind:
            values |= {"severity": min(severity, was), **anew(min(severity, was), now)}
        changed(db.session(), sa.update(Alert).where(Alert.id == alert.id).values(**values))
    if news:
        _tell_news(alert, news, by_ladder=bool(kind), now=now)
    if kind:
        add_entry(alert, kind, now=now, was=was, severity=severity)
        record(f"alert.{kind}", ("alert", alert.ref), by=None, now=now, was=was, severity=severity)
    db.session.refresh(alert)
    return alert


def anew(severity: int, now: datetime) -> dict[str, Any]:
    """What begins with an alert, and again when it becomes new: its clocks, and the need to acknowledge it."""
    due = deadlines(severity, now)
    return {
        "state": "new",
        "acknowledge_by": due.acknowledge_by,
        "act_by": due.act_by,
        "next_step_at": first_step_at(severity, now),
        "acknowledged_at": None,
        "snoozed_until": None,
        "waiting_on": "",
        "resolved_at": None,
        "escalation": 0,
    }


def _becomes_new_as(alert: Alert, severity: int, news: list[dict[str, Any]]) -> str:
    """The line under which it becomes new; empty when it stays what it is."""
    if severity < alert.severity:
        return "graver"
    if alert.state == "resolved":
        return "fired_after_answer"
    return "fired_while_waiting" if news and alert.severity <= GRAVE and alert.state in ASLEEP else ""


def _tell_news(alert: Alert, news: list[dict[str, Any]], *, by_ladder: bool, now: datetime) -> None:
    """One line, and a message to whoever works on it, unless the ladder's first step tells them in a minute."""
    by_ladder = by_ladder or (alert.state == "new" and alert.escalation == 0)
    first, number = LADDERS[alert.severity].step(0), f"fact{alert.times_fired}"
    told = nobody() if by_ladder else tell(alert, first, number, template="staff_news", now=now)
    add_entry(alert, "fact", now=now, facts=news, **told.names())
    record("alert.fact", ("alert", alert.ref), by=None, now=now, count=len(news))
