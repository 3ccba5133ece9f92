"""The common alert of each office that an event touches: what its officers see first, and what it tells."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions import parent_for
from tracker.alerts.actions.restating import restate
from tracker.alerts.explain import fact, say, why
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries.explanation import the_event
from tracker.people.models import Worker

CAUSE = "disruption"


def open_common(disruption: Disruption, *, now: datetime) -> dict[str, int]:
    """One alert per office with workers touched or found worse just now: {office path: alert}.

    One that is open already tells from now on how many of the office the event has touched altogether.
    """
    return {
        office_path: _open_for(disruption, office_path, count, severity, now=now)
        for office_path, count, severity in _by_office(disruption, now=now)
    }


def _open_for(disruption: Disruption, office_path: str, count: int, severity: int, *, now: datetime) -> int:
    explained = _why(disruption, count)
    alert = parent_for(
        dedupe_key=f"event:{disruption.id}:{office_path}",
        cause=CAUSE,
        cause_id=disruption.id,
        office_path=office_path,
        host_country=disruption.host_country,
        severity=severity,
        title="title.disruption_office",
        why=explained,
        now=now,
    )
    restate(alert, explained)
    return alert.id


def _by_office(disruption: Disruption, *, now: datetime) -> list[tuple[str, int, int]]:
    """For each office with newly marked touches: all its touched workers, and the gravest of the new ones."""
    marked = Touch.touched_at == now
    counted = (
        sa.select(Worker.office_path, sa.func.count(), sa.func.min(sa.case((marked, Touch.severity))))
        .join(Worker, Worker.id == Touch.worker_id)
        .where(Touch.disruption_id == disruption.id)
        .group_by(Worker.office_path)
        .having(sa.func.count(sa.case((marked, 1))) > 0)
        .order_by(Worker.office_path)
    )
    return [(path, count, severity) for path, count, severity in db.session.execute(counted)]


def _why(disruption: Disruption, count: int) -> dict[str, Any]:
    facts = [the_event(disruption), fact(None, say("fact.touched", count=count), say("source.file"))]
    title = {"event": disruption.title}
    return why("disruption_office", facts=facts, next_step=say("next.look_at_children"), title=title)
