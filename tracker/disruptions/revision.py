"""What a revised policy file changes among the episodes already known: which stay, move, appear or fall away.

Pure: the known and the newly computed episodes in, a plan out. History is revised (about 5 % of the early values were),
so an episode is recognised by what it overlaps, not by its dates, and keeps its id and what was confirmed from it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from tracker.disruptions.episodes import Episode

WITHDRAWN = "withdrawn"


class Known(NamedTuple):
    """A stored episode: its id, whether a disruption was made of it, its state, what it says, and since when."""

    id: int
    in_use: bool
    state: str
    country: str
    indicator: str
    level: int
    rule: str
    starts_on: date
    ends_on: date
    end_reason: str
    told_at: datetime | None = None


class Moved(NamedTuple):
    """A stored episode that the revised file describes otherwise, or tells again after it was withdrawn."""

    before: Known
    after: Episode


@dataclass
class Revision:
    """The plan: what to write so that the stored episodes equal the computed ones."""

    unchanged: int = 0
    created: list[Episode] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    withdrawn: list[Known] = field(default_factory=list)


def revise(known: Iterable[Known], computed: Iterable[Episode]) -> Revision:
    """Pair stored and computed episodes of the same country, indicator, level and rule by their overlap."""
    revision = Revision()
    before, after = defaultdict(list), defaultdict(list)
    for stored in known:
        before[stored.country, stored.indicator, stored.level, stored.rule].append(stored)
    for episode in computed:
        after[episode[:4]].append(episode)
    for series in sorted(before.keys() | after.keys()):
        _pair(before[series], after[series], revision)
    return revision


def _pair(known: list[Known], computed: list[Episode], revision: Revision) -> None:
    """Best pairs first: one that people act on, then one still told, then the longest overlap. Each is used once."""
    candidates = sorted(
        (not stored.in_use, stored.state == WITHDRAWN, -_overlap(stored, episode), old, new)
        for old, stored in enumerate(known)
        for new, episode in enumerate(computed)
        if _overlap(stored, episode) > 0
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for *_, old, new in candidates:
        if old in taken_old or new in taken_new:
            continue
        taken_old.add(old)
        taken_new.add(new)
        if _same(known[old], computed[new]):
            revision.unchanged += 1
        else:
            revision.moved.append(Moved(known[old], computed[new]))
    revision.withdrawn += [one for old, one in enumerate(known) if old not in taken_old and one.state != WITHDRAWN]
    revision.created += [episode for new, episode in enumerate(computed) if new not in taken_new]


def _same(stored: Known, episode: Episode) -> bool:
    told = (stored.starts_on, stored.ends_on, stored.end_reason)
    return stored.state != WITHDRAWN and told == (episode.starts_on, episode.ends_on, episode.end_reason)


def _overlap(stored: Known, episode: Episode) -> int:
    """Days in both, 0 when they do not touch."""
    first, last = max(stored.starts_on, episode.starts_on), min(stored.ends_on, episode.ends_on)
    return max((last - first).days + 1, 0)
