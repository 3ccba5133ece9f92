"""Questions to the post room: what was said about a thing, what is waiting, what nobody knows the fate of."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.core.db import db
from tracker.messages.claims import unsettled
from tracker.messages.models import Message


def about(kind: str, refs: list[str]) -> sa.Select[Any]:
    """The messages about some things, newest first."""
    return (
        sa.select(Message)
        .where(Message.about_kind == kind, Message.about_ref.in_(refs))
        .order_by(Message.created_at.desc(), Message.id.desc())
    )


def uncertain() -> sa.Select[Any]:
    """Messages whose fate nobody knows: an officer finds out, the engine never sends them again."""
    return sa.select(Message).where(is_uncertain()).order_by(Message.handed_over_at, Message.id)


def is_uncertain() -> sa.ColumnElement[bool]:
    """The condition of the partial index, in the literal form by which SQLite recognises it."""
    return Message.state == sa.bindparam(None, "uncertain", literal_execute=True)


def oldest_due(now: datetime) -> datetime | None:
    """Since when the oldest message that should be out is waiting; none when nothing waits."""
    due = sa.select(sa.func.min(Message.next_try_at)).where(
        unsettled(), Message.state.in_(("queued", "failed_temp")), Message.next_try_at <= now
    )
    return db.session.scalar(due)
