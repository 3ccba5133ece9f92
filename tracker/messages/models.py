"""The outbox: one row per message, from the moment it is decided until its fate is known."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.db import Base, one_of
from tracker.core.scope import OfOffice, Scope

STATES = (
    "queued",
    "leased",
    "handed_over",
    "sent",
    "delivered",
    "failed_temp",
    "failed_perm",
    "expired",
    "cancelled",
    "uncertain",
)
CHANNELS = ("file", "email")
UNSETTLED = ("queued", "failed_temp", "leased", "handed_over")


class Message(OfOffice, Base):
    """A message to one address. `key` says what it is about, so that the same thing is never said twice.

    `zone` is the time zone of the one who reads it, for quiet hours; a message without one may go at any hour.
    `by_id` is the officer who wrote it; none for what the house sends by itself.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", STATES, "state"),
        one_of("channel", CHANNELS, "channel"),
        sa.Index(
            "ix_message_unsettled",
            "next_try_at",
            postgresql_where=sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over')"),
            sqlite_where=sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over')"),
        ),
        sa.Index(
            "ix_message_at_any_hour",
            "next_try_at",
            postgresql_where=sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over') AND zone = ''"),
            sqlite_where=sa.text("state IN ('queued', 'failed_temp', 'leased', 'handed_over') AND zone = ''"),
        ),
        sa.Index(
            "ix_message_uncertain",
            "office_path",
            "handed_over_at",
            postgresql_where=sa.text("state = 'uncertain'"),
            sqlite_where=sa.text("state = 'uncertain'"),
        ),
        sa.Index("ix_message_about", "about_kind", "about_ref"),
        sa.Index("ix_message_office_path", "office_path"),
        sa.Index("ix_message_worker_id", "worker_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    about_kind: Mapped[str] = mapped_column(sa.String(30))
    about_ref: Mapped[str] = mapped_column(sa.String(24))
    worker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("worker.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    template: Mapped[str] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(2), default="vi")
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    channel: Mapped[str] = mapped_column(sa.String(10))
    address_sealed: Mapped[bytes]
    address_place: Mapped[str] = mapped_column(sa.String(80))
    zone: Mapped[str] = mapped_column(sa.String(40), default="")
    state: Mapped[str] = mapped_column(sa.String(12), default="queued")
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(sa.String(40))
    leased_until: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    gateway_ref: Mapped[str | None] = mapped_column(sa.String(120))
    outcome: Mapped[str] = mapped_column(default="")

    @classmethod
    def seen_in(cls, scope: Scope) -> sa.ColumnElement[bool]:
        """The messages of the office's subtree; in a worker's own scope those about that worker."""
        if scope.worker_id is not None:
            return cls.worker_id == scope.worker_id
        return super().seen_in(scope)
