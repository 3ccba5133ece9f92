"""The demo's calendar: drawn as of one day of 2020, told as if that day were today."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.core.clock import day_of


@dataclass(frozen=True)
class Days:
    """Days are drawn as of `as_of`; `told` moves each by whole days so that `as_of` falls on the day of `now`."""

    as_of: date
    now: datetime

    @property
    def today(self) -> date:
        """The day on which the demo is loaded."""
        return day_of(self.now)

    def told(self, drawn: date) -> date:
        """A drawn day as the register shall hold it."""
        return drawn + (self.today - self.as_of)

    def told_if(self, drawn: date | None) -> date | None:
        """The same for a day that may be absent."""
        return None if drawn is None else self.told(drawn)


def months_after(day: date, months: int) -> date:
    """The last day of a term of so many months that begins on a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    same = min(day.day, calendar.monthrange(year, month)[1])
    return date(year, month, same) - timedelta(days=1)
