"""Say anew why an open alert exists, where what it tells has grown and nobody needs to be called again for that."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entries
from tracker.alerts.models import Alert
from tracker.core.db import changed, db
from tracker.core.sqljson import first_replaced


def restate(alert: Alert, why: dict[str, Any]) -> bool:
    """Keep this explanation with an alert instead of the one it has; whether it differs. Its clocks run on."""
    if alert.why == why:
        return False
    told = sa.update(Alert).where(Alert.id == alert.id, Alert.closed_at.is_(None)).values(why=why)
    written = changed(db.session(), told) > 0
    db.session.refresh(alert)
    return written


def restate_first_fact(which: sa.ColumnElement[bool], first: dict[str, Any], words: str, *, now: datetime) -> int:
    """Let open alerts that begin with this fact, told of another day, tell it of this one; how many did not.

    Those get a line with `words` in their timeline. Two statements, however many they are.
    """
    told = Alert.why["facts"][0]
    same_sentence = told["text"]["key"].as_string() == first["text"]["key"]
    stale = sa.and_(which, Alert.closed_at.is_(None), same_sentence, told["on"].as_string() != first["on"])
    add_entries(stale, "fact", now=now, words=words)
    anew = first_replaced(Alert.why, "facts", sa.literal(json.dumps(first, ensure_ascii=False), sa.Text()))
    return changed(db.session(), sa.update(Alert).where(stale).values(why=anew))
