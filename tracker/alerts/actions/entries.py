"""One line more in the timeline of an alert."""

from datetime import datetime
from typing import Any

from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_rows


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
