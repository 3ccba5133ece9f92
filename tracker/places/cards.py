"""Whom to call in a country: police, ambulance, the workers' line, Vietnam's mission."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from tracker.places.countries import DATA, country

# Citizen protection line of the consular department, Ministry of Foreign Affairs (Tổng đài bảo hộ công dân).
CITIZEN_PROTECTION = "+84 981 84 84 84"


@dataclass(frozen=True)
class CountryCard:
    """Numbers for one country; a blank one is not known for sure. `checked` is blank, "memory" or the day it was."""

    iso3: str
    police: str = ""
    ambulance: str = ""
    worker_hotline: str = ""
    worker_hotline_name: str = ""
    mission: str = ""
    mission_city: str = ""
    mission_phone: str = ""
    checked: str = ""
    citizen_protection: str = CITIZEN_PROTECTION


def country_card(iso3: str) -> CountryCard:
    """The card of a country; one without a line of its own has the citizen protection number. Raises UnknownCountry."""
    return _cards().get(country(iso3).iso3, CountryCard(iso3))


@lru_cache(maxsize=1)
def _cards() -> dict[str, CountryCard]:
    with (DATA / "missions.csv").open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: CountryCard(**row) for row in csv.DictReader(lines)}
