"""The map and the names against published lists, where these are at hand."""

import csv
import gzip
import io
import os
from datetime import date
from pathlib import Path

import pytest

from tracker.core.text import fold
from tracker.places.countries import find_country
from tracker.places.units import map_on, successor_of, unit

REAL = Path(os.environ.get("TRACKER_REAL_FILES", Path(__file__).parents[3] / "shared" / "data")) / "ref"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"published lists are not at {REAL}")
DAY_OF_THE_LIST = date(2020, 2, 25)
# Codes that are also the unaccented names of other countries (Mỹ, Áo): find_country will not guess.
ISO2_LIKE_A_NAME = {"MY", "AO"}


def rows(name):
    raw = (REAL / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def letters(name):
    return "".join(letter for letter in fold(name) if letter.isalnum())


def test_the_map_of_february_2020_is_the_published_one_commune_by_commune():
    published = {row["Mã PX"]: row for row in rows("gso_units_20200225_national.csv.gz")}
    ours = {code: one for code, one in map_on(DAY_OF_THE_LIST).units.items() if one.level == "commune"}

    assert ours.keys() == published.keys()
    for code, row in published.items():
        assert ours[code].parent == row["Mã QH"]
        assert unit(ours[code].parent, DAY_OF_THE_LIST).parent == row["Mã TP"]
        assert letters(ours[code].name) == letters(row["Phường Xã"])


def test_every_commune_of_dien_bien_leads_to_the_one_the_resolution_names():
    for row in rows("gso_conversion_2025_dienbien.csv"):
        followers = successor_of(unit(row["Mã Xã cũ"], DAY_OF_THE_LIST), date(2025, 7, 1))

        assert [(one.code, one.name) for one in followers] == [(row["Mã Xã mới"], row["Tên Xã mới"])]


def test_every_spelling_of_a_market_is_found():
    for row in rows("country_names.csv"):
        spellings = {row[column] for column in row if column not in ("aliases", "in_oxcgrt_final")}
        for spelling in (spellings | set(row["aliases"].split("|"))) - {""} - ISO2_LIKE_A_NAME:
            assert find_country(spelling).iso3 == row["iso3"], spelling
