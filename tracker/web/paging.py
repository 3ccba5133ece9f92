"""Keyset pages: one page and one row more, which tells whether another follows; never an OFFSET."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

PAGE = 50
CAP = 1000


@dataclass(frozen=True)
class Page:
    """The rows of one page; `next` is the reference after which the next page begins, if there is one."""

    rows: Sequence[Any]
    next: str | None


def keyset_page(session: Session, statement: sa.Select[Any], *, size: int = PAGE, ref: str = "ref") -> Page:
    """Run an ordered statement for one page. Its rows must carry the column named `ref`."""
    rows = session.execute(statement.limit(size + 1)).all()
    more = len(rows) > size
    return Page(rows[:size], getattr(rows[size - 1], ref) if more else None)


def capped_count(session: Session, statement: sa.Select[Any], *, cap: int = CAP) -> int:
    """How many rows a statement has, counted no further than one beyond the cap."""
    # The columns stay: without them the statement would lose its tables, and with them the wall of scope.
    some = statement.order_by(None).limit(cap + 1).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
