"""Writes list_of_2020.csv: where the units of 25 February 2020 differ from those of 30 June 2025.

A line with a name is a unit of 2020 that was later renamed, moved or dissolved; a line without one is a code that
did not exist in 2020. Source: General Statistics Office of Vietnam, danhmuchanhchinh.gso.gov.vn, "Xuất Excel" for
25/02/2020 saved as CSV with the office's own column heads; codes and names are facts of public law.
Run: python -m tracker.places.build.list_of_2020 FILE
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from tracker.core.text import fold, tidy
from tracker.places.build.sources import LIST_OF_2020, Entry, read_maps

# Island districts that had no commune, so the published list of communes does not show them.
WITHOUT_COMMUNES = {"318", "471", "498", "755"}


def write_differences(published: Path) -> int:
    """Compare the published list with the one of June 2025, write what differs, return how many lines."""
    june = read_maps().june_2025
    in_2020 = {entry.code: entry for entry in _published(published)}
    lines = [entry for entry in in_2020.values() if not _same(entry, june)]
    lines += [Entry(code, "", "") for code in june if code not in in_2020 and code not in WITHOUT_COMMUNES]
    with LIST_OF_2020.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(("code", "parent", "name"))
        sheet.writerows(sorted((entry.code, entry.parent, entry.name) for entry in lines))
    return len(lines)


def _published(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Entry(row["Mã TP"], _plain(row["Tỉnh Thành Phố"]), "")
            yield Entry(row["Mã QH"], _plain(row["Quận Huyện"]), row["Mã TP"])
            yield Entry(row["Mã PX"], _plain(row["Phường Xã"]), row["Mã QH"])


def _plain(name: str) -> str:
    return tidy(name).replace("Thị Trấn", "Thị trấn").replace("Thị Xã", "Thị xã")


def _same(entry: Entry, june: dict[str, Entry]) -> bool:
    """Hoà and Hòa are one name: only a difference that search would notice counts."""
    later = june.get(entry.code)
    return later is not None and later.parent == entry.parent and letters(later.name) == letters(entry.name)


def letters(name: str) -> str:
    """A name reduced to its letters and digits, without accents."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


if __name__ == "__main__":
    print(write_differences(Path(sys.argv[1])))
