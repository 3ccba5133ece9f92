"""Quiet hours: messages reach people between 08:00 and 20:00 of their own day."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS = time(8)
CLOSES = time(20)


def is_daytime(instant: datetime, zone: ZoneInfo) -> bool:
    """Whether a message may reach somebody in this zone at this instant."""
    return OPENS <= instant.astimezone(zone).time() < CLOSES


def next_daytime(instant: datetime, zone: ZoneInfo) -> datetime:
    """The instant itself in daytime, else the next 08:00 of that zone; in UTC."""
    if is_daytime(instant, zone):
        return instant.astimezone(UTC)
    morning = _mornings(instant, zone)
    return next(opening for opening in morning if opening > instant and is_daytime(opening, zone))


def release_times(instant: datetime, zones: Iterable[str]) -> dict[str, datetime]:
    """For each zone name, when a message written now may go out; the empty name means at any hour."""
    return {name: next_daytime(instant, ZoneInfo(name)) if name else instant for name in zones}


def _mornings(instant: datetime, zone: ZoneInfo) -> Iterable[datetime]:
    today = instant.astimezone(zone).date()
    # A zone may skip a whole day when it crosses the date line, hence more than two.
    for days in range(4):
        yield datetime.combine(today + timedelta(days=days), OPENS, tzinfo=zone).astimezone(UTC)
