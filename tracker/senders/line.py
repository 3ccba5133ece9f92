"""The history of a sender's licence as a line from its first day to today, or beyond."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.senders.models import Licence


@dataclass(frozen=True)
class Stretch:
    """A spell on the line: where it begins and how long it is, in hundredths of the line."""

    licence: Licence
    at: float
    width: float


@dataclass(frozen=True)
class Line:
    """The line with its two ends and today's place on it, in hundredths."""

    stretches: tuple[Stretch, ...]
    first: date
    last: date
    today: float


def line_of(spells: Sequence[Licence], *, today: date) -> Line | None:
    """The line of these spells, the oldest first; none when there are none. What lasts runs to the end of the line."""
    if not spells:
        return None
    first = min(spells[0].valid_from, today)
    last = max(today, *(each.valid_to or each.valid_from for each in spells))
    whole = (last - first).days + 1

    def place(day: date) -> float:
        return 100 * (day - first).days / whole

    stretches = (
        Stretch(each, place(each.valid_from), 100 * (((each.valid_to or last) - each.valid_from).days + 1) / whole)
        for each in spells
    )
    return Line(tuple(stretches), first, last, place(today))
