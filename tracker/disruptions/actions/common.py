"""The common alert of each office that an event touches: what its officers see first, and what it tells."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions import add_entries, parent_for
from tracker.alerts.actions.restating import restate
from tracker.alerts.explain import fact, say, why
from tracker.alerts.models import Alert
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
    gravest, new = sa.func.min(sa.case((marked, Touch.severity))), sa.func.count(sa.case((marked, 1)))
    counted = _counted(disruption).add_columns(gravest).having(new > 0).order_by(Worker.office_path)
    return [(path, count, severity) for path, count, severity in db.session.execute(counted)]


def restate_common(disruption: Disruption) -> None:
    """Let the open common alerts of an event tell its dates as they are now."""
    db.session.flush()
    counts = {row[0]: row[1] for row in db.session.execute(_counted(disruption))}
    for alert in db.session.scalars(sa.select(Alert).where(_common(disruption)).order_by(Alert.id)).all():
        restate(alert, _why(disruption, counts.get(alert.office_path, 0)))


def tell_common(disruption: Disruption, words: str, *, now: datetime) -> int:
    """Write a line into the timeline of every open common alert of an event; how many."""
    return add_entries(_common(disruption), "fact", now=now, words=words)


def _common(disruption: Disruption) -> sa.ColumnElement[bool]:
    mine = (Alert.cause == CAUSE, Alert.cause_id == disruption.id, Alert.worker_id.is_(None))
    return sa.and_(*mine, Alert.closed_at.is_(None))


def _counted(disruption: Disruption) -> sa.Select[str, int]:
    """For each office how many of its workers the event has touched."""
    return (
        sa.select(Worker.office_path, sa.func.count())
        .join(Touch, Touch.worker_id == Worker.id)
        .where(Touch.disruption_id == disruption.id)
        .group_by(Worker.office_path)
    )


def _why(disruption: Disruption, count: int) -> dict[str, Any]:
    facts = [the_event(disruption), fact(None, say("fact.touched", count=count), say("source.file"))]
    title = {"event": disruption.title}
    return why("disruption_office", facts=facts, next_step=say("next.look_at_children"), title=title)
