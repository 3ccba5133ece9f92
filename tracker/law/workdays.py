"""The working calendar of state bodies: weekends, holidays, swapped Saturdays, office hours."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from tracker.core.clock import VIETNAM
from tracker.law.book import table

Span = tuple[time, time]


def is_workday(day: date) -> bool:
    """Whether state bodies work on this day. In a year not known, only weekends and fixed holidays count as off."""
    if day in _days(day.year, "swap_workdays"):
        return True
    if day.weekday() >= 5 or f"{day:%m-%d}" in table("holidays")["fixed"]:
        return False
    return day not in _days(day.year, "days_off") and day not in _lunar(day.year)


def year_is_known(year: int) -> bool:
    """Whether the book holds the lunar holidays and swaps of a year; ask before showing a due date."""
    return str(year) in table("holidays")["years"]


def add_workdays(day: date, n: int) -> date:
    """The n-th working day after a day; the day itself is not counted. n may be 0. ValueError when negative."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(n):
        day = next_workday(day + timedelta(days=1))
    return day


def next_workday(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def add_working_hours(instant: datetime, hours: float, *, spans: Sequence[Span] | None = None) -> datetime:
    """The instant (same zone as given) after so many office hours; time out of office hours does not count.

    `spans` are the office hours of a day in Vietnam time, morning first; the table's default otherwise.
    ValueError for an instant without a zone or negative hours.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    if hours < 0:
        raise ValueError("office hours are counted forwards")
    left = timedelta(hours=hours)
    for opens, closes in _office_spans(instant, spans or office_spans()):
        begins = max(opens, instant)
        if begins + left <= closes:
            return begins + left
        left -= closes - begins
    raise AssertionError("the calendar has no end")


def office_spans() -> list[Span]:
    """The default office hours of a day in Vietnam time; configuration, not law."""
    return [(opens, closes) for opens, closes in table("office_hours")["spans"]]


def _office_spans(start: datetime, spans: Sequence[Span]) -> Iterator[tuple[datetime, datetime]]:
    """Spans of office hours that end after an instant, day after day, in the instant's zone."""
    day = start.astimezone(VIETNAM).date()
    while True:
        if is_workday(day):
            for opens, closes in spans:
                first, last = (
                    datetime.combine(day, hour, tzinfo=VIETNAM).astimezone(start.tzinfo) for hour in (opens, closes)
                )
                if last > start:
                    yield first, last
        day += timedelta(days=1)


@cache
def _days(year: int, kind: str) -> frozenset[date]:
    return frozenset(_year(year).get(kind, ()))


@cache
def _lunar(year: int) -> frozenset[date]:
    known = _year(year)
    return frozenset(known[name] for name in ("lunar_new_year", "hung_kings") if name in known)


def _year(year: int) -> dict[str, Any]:
    found: dict[str, Any] = table("holidays")["years"].get(str(year), {})
    return found
