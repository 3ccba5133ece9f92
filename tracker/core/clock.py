"""The only place that asks what time it is; everywhere else time is told as an argument."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_stopped: list[datetime] = []


def now() -> datetime:
    """The present instant in UTC; the frozen one when TRACKER_NOW or a test has stopped the clock."""
    frozen = _stopped[-1] if _stopped else _frozen_by_setting()
    return frozen if frozen else datetime.now(UTC)


def today() -> date:
    """The calendar day in Vietnam."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Vietnamese calendar day in which an instant falls."""
    return instant.astimezone(VIETNAM).date()


def start_of(day: date, zone: ZoneInfo = VIETNAM) -> datetime:
    """The first instant of a calendar day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo = VIETNAM) -> datetime:
    """The first instant after a calendar day, in UTC."""
    return start_of(day + timedelta(days=1), zone)


def at(text: str) -> datetime:
    """An instant from ISO text; text without a zone is meant in Vietnam's."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=VIETNAM)
    return instant.astimezone(UTC)


@contextmanager
def stopped_at(text: str) -> Iterator[datetime]:
    """Stop the clock of this process at an ISO instant; used by tests."""
    instant = at(text)
    _stopped.append(instant)
    try:
        yield instant
    finally:
        _stopped.remove(instant)


def _frozen_by_setting() -> datetime | None:
    text = os.environ.get("TRACKER_NOW")
    return at(text) if text else None
