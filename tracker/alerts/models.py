"""Nouns: an alert, and the entries of its timeline."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.auth.models import UserAccount
from tracker.core.db import Base, one_of
from tracker.core.scope import OfOffice, Scope
from tracker.people.models import Worker

SEVERITIES = (1, 2, 3, 4)
STATES = ("new", "acknowledged", "in_progress", "waiting", "snoozed", "resolved", "closed", "duplicate")
OPEN_STATES = ("new", "acknowledged", "in_progress", "waiting", "snoozed")
CAUSES = ("help", "problem", "silent", "disruption", "concern", "law", "officer", "unreachable", "ops")


class Alert(OfOffice, Base):
    """Someone must look at this. One open alert per `dedupe_key`; a cause that fires again counts up."""

    __tablename__ = "alert"
    __table_args__ = (
        one_of("state", STATES, "state"),
        one_of("cause", CAUSES, "cause"),
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        sa.Index(
            "uq_alert_open",
            "dedupe_key",
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index(
            "ix_alert_queue",
            "severity",
            "act_by",
            "id",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index("ix_alert_office_path_state", "office_path", "state"),
        sa.Index("ix_alert_worker_id", "worker_id"),
        sa.Index("ix_alert_cause_cause_id", "cause", "cause_id"),
        sa.Index(
            "ix_alert_next_step_at",
            "next_step_at",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    worker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("worker.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("alert.id"), index=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(80))
    cause: Mapped[str] = mapped_column(sa.String(12))
    cause_id: Mapped[int | None]
    host_country: Mapped[str] = mapped_column(sa.String(3), default="")
    severity: Mapped[int]
    rank: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(sa.String(12), default="new")
    title: Mapped[str]
    why: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime]
    acknowledge_by: Mapped[datetime]
    act_by: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    snoozed_until: Mapped[datetime | None]
    snoozes: Mapped[int] = mapped_column(default=0)
    waiting_on: Mapped[str] = mapped_column(default="")
    next_step_at: Mapped[datetime | None]
    escalation: Mapped[int] = mapped_column(default=0)
    times_fired: Mapped[int] = mapped_column(default=1)
    last_fired_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(sa.String(30), default="")
    was_right: Mapped[bool | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    worker: Mapped[Worker | None] = relationship()
    owner: Mapped[UserAccount | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def seen_in(cls, scope: Scope) -> sa.ColumnElement[bool]:
        """The alerts of the office's subtree; in a family's or worker's own scope those about that worker."""
        if scope.worker_id is not None:
            return cls.worker_id == scope.worker_id
        return super().seen_in(scope)

    @hybrid_property
    def due_by(self) -> datetime:
        """The deadline that counts now: until when somebody is to take it, and after that until when to act."""
        return self.acknowledge_by if self.state == "new" else self.act_by

    @due_by.inplace.expression
    @classmethod
    def _due_by_in_sql(cls) -> sa.ColumnElement[datetime]:
        return sa.case((cls.state == "new", cls.acknowledge_by), else_=cls.act_by)

    @property
    def number(self) -> str:
        """The number that is told to a family or printed: CB-2020-000123."""
        return f"CB-{self.opened_at.year}-{self.id:06d}"


class AlertEntry(OfOffice, Base):
    """One line of an alert's timeline: who did what, when, and the note."""

    __tablename__ = "alert_entry"
    __table_args__ = (sa.Index("ix_alert_entry_alert_id_at", "alert_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(sa.ForeignKey("alert.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(20))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)

    by: Mapped[UserAccount | None] = relationship()


class BulkBatch(OfOffice, Base):
    """One bulk action on many alerts: its filter, what it changed, and until when it can be undone."""

    __tablename__ = "bulk_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(sa.String(20))
    filters: Mapped[dict[str, Any]]
    count: Mapped[int]
    undone_at: Mapped[datetime | None]


class BulkChange(OfOffice, Base):
    """What one alert was before a bulk action, so that the action can be undone."""

    __tablename__ = "bulk_change"
    __table_args__ = (sa.Index("ix_bulk_change_batch_id", "batch_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("bulk_batch.id", ondelete="CASCADE"))
    alert_id: Mapped[int] = mapped_column(sa.ForeignKey("alert.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(sa.String(12))
    owner_id: Mapped[int | None]
    acknowledged_at: Mapped[datetime | None]
