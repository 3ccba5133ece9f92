"""How long a page of a list is, and counts that stop at a cap; pages themselves go by key, never by OFFSET."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

PAGE = 50
CAP = 1000


def capped_count(session: Session, statement: sa.Select[Any], *, cap: int = CAP) -> int:
    """How many rows a statement has, counted no further than one beyond the cap."""
    # The columns stay: without them the statement would lose its tables, and with them the wall of scope.
    some = statement.order_by(None).limit(cap + 1).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
