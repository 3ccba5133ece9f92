"""The definition of an episode: a maximal run of days on which a government's rule stood at or above a level.

Pure: days in, episodes out. A missing day takes the last known value for a week, then it is unknown and never counts.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tracker.disruptions.oxcgrt import PolicyDay

CARRY_DAYS = 7
MERGE_DAYS = 3
ONE_DAY = timedelta(days=1)

AT_LEAST, EXACTLY = ">=", "="
BELOW, NO_DATA, WINDOW_END = "below", "no_data", "window_end"


class Level(NamedTuple):
    """When a day counts: the indicator's value compared with `level` by `rule` (">=" or "=")."""

    indicator: str
    level: int
    rule: str = AT_LEAST

    def holds(self, value: int | None) -> bool:
        """Whether a day of this value counts; an unknown day never does."""
        if value is None:
            return False
        return value == self.level if self.rule == EXACTLY else value >= self.level


LEVELS = (
    Level("C2", 2),
    Level("C2", 3),
    Level("C5", 2),
    Level("C6", 2),
    Level("C6", 3),
    Level("C7", 2),
    Level("C8", 2),
    Level("C8", 3, EXACTLY),
    Level("C8", 3),
    Level("C8", 4),
    Level("E1", 1),
    Level("E1", 2),
)


class Episode(NamedTuple):
    """One run, merged gaps included; `starts_on` and `ends_on` are both inside it.

    `days_at_level` leaves the merged gaps out; `general_days` counts those on which the rule held country-wide and is
    None where the indicator has no flag (C8).
    """

    country: str
    indicator: str
    level: int
    rule: str
    starts_on: date
    ends_on: date
    days_at_level: int
    general_days: int | None
    open_start: bool
    end_reason: str

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def open_end(self) -> bool:
        """Whether the rule still stood on the last day we know of."""
        return self.end_reason == WINDOW_END


def known_end(ends_on: date, end_reason: str, *, today: date) -> date | None:
    """The last day of an episode as far as it is known today: none while it runs, or where the data just stops."""
    return None if end_reason == WINDOW_END or ends_on >= today else ends_on


class _Day(NamedTuple):
    day: date
    value: int | None
    flag: int | None


class _Run(NamedTuple):
    """Consecutive counting days, by position in the series; `until` is the last one."""

    since: int
    until: int


def episodes_of(days: Iterable[PolicyDay], *, levels: Iterable[Level] = LEVELS) -> list[Episode]:
    """All episodes in the days of one or many countries, by country, indicator, level, rule and start."""
    wanted = tuple(levels)
    found: list[Episode] = []
    for (country, indicator), rows in _by_series(days).items():
        series = list(_filled(rows))
        for level in wanted:
            if level.indicator == indicator:
                found.extend(_episodes_at(country, level, series))
    return sorted(found)


def _by_series(days: Iterable[PolicyDay]) -> dict[tuple[str, str], list[PolicyDay]]:
    series: dict[tuple[str, str], list[PolicyDay]] = {}
    for day in days:
        series.setdefault((day.country, day.indicator), []).append(day)
    return series


def _filled(rows: list[PolicyDay]) -> Iterator[_Day]:
    """Every calendar day from the first to the last dated row, with the last known value carried for a week."""
    told = {row.day: row for row in rows}
    day, last = min(told), max(told)
    known: PolicyDay | None = None
    while day <= last:
        row = told.get(day)
        if row is not None and row.value is not None:
            known = row
        fresh = known is not None and (day - known.day).days <= CARRY_DAYS
        # Only the value is carried: whether it still held country-wide is not ours to guess.
        yield _Day(day, known.value if known and fresh else None, known.flag if known and known.day == day else None)
        day += ONE_DAY


def _episodes_at(country: str, level: Level, series: list[_Day]) -> Iterator[Episode]:
    for run in _merged(_runs(level, series)):
        inside = [day for day in series[run.since : run.until + 1] if level.holds(day.value)]
        yield Episode(
            country,
            *level,
            starts_on=series[run.since].day,
            ends_on=series[run.until].day,
            days_at_level=len(inside),
            general_days=_general(inside),
            open_start=run.since == 0,
            end_reason=_end_reason(run, series),
        )


def _general(days: list[_Day]) -> int | None:
    flags = [day.flag for day in days if day.flag is not None]
    return flags.count(1) if flags else None


def _runs(level: Level, series: list[_Day]) -> Iterator[_Run]:
    since: int | None = None
    for position, day in enumerate(series):
        if level.holds(day.value):
            since = position if since is None else since
        elif since is not None:
            yield _Run(since, position - 1)
            since = None
    if since is not None:
        yield _Run(since, len(series) - 1)


def _merged(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Join runs with at most MERGE_DAYS days between them: a holiday is not the end of a lockdown."""
    open_run: _Run | None = None
    for run in runs:
        if open_run is not None and run.since - open_run.until - 1 <= MERGE_DAYS:
            open_run = _Run(open_run.since, run.until)
            continue
        if open_run is not None:
            yield open_run
        open_run = run
    if open_run is not None:
        yield open_run


def _end_reason(run: _Run, series: list[_Day]) -> str:
    after = run.until + 1
    if after == len(series):
        return WINDOW_END
    return NO_DATA if series[after].value is None else BELOW
