"""Provinces, districts and communes of Vietnam as they stood on a day; an address is a code and a date."""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal, cast

from tracker.core.text import fold

Level = Literal["province", "district", "commune"]
UNITS = Path(__file__).with_name("data") / "units.csv"
KINDS = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Thị trấn ", "Xã ", "Phường ", "Đặc khu ")


@dataclass(frozen=True)
class Unit:
    """One administrative unit for the days on which it stood; `valid_to` is its last day, none when open."""

    code: str
    name: str
    level: Level
    parent: str
    valid_from: date | None
    valid_to: date | None
    certain: bool
    successors: tuple[str, ...]
    also: str

    @cached_property
    def short(self) -> str:
        """The name without its kind: "Sín Chải" for "Xã Sín Chải", but "Quận 1" stays whole."""
        bare = next((self.name.removeprefix(kind) for kind in KINDS if self.name.startswith(kind)), self.name)
        return self.name if bare.isdigit() else bare

    def stood(self, on: date) -> bool:
        """Whether the unit existed on that day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


def unit(code: str, on: date) -> Unit | None:
    """The unit that bore this code on that day, if any."""
    return map_on(on).units.get(code)


def provinces(on: date) -> list[Unit]:
    """All provinces of that day, by name."""
    return map_on(on).provinces


def districts_of(province: str, on: date) -> list[Unit]:
    """The districts of a province on that day, by name; none from 1 July 2025."""
    return [one for one in map_on(on).children.get(province, []) if one.level == "district"]


def communes_of(code: str, on: date) -> list[Unit]:
    """The communes under a district or a province on that day, by name."""
    the_map = map_on(on)
    below = the_map.children.get(code, [])
    communes = [one for one in below if one.level == "commune"]
    communes += [one for district in below for one in the_map.children.get(district.code, [])]
    return sorted(communes, key=lambda one: fold(one.short))


def lineage(code: str, on: date) -> tuple[Unit, ...]:
    """The unit and all above it, the smallest first; empty when the code did not exist on that day."""
    units = map_on(on).units
    chain: list[Unit] = []
    while code in units:
        chain.append(units[code])
        code = units[code].parent
    return tuple(chain)


def path_of(code: str, on: date) -> tuple[str, ...]:
    """Names of commune, district and province on that day; commune and province from 1 July 2025."""
    return tuple(one.name for one in lineage(code, on))


def office_path_of(code: str, on: date) -> str | None:
    """The path of the office in charge of a unit: "vn.11.094.03124"; none when the code did not exist on that day."""
    codes = [one.code for one in reversed(lineage(code, on))]
    return ".".join(["vn", *codes]) if codes else None


def successor_of(old: Unit, on: date) -> tuple[Unit, ...]:
    """The units standing on a later day that took over from an older one, the main one first.

    Several when the unit was divided; none when the law named none, as for districts in 2025.
    """
    if old.stood(on):
        return (old,)
    if old.valid_to is None or on <= old.valid_to:
        return ()
    heirs = [unit(code, old.valid_to + timedelta(1)) for code in old.successors]
    return tuple(dict.fromkeys(last for heir in heirs if heir for last in successor_of(heir, on)))


def followed(code: str, since: date, on: date) -> Unit | None:
    """The one unit in which an address written on an earlier day lies on a later one; none when nobody can say."""
    old = unit(code, since)
    heirs = successor_of(old, on) if old else ()
    return heirs[0] if len(heirs) == 1 else None


def forerunners(heir: Unit) -> tuple[Unit, ...]:
    """The units of earlier days whose land, or a part of it, lies in this one."""
    older = _taken_over_by().get((heir.code, heir.valid_from), ())
    return tuple(dict.fromkeys(each for one in older for each in (one, *forerunners(one))))


def communes_now_in(code: str, on: date) -> list[Unit]:
    """The communes of a day on the land of a district or a province, even of one that is no more, by name."""
    if unit(code, on):
        return communes_of(code, on)
    last_days = [one.valid_to for one in _all_units() if one.code == code and one.valid_to and one.valid_to < on]
    if not last_days:
        return []
    heirs = [heir for one in communes_of(code, max(last_days)) for heir in successor_of(one, on)]
    return sorted(dict.fromkeys(heirs), key=lambda one: fold(one.short))


class Map:
    """All units of one day, ready to be asked."""

    def __init__(self, standing: list[Unit]) -> None:
        self.units = {one.code: one for one in standing}
        self.children: dict[str, list[Unit]] = {}
        for one in sorted(standing, key=lambda one: fold(one.short)):
            self.children.setdefault(one.parent, []).append(one)
        self.provinces = self.children.get("", [])


def map_on(on: date) -> Map:
    """The map of a day; the days between two changes share one."""
    return _map_since(bisect_right(_days_of_change(), on))


@cache  # as many as there are days of change: about 6 MB each with what search makes of them
def _map_since(change: int) -> Map:
    days = _days_of_change()
    a_day = days[change - 1] if change else days[0] - timedelta(1)
    return Map([one for one in _all_units() if one.stood(a_day)])


@lru_cache(maxsize=1)
def _taken_over_by() -> dict[tuple[str, date | None], list[Unit]]:
    found: dict[tuple[str, date | None], list[Unit]] = {}
    for old in sorted((one for one in _all_units() if one.valid_to), key=lambda one: one.valid_to or date.max):
        heirs = (unit(code, (old.valid_to or date.max) + timedelta(1)) for code in old.successors)
        for heir in heirs:
            if heir:
                found.setdefault((heir.code, heir.valid_from), []).append(old)
    return found


@lru_cache(maxsize=1)
def _days_of_change() -> list[date]:
    return sorted({one.valid_from for one in _all_units() if one.valid_from})


@lru_cache(maxsize=1)
def _all_units() -> tuple[Unit, ...]:
    with UNITS.open(encoding="utf-8", newline="") as lines:
        return tuple(_read(row) for row in csv.DictReader(lines))


def _read(row: dict[str, str]) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        level=cast(Level, row["level"]),
        parent=row["parent"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        certain=row["dating"] != "list",
        successors=tuple(row["successor"].split()),
        also=row["also"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
