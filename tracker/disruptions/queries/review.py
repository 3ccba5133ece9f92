"""The review of an event, taken when it ends and kept as it was then."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import Alert
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries import board
from tracker.disruptions.queries.asking import answers_since, asking


def review_of(disruption: Disruption, *, since: datetime, now: datetime) -> dict[str, Any]:
    """The figures of an event that began to be followed at `since`, ready to be kept.

    days: how many it was followed · touched, standings: whom it touched and how they stand · asked, sent, delivered,
    answers: what came of asking · alerts: single alerts by severity; taken, in time: of those, how many somebody took.
    """
    counts = board.counts(disruption, now=now)
    asked = asking(disruption, now=now)
    return {
        "days": (day_of(now) - day_of(since)).days + 1,
        "touched": counts.affected,
        "standings": asdict(counts),
        "asked": asked.asked,
        "sent": asked.sent,
        "delivered": asked.delivered,
        "answers": answers_since(disruption, since=since),
        **_alerts(disruption),
    }


def _alerts(disruption: Disruption) -> dict[str, Any]:
    taken = Alert.acknowledged_at.is_not(None)
    in_time = sa.and_(taken, Alert.acknowledged_at <= Alert.acknowledge_by)
    rows = db.session.execute(
        sa.select(Alert.severity, sa.func.count(), _how_many(taken), _how_many(in_time))
        .where(Alert.cause == "disruption", Alert.cause_id == disruption.id, Alert.worker_id.is_not(None))
        .group_by(Alert.severity)
        .order_by(Alert.severity)
    ).all()
    return {
        "alerts": {str(severity): count for severity, count, _taken, _in_time in rows},
        "taken": sum(row[2] for row in rows),
        "in_time": sum(row[3] for row in rows),
    }


def _how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
