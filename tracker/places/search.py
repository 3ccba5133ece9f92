"""Finds communes by what people type: with or without accents, "sin chai", "Sín Chải, Tủa Chùa", "xa sin chai tua"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker.core.text import fold, tidy
from tracker.places.units import KINDS, Level, Map, Unit, lineage, map_on

FOLDED_KINDS = tuple(fold(kind) + " " for kind in KINDS)
ABBREVIATIONS = {
    "x": "Xã", "p": "Phường", "tt": "Thị trấn", "h": "Huyện", "q": "Quận", "tx": "Thị xã", "tp": "Thành phố",
}  # fmt: skip
ABBREVIATED = re.compile(r"(^|,)\s*([xphq]|t\.?[txp])(?:\.\s*|\s+|(?=\d))(?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Sign:
    """A commune as it is searched: `path` is short names from the commune up, `words` everything that may be typed."""

    commune: Unit
    province: str
    name: str
    also: str
    path: str
    words: str


def search_communes(text: str, *, on: date, province: str | None = None, limit: int = 10) -> list[Unit]:
    """Communes of that day whose words begin like the words typed; the best first, at most `limit`.

    `province` is a 2-digit code that narrows the search.
    """
    found: dict[str, tuple[int, str, str, Unit]] = {}
    for typed in {_letters(text), _letters(spelled_out(text))} - {""}:
        for sign in _with_words(typed, on, province):
            ranked = (_rank(sign, typed), sign.path, sign.commune.code, sign.commune)
            found[sign.commune.code] = min(ranked, found.get(sign.commune.code, ranked), key=lambda one: one[0])
    return [commune for *_, commune in sorted(found.values(), key=lambda one: one[:3])[:limit]]


def communes_named(commune: str, *, on: date, district: str = "", province: str = "") -> list[Unit]:
    """Communes of that day with exactly this name, kinds and accents aside; one result means it is certain.

    Of several, those written with the same accents are preferred: Na Tông and Nà Tòng are two communes of one province.
    `district` and `province` are names as a list gives them; blank ones are not compared.
    """
    areas: dict[Level, str] = {"district": _bare(spelled_out(district)), "province": _bare(spelled_out(province))}
    whole = spelled_out(commune)
    readings = {_letters(commune), _bare(whole)}  # "Xa Dung" is a name, "Xã Dung" a kind and a name
    named = [one for reading in sorted(readings) for one in _by_name(map_on(on)).get(reading, [])]
    found = [one for one in named if _lies_in(one, areas, on)]
    written = {tidy(commune).casefold(), whole.casefold()}
    alike = [one for one in found if written & {one.name.casefold(), one.short.casefold()}]
    return alike or found


def spelled_out(text: str) -> str:
    """Names with their kinds in full: "X. Chiềng Sinh, H.Tuần Giáo" gives "Xã Chiềng Sinh, Huyện Tuần Giáo"."""
    return ABBREVIATED.sub(
        lambda found: f"{found[1]} {ABBREVIATIONS[found[2].lower().replace('.', '')]} ".lstrip(), tidy(text)
    )


def _with_words(typed: str, on: date, province: str | None) -> Iterator[Sign]:
    longest, *words = sorted((f" {word}" for word in typed.split()), key=len, reverse=True)
    return (
        sign
        for sign in _signs(map_on(on))
        if longest in sign.words
        and (province is None or sign.province == province)
        and all(word in sign.words for word in words)
    )


def _rank(sign: Sign, typed: str) -> int:
    """0 the commune's name itself, 1 its beginning, 2 the beginning of a word of it, 3 somewhere else in the path."""
    return min(_nearness(sign, one) for one in {typed, _without_kind(typed)})


def _nearness(sign: Sign, typed: str) -> int:
    begins = sign.path.startswith(typed)
    if typed in (sign.name, sign.also) or (begins and typed.startswith(f"{sign.name} ")):
        return 0
    if begins:
        return 1
    return 2 if f" {typed}" in f" {sign.name}" else 3


def _lies_in(commune: Unit, areas: dict[Level, str], on: date) -> bool:
    """Whether the commune lies in the district and province named; Điện Biên is the name of one and of the other."""
    above = {one.level: _bare(one.name) for one in lineage(commune.code, on)}
    return all(not name or above.get(level) == name for level, name in areas.items())


@cache
def _by_name(the_map: Map) -> dict[str, list[Unit]]:
    """Communes by bare name, and by the other spelling of it."""
    found: dict[str, list[Unit]] = {}
    for sign in _signs(the_map):
        for name in {sign.name, sign.also} - {""}:
            found.setdefault(name, []).append(sign.commune)
    return found


@cache
def _signs(the_map: Map) -> list[Sign]:
    return [_sign(one, the_map) for one in the_map.units.values() if one.level == "commune"]


def _sign(commune: Unit, the_map: Map) -> Sign:
    names, full, unit = [], [commune.also], commune
    while True:
        names.append(_letters(unit.short))
        full.append(unit.name)
        if unit.parent not in the_map.units:
            break
        unit = the_map.units[unit.parent]
    words = f" {_letters(' '.join(full))}"
    return Sign(commune, unit.code, names[0], _bare(commune.also), " ".join(names), words)


def _bare(name: str) -> str:
    return _without_kind(_letters(name))


def _without_kind(folded: str) -> str:
    bare = next((folded.removeprefix(kind) for kind in FOLDED_KINDS if folded.startswith(kind)), folded)
    return folded if bare.isdigit() or not bare else bare


def _letters(text: str) -> str:
    """Folded words of letters and digits only."""
    return " ".join("".join(one if one.isalnum() else " " for one in fold(text)).split())
