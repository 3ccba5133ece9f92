"""Say anew why an open alert exists, where what it tells has grown and nobody needs to be called again for that."""

from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import Alert
from tracker.core.db import changed, db


def restate(alert: Alert, why: dict[str, Any]) -> bool:
    """Keep this explanation with an alert instead of the one it has; whether it differs. Its clocks run on."""
    if alert.why == why:
        return False
    told = sa.update(Alert).where(Alert.id == alert.id, Alert.closed_at.is_(None)).values(why=why)
    written = changed(db.session(), told) > 0
    db.session.refresh(alert)
    return written
