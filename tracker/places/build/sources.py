"""Reads the two maps of 2025 from the package vietnamadminunits (MIT) and the differences of 2020."""

import csv
import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LIST_OF_2020 = Path(__file__).with_name("list_of_2020.csv")


@dataclass(frozen=True)
class Entry:
    """One line of a list of units: codes are text, `merged` holds folded names the unit took in."""

    code: str
    name: str
    parent: str
    merged: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Maps:
    """The lists of 25/02/2020 (differences only), 30/06/2025 and 01/07/2025, and who followed whom."""

    changed_since_2020: dict[str, Entry]
    new_since_2020: frozenset[str]
    june_2025: dict[str, Entry]
    july_2025: dict[str, Entry]
    followed_by: dict[str, tuple[str, ...]]


def read_maps() -> Maps:
    """Everything the units file is made of."""
    package = _package_folder()
    with sqlite3.connect(f"file:{package / 'dataset.db'}?mode=ro", uri=True) as book:
        june = _three_tier(book)
        july = _two_tier(book)
        followed = _conversion(book, json.loads((package / "converter_2025.json").read_text("utf-8")))
    changed, new = _differences()
    return Maps(changed, new, june, july, followed)


def _package_folder() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install vietnamadminunits")
    return Path(spec.submodule_search_locations[0]) / "data"


def _differences() -> tuple[dict[str, Entry], frozenset[str]]:
    """Units of 2020 that changed later, and codes that came later."""
    with LIST_OF_2020.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    changed = {row["code"]: Entry(row["code"], row["name"], row["parent"]) for row in rows if row["name"]}
    return changed, frozenset(row["code"] for row in rows if not row["name"])


def _three_tier(book: sqlite3.Connection) -> dict[str, Entry]:
    """Provinces, districts and communes as they stood on 30 June 2025."""
    units: dict[str, Entry] = {}
    for province, name, district, district_name, commune, commune_name, alias in book.execute(
        "select provinceCode, province, districtCode, district, wardCode, ward, wardAlias from admin_units_legacy"
    ):
        units[province] = Entry(province, name, "")
        units[district] = Entry(district, district_name.replace("Thị Xã", "Thị xã"), province)
        if commune:  # five island districts have no commune
            units[commune] = Entry(commune, commune_name, district, frozenset(json.loads(alias or "[]")))
    return units


def _two_tier(book: sqlite3.Connection) -> dict[str, Entry]:
    """Provinces and communes as they stand since 1 July 2025."""
    units: dict[str, Entry] = {}
    for province, name, commune, commune_name in book.execute(
        "select provinceCode, province, wardCode, ward from admin_units"
    ):
        units[province] = Entry(province, name, "")
        units[commune] = Entry(commune, commune_name, province)
    return units


def _conversion(book: sqlite3.Connection, converter: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Old code to new codes on 1 July 2025; of a divided commune the main follower comes first."""
    old, new, provinces_old, provinces_new = _codes_by_key(book)
    followed: dict[str, list[str]] = defaultdict(list)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for follower, before in communes.items():
            for key in before:
                followed[old[key]].append(new[province, follower])
    for province, communes in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, followers in communes.items():
            main_first = sorted(followers, key=lambda one: not one["isDefaultNewWard"])
            followed[old[key]] += [new[province, one["newWardKey"]] for one in main_first]
    for province, before in converter["DICT_PROVINCE"].items():
        for key in before:
            followed[provinces_old[key]].append(provinces_new[province])
    return {code: tuple(dict.fromkeys(followers)) for code, followers in followed.items()}


def _codes_by_key(
    book: sqlite3.Connection,
) -> tuple[dict[str, str], dict[tuple[str, str], str], dict[str, str], dict[str, str]]:
    old: dict[str, str] = {}
    provinces_old: dict[str, str] = {}
    for province, district, ward, code, district_code, province_code in book.execute(
        "select provinceKey, districtKey, wardKey, wardCode, districtCode, provinceCode from admin_units_legacy"
    ):
        old[f"{province}_{district}_{ward or ''}"] = code or district_code
        provinces_old[province] = province_code
    new: dict[tuple[str, str], str] = {}
    provinces_new: dict[str, str] = {}
    for province, ward, code, province_code in book.execute(
        "select provinceKey, wardKey, wardCode, provinceCode from admin_units"
    ):
        new[province, ward] = code
        provinces_new[province] = province_code
    return old, new, provinces_old, provinces_new
