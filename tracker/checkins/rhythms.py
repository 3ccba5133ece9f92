"""How often a worker is asked, and how long we wait before each step: defaults of the house to configure, not law."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from tracker.core.clock import VIETNAM
from tracker.messages.hours import next_daytime
from tracker.messages.limits import PAUSE

ARRIVAL_DAY = 3
ARRIVAL_HOUR = 8  # in Vietnam, so that hardly any of the time to answer passes at night
ARRIVAL_LASTS = 30
FIRST_DAYS = 90
LAST_DAYS = 60
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Times:
    """When the steps of one check-in fall due: a snapshot, which a later change of the rhythm does not touch."""

    remind_at: datetime
    late_at: datetime
    missed_at: datetime

    def by_day(self, zone: ZoneInfo) -> "Times":
        """The same steps after they were moved: the reminder in daytime there, and hours from what is said next.

        Where the night leaves no hours between them, what follows waits as much longer.
        """
        remind_at = next_daytime(self.remind_at, zone)
        if remind_at + PAUSE <= next_daytime(self.late_at, zone):
            return replace(self, remind_at=remind_at)
        night = remind_at - self.remind_at
        return Times(remind_at, self.late_at + night, self.missed_at + night)


@dataclass(frozen=True)
class Rhythm:
    """Ask every so often; remind, then call it late, then missed, so long after asking."""

    name: str
    every: timedelta
    remind: timedelta
    due: timedelta
    grace: timedelta

    @property
    def reminds_within_a_day(self) -> bool:
        """Whether night falls differently into the wait for the reminder, by the hour and the place of asking."""
        return self.remind < A_DAY

    def times(self, opened_at: datetime, zone: ZoneInfo = VIETNAM) -> Times:
        """The steps of a check-in that opens at this instant; `zone` is that of the worker."""
        late_at = opened_at + self.due
        return Times(self._remind_at(opened_at, zone), late_at, late_at + self.grace)

    def _remind_at(self, opened_at: datetime, zone: ZoneInfo) -> datetime:
        """Within a day: counted from when the question is really out, and in daytime, hours from what is said next.

        At night it would be held till morning, when the check-in is late already.
        """
        if not self.reminds_within_a_day:
            return opened_at + self.remind
        return next_daytime(next_daytime(opened_at, zone) + self.remind, zone)


def _rhythm(name: str, *, every: float, remind: float, due: float, grace: float) -> Rhythm:
    return Rhythm(name, *(timedelta(days=days) for days in (every, remind, due, grace)))


RHYTHMS = MappingProxyType(
    {
        rhythm.name: rhythm
        for rhythm in (
            _rhythm("arrival", every=14, remind=1, due=2, grace=2),
            _rhythm("first_90", every=14, remind=2, due=3, grace=4),
            _rhythm("normal", every=30, remind=2, due=4, grace=7),
            _rhythm("high", every=7, remind=1, due=2, grace=2),
            _rhythm("disruption", every=2, remind=0.25, due=1, grace=1),
            _rhythm("last_60", every=14, remind=2, due=3, grace=4),
        )
    }
)
# Rhythms that a person or an event sets; the others follow the phase of the contract by themselves.
SET_BY_HAND = ("high", "disruption")


def phase(*, departed_on: date, ends_on: date, first: bool, today: date) -> str:
    """The rhythm that follows from the dates of the contract. Somebody still abroad after its end stays in the last."""
    if first and departed_on > today - timedelta(days=ARRIVAL_LASTS):
        return "arrival"
    if ends_on <= today + timedelta(days=LAST_DAYS):
        return "last_60"
    if departed_on > today - timedelta(days=FIRST_DAYS):
        return "first_90"
    return "normal"
