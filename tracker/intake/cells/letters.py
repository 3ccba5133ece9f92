"""Which letters a Vietnamese name is written with; anything else points to a lost or outdated encoding."""

import re
import unicodedata
from functools import lru_cache

LOST = re.compile(r"\w\?\w|\ufffd")
ASCII = "abcdefghijklmnopqrstuvwxyz"
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
HIGHLAND = "ĕĭŏŭčñśž"  # letters of highland languages that stand in identity papers

SMALL = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set(ASCII + "đ" + HIGHLAND)


def are_vietnamese(text: str) -> bool:
    """Whether every letter of a text is one that Vietnamese is written with, whatever its case."""
    return all(_is_known(sign) for sign in set(unicodedata.normalize("NFC", text)) if sign.isalpha())


def are_lost(text: str) -> bool:
    """Whether a text bears the signs of letters that another program could not write: "Đi?n t?"."""
    return LOST.search(text) is not None


@lru_cache(maxsize=4096)
def _is_known(sign: str) -> bool:
    return sign.lower() in SMALL
