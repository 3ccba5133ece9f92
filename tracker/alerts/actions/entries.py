"""One line more in the timeline of an alert, or of many."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_missing, insert_rows


def add_entry(
    alert: Alert, kind: str, *, now: datetime, by: UserAccount | None = None, words: str = "", **detail: Any
) -> None:
    """Write one line of the timeline. `by=None` is the house itself; `words` are a person's own."""
    line = {
        "alert_id": alert.id,
        "office_path": alert.office_path,
        "at": now,
        "kind": kind,
        "by_id": by.id if by else None,
        "note": words,
        "detail": detail,
    }
    insert_rows(db.session(), AlertEntry, [line])


def add_entries(
    which: sa.ColumnElement[bool],
    kind: str,
    *,
    now: datetime,
    by: UserAccount | None = None,
    words: str = "",
    **detail: Any,
) -> int:
    """Write the same line into the timeline of every alert under a condition, in one statement; how many."""
    line = {
        "at": sa.literal(now, AlertEntry.at.type),
        "kind": sa.literal(kind),
        "by_id": sa.literal(by.id if by else None, sa.Integer()),
        "note": sa.literal(words),
        "detail": sa.literal(detail, AlertEntry.detail.type),
    }
    rows = sa.select(Alert.id, Alert.office_path, *line.values()).where(which)
    return insert_missing(db.session(), AlertEntry, ("alert_id", "office_path", *line), rows)
