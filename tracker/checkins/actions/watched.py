"""Whoever an event holds under an alert of its own: that alert is told of the silence, no second raised."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.alerts.models import OPEN_STATES, Alert
from tracker.checkins.models import CheckIn
from tracker.core.db import db

NO_ANSWER = "Không trả lời lần hỏi thăm của sự kiện."
NO_USUAL_ANSWER = "Không trả lời lần hỏi thăm thường kỳ."


class _Missed(NamedTuple):
    """A missed check-in: whose it is, and the event that asked, if one did."""

    check_in_id: int
    worker_id: int
    event_id: int | None


class _Open(NamedTuple):
    """An open alert of an event or of silence about one worker."""

    severity: int
    alert_id: int
    cause: str
    event_id: int | None
    worker_id: int


def leave_to_events(ids: Sequence[int], *, now: datetime) -> list[int]:
    """Write a line into the open alerts of events about those of their people who missed; the other check-ins.

    It need not be the event that asked: one that does not ask holds its people too. Of several that of the event that
    asked is told, else the gravest. Whoever has an open alert of silence already is left to that one: it counts up.
    """
    missed = [_Missed._make(row) for row in db.session.execute(_whose(ids))]
    held = _held({one.worker_id for one in missed})
    told = defaultdict(set)
    for one in missed:
        if one.worker_id in held:
            mine = min(held[one.worker_id], key=lambda alert: (alert.event_id != one.event_id, alert))
            told[NO_ANSWER if mine.event_id == one.event_id else NO_USUAL_ANSWER].add(mine.alert_id)
    for words, of_events in told.items():
        alerts.add_entries(Alert.id.in_(of_events), "fact", now=now, words=words)
    return [one.check_in_id for one in missed if one.worker_id not in held]


def _whose(ids: Sequence[int]) -> sa.Select[int, int, int | None]:
    return sa.select(CheckIn.id, CheckIn.worker_id, CheckIn.disruption_id).where(CheckIn.id.in_(ids))


def _held(workers: Iterable[int]) -> dict[int, list[_Open]]:
    """The open alerts of events about some workers, but for those who have an open alert of silence.

    Asked by worker, not by a join: that is an index, whatever the planner knows of the tables.
    """
    about = sa.select(Alert.severity, Alert.id, Alert.cause, Alert.cause_id, Alert.worker_id)
    open_now = (Alert.state.in_(OPEN_STATES), Alert.closed_at.is_(None))
    found = about.where(Alert.worker_id.in_(workers), Alert.cause.in_(("disruption", "silent")), *open_now)
    by_worker = defaultdict(list)
    for row in db.session.execute(found):
        alert = _Open._make(row)
        by_worker[alert.worker_id].append(alert)
    return {worker: held for worker, held in by_worker.items() if all(one.cause == "disruption" for one in held)}
