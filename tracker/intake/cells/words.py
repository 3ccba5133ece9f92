"""Reads cells that hold one of a few words: sex, yes or no, form of going, state, kinship, ethnic group, currency."""

import re
import tomllib
from functools import cache, lru_cache

from flask_babel import gettext as _

from tracker.core.text import fold
from tracker.intake.cells.cell import Cell, Raw, text_of
from tracker.intake.columns import WORDS

NAMED = 12


def read_choice(raw: Raw, kind: str) -> Cell[str]:
    """The code of a word of this kind (words/choices.toml), however it is written."""
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    return _choice(text.value, kind)


@lru_cache(maxsize=4096)
def _choice(written: str, kind: str) -> Cell[str]:
    code = _by_word(kind).get(written.lower()) or _by_plain_word(kind).get(plain(written))
    if code:
        return Cell(code)
    return Cell(
        problem=_(
            "“%(found)s” không có trong danh mục. Chọn một trong: %(allowed)s.", found=written, allowed=allowed(kind)
        )
    )


def allowed(kind: str) -> str:
    """What may be written in a cell of this kind, for a person; the first dozen words."""
    titles = [words[0] for words in _choices(kind).values()]
    return ", ".join(titles[:NAMED]) + ("…" if len(titles) > NAMED else "")


def title(kind: str, code: str) -> str:
    """The word shown for a code."""
    return _choices(kind)[code][0]


def plain(word: str) -> str:
    """A word without accents, case and signs; "DOANH_NGHIEP" and "doanh nghiệp" are one."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(word)).split())


@cache
def _choices(kind: str) -> dict[str, list[str]]:
    told: dict[str, dict[str, list[str]]] = tomllib.loads((WORDS / "choices.toml").read_text(encoding="utf-8"))
    return told[kind]


@cache
def _by_word(kind: str) -> dict[str, str]:
    return {word.lower(): code for code, words in _choices(kind).items() for word in (code, *words)}


@cache
def _by_plain_word(kind: str) -> dict[str, str]:
    """Codes by words without accents; a plain word of two codes ("ba": bố or bà) stands for neither."""
    meanings: dict[str, set[str]] = {}
    for word, code in _by_word(kind).items():
        meanings.setdefault(plain(word), set()).add(code)
    return {word: codes.pop() for word, codes in meanings.items() if word and len(codes) == 1}
