"""The last seven days of an office and those below it, day by day; the marks of an event are not counted."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import Alert
from tracker.alerts.queries.filters import is_mark
from tracker.checkins.models import Answer
from tracker.core.clock import day_of, start_of
from tracker.core.db import db
from tracker.core.sqljson import vietnam_day

DAYS = 7


@dataclass(frozen=True)
class Day:
    """One Vietnamese day: alerts opened and closed, how many of the opened were silence, and answers of workers."""

    on: date
    opened: int = 0
    silent: int = 0
    closed: int = 0
    answers: int = 0


def last_week(now: datetime) -> list[Day]:
    """The seven days up to today, the oldest first."""
    first = day_of(now) - timedelta(days=DAYS - 1)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for on, what, count in db.session.execute(sa.union_all(*_told(start_of(first)))):
        counts[on][what] = count
    days = (first + timedelta(days=number) for number in range(DAYS))
    return [Day(on, **counts.get(on.isoformat(), {})) for on in days]


def _told(since: datetime) -> tuple[Any, ...]:
    return (
        _by_day("opened", Alert.opened_at, since, ~is_mark()),
        _by_day("silent", Alert.opened_at, since, Alert.cause == "silent"),
        _by_day("closed", Alert.closed_at, since, ~is_mark()),
        _by_day("answers", Answer.at, since),
    )


def _by_day(what: str, at: Any, since: datetime, *more: sa.ColumnElement[bool]) -> Any:
    on = vietnam_day(at)
    return sa.select(on, sa.literal(what), sa.func.count()).where(at >= since, *more).group_by(on)
