"""Draws how a worker abroad was asked and answered: the last check-ins of the plan, and the signs of life."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from tracker.checkins.rhythms import RHYTHMS, Rhythm, phase
from tracker.contracts.terms import Terms
from tracker.core.clock import start_of
from tracker.demo.days import Days

ASKED_AT = timedelta(hours=8)
KEPT = 3
SOON_ENOUGH = timedelta(hours=1)
RISKY_WORK = ("Giúp việc gia đình", "Thuyền viên", "Ngư nghiệp")
# What a behaviour leaves to the engine: check-ins that are answered or given up by its own verbs once all rows stand.
PLAYED = ("help", "problem")


@dataclass(frozen=True)
class Asked:
    """One check-in: when it opened, in which state it stands, when it was answered."""

    cycle_no: int
    opened_at: datetime
    state: str
    answered_at: datetime | None = None
    next_step_at: datetime | None = None


@dataclass(frozen=True)
class History:
    """The check-ins of one plan, oldest first, its rhythm, and when it opens the next."""

    rhythm: Rhythm
    asked: tuple[Asked, ...]
    next_open_at: datetime
    travelled_at: datetime
    family_heard_at: datetime | None = None

    @property
    def last_answer_at(self) -> datetime | None:
        """The newest answer of the worker."""
        return max((one.answered_at for one in self.asked if one.answered_at), default=None)


def draw_history(chance: Random, days: Days, terms: Terms, behaviour: str, *, departed_on: date) -> History:
    """The history of a worker who left on a day and behaves so."""
    rhythm = _rhythm(days, terms, departed_on)
    travelled = start_of(departed_on)
    openings = list(_openings(chance, days, rhythm, behaviour, not_before=travelled + timedelta(days=3)))
    asked = tuple(
        _answer(chance, days, rhythm, opened, number, behaviour if number == len(openings) else "in_time")
        for number, opened in enumerate(openings, start=1)
    )
    return History(
        rhythm,
        _without_answers(asked) if behaviour == "lost_contact" else asked,
        _next_opening(days, rhythm, asked),
        travelled,
        _family_heard(chance, days, behaviour),
    )


def _rhythm(days: Days, terms: Terms, departed_on: date) -> Rhythm:
    if terms.occupation.startswith(RISKY_WORK):
        return RHYTHMS["high"]
    return RHYTHMS[phase(departed_on=departed_on, ends_on=terms.ends_on, first=False, today=days.today)]


def _openings(
    chance: Random, days: Days, rhythm: Rhythm, behaviour: str, *, not_before: datetime
) -> Iterator[datetime]:
    """When the last few check-ins opened, oldest first; the last one so that the behaviour shows today."""
    last = start_of(days.today - timedelta(days=_days_since_last(chance, rhythm, behaviour))) + ASKED_AT
    back = [last - place * rhythm.every for place in range(KEPT)]
    return (opened for opened in reversed(back) if opened >= not_before or opened == last)


def _days_since_last(chance: Random, rhythm: Rhythm, behaviour: str) -> int:
    due, given_up = rhythm.due.days, (rhythm.due + rhythm.grace).days
    first, last = {
        "asked": (1, due - 1),
        "late": (due + 1, given_up - 1),
        "silent": (given_up, given_up + 3),
        "lost_contact": (70, 110),
        "help": (1, 2),
        "problem": (1, due),
    }.get(behaviour, (1, rhythm.every.days))
    return chance.randint(first, max(first, last))


def _answer(chance: Random, days: Days, rhythm: Rhythm, opened: datetime, number: int, behaviour: str) -> Asked:
    times = rhythm.times(opened)
    plain = Asked(number, opened, "open")
    if behaviour in PLAYED:
        return replace(plain, next_step_at=times.remind_at)
    if behaviour == "asked":
        reminded = times.remind_at < days.now
        step = times.late_at if reminded else times.remind_at
        return replace(plain, state="reminded" if reminded else "open", next_step_at=step)
    if behaviour in ("late", "silent"):
        return replace(plain, state="late", next_step_at=times.missed_at)
    if behaviour == "lost_contact":
        return replace(plain, state="missed")
    answered = opened + timedelta(minutes=round(60 * chance.triangular(0.2, 24 * (rhythm.due.days + 1), 4)))
    return replace(plain, state="answered_ok", answered_at=min(answered, days.now - SOON_ENOUGH))


def _without_answers(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """Somebody whom an officer calls lost has long been silent: the last two were missed."""
    return tuple(
        replace(one, state="missed", answered_at=None) if one.cycle_no > len(asked) - 2 else one for one in asked
    )


def _next_opening(days: Days, rhythm: Rhythm, asked: tuple[Asked, ...]) -> datetime:
    last = asked[-1]
    opens = max(last.opened_at, last.answered_at or last.opened_at) + rhythm.every
    while opens <= days.now:
        opens += rhythm.every
    return opens


def _family_heard(chance: Random, days: Days, behaviour: str) -> datetime | None:
    if behaviour in ("silent", "lost_contact") or chance.random() > 0.08:
        return None
    return days.now - timedelta(hours=chance.randrange(30, 24 * 40))
