"""W2a: raise an alert for every worker whom an event touches."""

from typing import Any

import sqlalchemy as sa

from bench import by_hand as sql
from bench.measure import Timed
from bench.register import EVENT_COUNTRY, EVENT_TITLE, Register
from bench.undoing import audit_values, by_driver, by_us
from tracker.alerts.actions import raise_for
from tracker.alerts.ladder import first_step_at
from tracker.alerts.models import SEVERITIES
from tracker.alerts.severity import deadlines
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.people.models import Worker


class FanOut:
    """The touches of one event lie ready; both ways make their alerts."""

    name, title, goal = "W2a", "fan-out", 1.3

    def by_hand(self, register: Register) -> Timed:
        """One INSERT … SELECT and its line in the audit book."""
        told = {"now": register.now, "event": _event(), "country": EVENT_COUNTRY}

        def work() -> int:
            raised = register.by_driver(sql.FAN_OUT.format(random_ref=sql.RANDOM_REF[register.engine]), told)
            register.by_driver(sql.AUDIT, audit_values(register.now, "alerts.raised"))
            return int(raised.rowcount)

        return by_driver(register, work, grade=_grades(register))

    def ours(self, register: Register) -> Timed:
        """`alerts.raise_for` with the question that an event asks."""
        rows = _touched(_event())
        return by_us(lambda: raise_for(rows, cause="disruption", now=register.now))


def _event() -> int:
    return db.session.scalars(sa.select(Disruption.id).where(Disruption.title == EVENT_TITLE)).one()


def _touched(event: int) -> sa.Select[Any]:
    return (
        sa.select(
            Touch.worker_id,
            Worker.office_path,
            sa.literal(EVENT_COUNTRY).label("host_country"),
            sa.literal(f"event:{event}:w:").concat(sa.cast(Touch.worker_id, sa.String)).label("dedupe_key"),
            Touch.disruption_id.label("cause_id"),
            Touch.severity,
            Touch.rank,
            sa.literal("title.disruption").label("title"),
            Touch.circumstances.label("why"),
        )
        .join(Worker, Worker.id == Touch.worker_id)
        .where(Touch.disruption_id == event)
    )


def _grades(register: Register) -> list[dict[str, Any]]:
    now = register.now
    return [
        {
            "severity": grade,
            "acknowledge_by": deadlines(grade, now).acknowledge_by,
            "act_by": deadlines(grade, now).act_by,
            "first_step_at": first_step_at(grade, now),
        }
        for grade in SEVERITIES
    ]
