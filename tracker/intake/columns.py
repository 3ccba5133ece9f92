"""The columns of a list of workers: what they are called in lists of all kinds, and which must be there."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.core.text import fold

WORDS = Path(__file__).parent / "words"
ENOUGH_TO_BE_HEADS = 3


@dataclass(frozen=True)
class Column:
    """One known column: its key (the head in our own list), its Vietnamese title, and whether a list needs it."""

    key: str
    title: str
    needed: bool
    heads: tuple[str, ...]


@cache
def known() -> dict[str, Column]:
    """Every known column by key, in the order of our own list (words/columns.toml)."""
    told: dict[str, dict[str, Any]] = tomllib.loads((WORDS / "columns.toml").read_text(encoding="utf-8"))
    return {key: _column(key, entry) for key, entry in told.items()}


def title(key: str) -> str:
    """What a column is called when spoken of to an officer."""
    return known()[key].title


def recognise(heads: Sequence[str]) -> tuple[str | None, ...]:
    """For each head the column it stands for; the second head of the same column counts as unknown."""
    found: list[str | None] = []
    for head in heads:
        key = _by_head().get(plain(head))
        found.append(None if key in found else key)
    return tuple(found)


def looks_like_heads(keys: Sequence[str | None]) -> bool:
    """Whether a line is the line of heads rather than a title or a worker."""
    return sum(key is not None for key in keys) >= ENOUGH_TO_BE_HEADS


def missing(keys: Sequence[str | None]) -> tuple[str, ...]:
    """Titles of the columns that every list must have and this one has not."""
    return tuple(column.title for column in known().values() if column.needed and column.key not in keys)


def plain(head: str) -> str:
    """A head without accents, case, signs: "Họ và tên (*)" and "HO_VA_TEN" become "ho va ten"."""
    return " ".join(re.sub(r"\(.*?\)|[^a-z0-9]+", " ", fold(head)).split())


@cache
def _by_head() -> dict[str, str]:
    return {head: column.key for column in known().values() for head in column.heads}


def _column(key: str, entry: dict[str, Any]) -> Column:
    written = {plain(head) for head in (key, entry["title"], *entry.get("heads", ()))}
    return Column(key, entry["title"], bool(entry.get("needed")), tuple(sorted(written)))
