"""Writes data/units.csv, the dated units of Vietnam. Run: python -m tracker.places.build.units

Three lists are known to the day: 25/02/2020, 30/06/2025 and 01/07/2025. A unit that stands alike in two lists
stood in between. Where two lists differ and the day of the change is not in CHANGED_ON, the older form is kept until
31/12/2024, by when the last mergers of 2023-2025 were in force; such rows say `list` in the column `dating`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from tracker.places.build.list_of_2020 import letters
from tracker.places.build.sources import Entry, Maps, read_maps

TARGET = Path(__file__).parents[1] / "data" / "units.csv"
TWO_TIERS = date(2025, 7, 1)
LIST_CHANGE = date(2025, 1, 1)
# Days of change that are certain: the resolutions on Cao Bằng, Nghi Sơn, Đông Hòa, Hoài Nhơn, Thủ Đức, Phú Quốc, Huế.
CHANGED_ON = {
    **dict.fromkeys(("044", "046", "049", "050"), date(2020, 3, 1)),
    **dict.fromkeys(("407", "543", "564"), date(2020, 6, 1)),
    **dict.fromkeys(("762", "763", "769"), date(2021, 1, 1)),
    "911": date(2021, 3, 1),
    **dict.fromkeys(("46", "474", "475", "476", "483"), date(2025, 1, 1)),
}
CEASED = {"044", "046", "050", "762", "763"}
ALIKE = 0.7


class Row(NamedTuple):
    """One line of the file; dates are the first and the last day on which the unit stood, blank when open."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    dating: str
    successor: str
    also: str


def write_units() -> int:
    """Write the file and return the number of rows."""
    maps = read_maps()
    rows = sorted(_rows(maps), key=lambda row: (len(row.code), row.code, row.valid_from or date.min))
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(Row._fields)
        sheet.writerows(rows)
    return len(rows)


def _rows(maps: Maps) -> Iterator[Row]:
    yield from _gone_before_june_2025(maps)
    yield from _three_tiers(maps)
    yield from _two_tiers(maps)


def _gone_before_june_2025(maps: Maps) -> Iterator[Row]:
    bearers = _names_in_june(maps)
    for entry in maps.changed_since_2020.values():
        day, dating = _change(entry)
        successor = entry.code if entry.code in maps.june_2025 else _follower(entry, maps, bearers)
        yield _row(entry, None, day - timedelta(1), dating, (successor,), _respelt(entry, maps.june_2025))


def _three_tiers(maps: Maps) -> Iterator[Row]:
    for entry in maps.june_2025.values():
        if not _kept_in_2025(entry, maps):
            day, dating = _start(entry, maps)
            followers = maps.followed_by.get(entry.code, ())
            also = _respelt(entry, maps.changed_since_2020)
            yield _row(entry, day, TWO_TIERS - timedelta(1), dating, followers, also)


def _two_tiers(maps: Maps) -> Iterator[Row]:
    for entry in maps.july_2025.values():
        if _kept_in_2025(entry, maps):
            day, dating = _start(entry, maps)
            yield _row(entry, day, None, dating, (), _respelt(entry, maps.changed_since_2020))
        else:
            yield _row(entry, TWO_TIERS, None, "", (), "")


def _start(entry: Entry, maps: Maps) -> tuple[date | None, str]:
    """The day from which a unit of June 2025 stood in its present form; none when it already did in 2020."""
    if entry.code in maps.changed_since_2020:
        return _change(maps.changed_since_2020[entry.code])
    return _change(entry) if entry.code in maps.new_since_2020 else (None, "")


def _change(entry: Entry) -> tuple[date, str]:
    """The day the unit changed; a commune changes with a district that ceased."""
    deciding = entry.parent if entry.parent in CEASED else entry.code
    return (CHANGED_ON[deciding], "") if deciding in CHANGED_ON else (LIST_CHANGE, "list")


def _kept_in_2025(entry: Entry, maps: Maps) -> bool:
    """A province that took in no other one on 1 July 2025 simply goes on."""
    now, followers = maps.july_2025.get(entry.code), maps.followed_by.get(entry.code, ())
    took_in = [code for code, heirs in maps.followed_by.items() if len(code) == 2 and entry.code in heirs]
    return len(entry.code) == 2 and now is not None and followers == (entry.code,) and took_in == [entry.code]


def _names_in_june(maps: Maps) -> dict[tuple[str, str], set[str]]:
    """Area and letters of a name to the communes of June 2025 that bear it or took it in."""
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in maps.june_2025.values():
        for area in (entry.parent, maps.june_2025[entry.parent].parent if len(entry.code) == 5 else ""):
            for name in (letters(entry.name), *entry.merged):
                bearers[area, name].add(entry.code)
    return bearers


def _follower(entry: Entry, maps: Maps, bearers: dict[tuple[str, str], set[str]]) -> str:
    """The commune that took this one in, when the source names exactly one in its district, else in its province."""
    district = maps.changed_since_2020.get(entry.parent) or maps.june_2025.get(entry.parent)
    for area in (entry.parent, district.parent if district else ""):
        heirs = bearers.get((area, letters(entry.name)), set())
        if len(entry.code) == 5 and len(heirs) == 1:
            return next(iter(heirs))
    return ""


def _respelt(entry: Entry, other: dict[str, Entry]) -> str:
    """How the neighbouring list writes the same commune (Xín Chải, Sín Chải); a new name altogether is not told."""
    twin = other.get(entry.code)
    if twin is None or letters(twin.name) == letters(entry.name):
        return ""
    return twin.name if SequenceMatcher(None, letters(entry.name), letters(twin.name)).ratio() > ALIKE else ""


def _row(
    entry: Entry, since: date | None, until: date | None, dating: str, successors: tuple[str, ...], also: str
) -> Row:
    level = {2: "province", 3: "district", 5: "commune"}[len(entry.code)]
    return Row(entry.code, entry.name, level, entry.parent, since, until, dating, " ".join(successors).strip(), also)


if __name__ == "__main__":
    print(write_units())
