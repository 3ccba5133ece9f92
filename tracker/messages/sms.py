"""The text of a short message without accents, and how many parts a network will count."""

import unicodedata
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
SEPTETS_ALONE, SEPTETS_JOINED = 160, 153
UNITS_ALONE, UNITS_JOINED = 70, 67


@dataclass(frozen=True)
class Size:
    """What a network counts: the alphabet ("GSM-7" or "UCS-2"), its units, and the parts they fill."""

    alphabet: str
    units: int
    parts: int


def plain(text: str) -> str:
    """The same text without Vietnamese marks, đ as d; other letters as they are."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return kept.replace("–", "-").replace("“", '"').replace("”", '"').replace("…", "...")


def size(text: str) -> Size:
    """How a network counts this text (GSM 03.38: 160 or 153 septets a part, else 70 or 67 UCS-2 units)."""
    if all(letter in BASIC or letter in EXTENDED for letter in text):
        return _count("GSM-7", [1 + (letter in EXTENDED) for letter in text], SEPTETS_ALONE, SEPTETS_JOINED)
    widths = [len(letter.encode("utf-16-le")) // 2 for letter in text]
    return _count("UCS-2", widths, UNITS_ALONE, UNITS_JOINED)


def _count(alphabet: str, widths: list[int], alone: int, joined: int) -> Size:
    units = sum(widths)
    if units <= alone:
        return Size(alphabet, units, 1)
    parts, room = 1, joined
    # A letter of two units is never split between parts.
    for width in widths:
        if width > room:
            parts, room = parts + 1, joined
        room -= width
    return Size(alphabet, units, parts)
