"""The money wages are agreed in: ISO 4217 codes, Vietnamese names, and how many decimals are used."""

from dataclasses import dataclass

from babel.numbers import get_currency_name, get_currency_precision

from tracker.places.countries import COUNTRIES, MAIN_MARKETS

# Coins of these are no longer used, so contracts name whole amounts although ISO 4217 counts two decimals.
WHOLE_AMOUNTS = frozenset({"TWD", "KHR", "UZS", "IDR"})
FIRST = ("VND", "USD", "EUR")


@dataclass(frozen=True)
class Currency:
    """A currency and its number of decimals."""

    code: str
    name: str
    digits: int


def currency(code: str, *, locale: str = "vi") -> Currency:
    """The currency of an ISO 4217 code, its name in a language."""
    digits = 0 if code in WHOLE_AMOUNTS else get_currency_precision(code)
    return Currency(code, get_currency_name(code, locale=locale), digits)


def currencies(*, locale: str = "vi") -> list[Currency]:
    """Every currency of a country people work in: those of the main markets first, then by code."""
    of_markets = [COUNTRIES[iso3].currency for iso3 in MAIN_MARKETS]
    others = sorted({one.currency for one in COUNTRIES.values()} - {""})
    return [currency(code, locale=locale) for code in dict.fromkeys((*FIRST, *of_markets, *others))]


def currency_choices(*, locale: str = "vi") -> dict[str, str]:
    """Code and label ("JPY – Yên Nhật") for a select field."""
    return {one.code: f"{one.code} – {one.name}" for one in currencies(locale=locale)}
