"""Alerts for tests: one by hand, or many by a question."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.cast import a_worker
from tracker.alerts import actions
from tracker.alerts.explain import fact, say, why
from tracker.alerts.models import Alert
from tracker.core import clock
from tracker.people.models import Worker


def an_alert(worker: Worker | None = None, **more: Any) -> Alert:
    """An alert "help" of severity 1 about this worker, or of an office; call inside a transaction."""
    told: dict[str, Any] = {
        "cause": "help",
        "cause_id": None,
        "dedupe_key": f"help:{worker.id if worker else 'nobody'}",
        "severity": 1,
        "title": "title.help",
        "why": help_why(),
        "now": clock.now(),
        **more,
    }
    return actions.raise_one(worker=worker, **told)


def many(count: int, **more: Any) -> None:
    """Alerts of all severities in turn, each about another worker; call inside a transaction."""
    for number in range(count):
        told = {"severity": number % 4 + 1, "now": noon("2020-07-15") - timedelta(hours=number % 7), **more}
        an_alert(a_worker(f"Lò Văn Pá {number}"), **told)


def help_why() -> dict[str, Any]:
    """What an alert "help" is explained by."""
    return why("help", facts=[fact(clock.now(), say("fact.pressed_help"), say("source.worker"))])


def silent_rows(*, severity: int = 3) -> sa.Select[Any]:
    """A question that yields every worker as silent."""
    return sa.select(
        Worker.id.label("worker_id"),
        Worker.office_path.label("office_path"),
        sa.literal("TWN").label("host_country"),
        sa.literal("silent:").concat(sa.cast(Worker.id, sa.String)).label("dedupe_key"),
        sa.null().label("cause_id"),
        sa.literal(severity).label("severity"),
        sa.literal(0).label("rank"),
        sa.literal("title.silent").label("title"),
        sa.literal(why("silent"), sa.JSON()).label("why"),
    )


def noon(day: str) -> datetime:
    """Noon of a day in Vietnam."""
    return clock.at(f"{day}T12:00")
