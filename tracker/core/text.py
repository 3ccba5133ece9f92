"""Vietnamese text: folding for search, tidying of input, sorting by given name."""

import unicodedata


def fold(text: str) -> str:
    """Lower-case text without accents, đ as d, single spaces: what search compares."""
    plain = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def tidy(text: str) -> str:
    """Text in composed Unicode with single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sort_key(full_name: str) -> str:
    """The key by which Vietnamese lists are sorted: given name first, then family and middle names."""
    words = fold(full_name).split()
    return " ".join(words[-1:] + words[:-1])


def name_keys(full_name: str) -> list[str]:
    """Every tail of the folded name ("lo thi anh", "thi anh", "anh"): a prefix of one finds any run of words."""
    words = fold(full_name).split()
    return [" ".join(words[start:]) for start in range(len(words))]


def initials(full_name: str) -> str:
    """The family name whole and the rest as initials: "Lò V. T."."""
    family, *others = tidy(full_name).split() or [""]
    return " ".join([family, *(f"{word[0]}." for word in others)])
