"""The countries where people work: official Vietnamese names, spellings met in lists, place, time zone, money."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale

from tracker.core.text import fold, tidy

DATA = Path(__file__).with_name("data")
# Where most workers from Vietnam go; they lead the list of choices.
MAIN_MARKETS = ("JPN", "TWN", "KOR", "MYS", "SAU", "ARE", "ROU", "DZA", "MAC", "SGP", "CHN", "LAO")


class UnknownCountry(LookupError):
    """No country has this ISO code; carries the code."""


@dataclass(frozen=True)
class Country:
    """A country or territory under its ISO codes; `official_vi` is blank when CLDR's name is also the official one."""

    iso3: str
    iso2: str
    official_vi: str
    aliases: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    time_zone: str
    currency: str
    calling_code: str

    def name(self, locale: str = "vi") -> str:
        """The name in a language; in Vietnamese the one official papers use."""
        if locale == "vi" and self.official_vi:
            return self.official_vi
        return _territories(locale).get(self.iso2, self.iso3)

    def spellings(self) -> set[str]:
        """Every name and spelling by which lists call this country."""
        return {self.official_vi, self.name("vi"), self.name("en"), _territories("vi")[self.iso2], *self.aliases} - {""}


def country(iso3: str) -> Country:
    """The country of an ISO 3166 alpha-3 code. Raises UnknownCountry."""
    try:
        return COUNTRIES[iso3]
    except KeyError:
        raise UnknownCountry(iso3) from None


def country_name(iso3: str, locale: str = "vi") -> str:
    """The name to show; a code nobody knows is shown as it is."""
    return COUNTRIES[iso3].name(locale) if iso3 in COUNTRIES else iso3


def find_country(text: str) -> Country | None:
    """The one country meant by a name, an older or foreign spelling, or an ISO code; none when unknown or doubtful.

    A name written with its accents wins. A word that without them is one country's name and another's code is doubtful
    and finds nothing: "MY" may be Mỹ or Malaysia, "NGA" Nga or Nigeria.
    """
    written = _names().get(tidy(text).casefold(), frozenset())
    looks_like_a_code = text.isascii() and text.isupper()
    if len(written) == 1 and not looks_like_a_code:
        return COUNTRIES[next(iter(written))]
    meant = {*_folded_names().get(letters(text), ()), *_codes().get(tidy(text).upper(), ())}
    return COUNTRIES[meant.pop()] if len(meant) == 1 else None


def country_choices(*, locale: str = "vi") -> dict[str, str]:
    """Code and name of every country for a select field: the main markets first, then by name."""
    others = sorted((code for code in COUNTRIES if code not in MAIN_MARKETS), key=lambda code: _order(code, locale))
    return {code: COUNTRIES[code].name(locale) for code in (*MAIN_MARKETS, *others) if code != "VNM"}


def time_zone_of(iso3: str) -> ZoneInfo:
    """The zone of the country's capital or main working region. Raises UnknownCountry."""
    return ZoneInfo(country(iso3).time_zone or "UTC")


def letters(text: str) -> str:
    """Letters and digits of a name without accents: what two spellings of one country share."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _order(iso3: str, locale: str) -> str:
    return fold(COUNTRIES[iso3].name(locale))


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    return _gathered({code: {tidy(name).casefold() for name in one.spellings()} for code, one in COUNTRIES.items()})


@lru_cache(maxsize=1)
def _folded_names() -> dict[str, frozenset[str]]:
    return _gathered({code: {letters(name) for name in one.spellings()} for code, one in COUNTRIES.items()})


@lru_cache(maxsize=1)
def _codes() -> dict[str, frozenset[str]]:
    return _gathered({code: {one.iso3, one.iso2} for code, one in COUNTRIES.items()})


def _gathered(keys_of: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, keys in keys_of.items():
        for key in keys:
            found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


@lru_cache(maxsize=8)
def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


def _read() -> dict[str, Country]:
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: _country(row) for row in csv.DictReader(lines)}


def _country(row: dict[str, str]) -> Country:
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        official_vi=row["name_vi"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        time_zone=row["time_zone"],
        currency=row["currency"],
        calling_code=row["calling_code"],
    )


COUNTRIES = MappingProxyType(_read())
