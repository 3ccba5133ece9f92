"""Whoever an event asked and holds under an alert of its own: that alert is told of the silence, no second raised."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.alerts.keys import of_event
from tracker.alerts.models import Alert
from tracker.checkins.models import CheckIn
from tracker.core.db import db

NO_ANSWER = "Không trả lời lần hỏi thăm của sự kiện."


def leave_to_events(ids: Sequence[int], *, now: datetime) -> list[int]:
    """Write a line into the open alerts of events about those of their people who missed; the other check-ins.

    Asked by key, not by a join: an open alert has its key in a unique index, whatever the planner knows of the tables.
    """
    by_key = _asked_by_events(ids)
    if not by_key:
        return list(ids)
    still_open = (Alert.dedupe_key.in_(by_key), Alert.closed_at.is_(None))
    held = set(db.session.scalars(sa.select(Alert.dedupe_key).where(*still_open)))
    alerts.add_entries(sa.and_(*still_open), "fact", now=now, words=NO_ANSWER)
    watched = {number for key in held for number in by_key[key]}
    return [number for number in ids if number not in watched]


def _asked_by_events(ids: Sequence[int]) -> dict[str, list[int]]:
    asked = sa.select(CheckIn.id, CheckIn.disruption_id, CheckIn.worker_id).where(CheckIn.id.in_(ids))
    by_key = defaultdict(list)
    for number, event_id, worker_id in db.session.execute(asked):
        if event_id is not None:
            by_key[of_event(event_id, worker_id)].append(number)
    return by_key
