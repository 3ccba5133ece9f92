"""Rows that people edit carry a version: whoever read an older one sees both texts instead of writing over a newer."""

from collections.abc import Mapping
from typing import Any

from tracker.core.db import Base, db


class ChangedMeanwhile(Exception):
    """Someone else changed the row since it was opened: `now_stands` holds each field that differs."""

    def __init__(self, now_stands: dict[str, Any], version: int) -> None:
        super().__init__(", ".join(now_stands))
        self.now_stands = now_stands
        self.version = version


def changes_of(row: Base, wanted: Mapping[str, Any], *, version: int) -> dict[str, Any]:
    """What of `wanted` differs from a row, which is read anew and kept for this transaction. Raises ChangedMeanwhile.

    `version` is the version that whoever changes the row has read.
    """
    db.session.refresh(row, with_for_update=True)
    changes = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    stands: int = getattr(row, "version")  # noqa: B009  (not every row has one)
    if stands != version:
        raise ChangedMeanwhile({field: getattr(row, field) for field in changes}, stands)
    return changes
