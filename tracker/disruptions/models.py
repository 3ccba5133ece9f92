"""Nouns: policy days and episodes from the feed, disruptions declared by people, and whom they touch."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, one_of
from tracker.core.scope import OfOffice, OfWorker, Scope
from tracker.senders.models import Employer

KINDS = (
    "outbreak",
    "lockdown",
    "workplace_closure",
    "border_closure",
    "flights_stopped",
    "layoffs",
    "wage_arrears",
    "sponsor_lost",
    "disaster",
    "war",
    "other",
)
CAUSES = ("covid19", "epidemic", "disaster", "war", "unrest", "recession", "employer", "other")
STATUSES = ("draft", "active", "winding_down", "closed")


class PolicyDay(Base):
    """The value of one policy indicator in one country on one day, as last imported. No value: not coded.

    `edition` says which layout told it, so that an older, coarser edition never overwrites a later one.
    """

    __tablename__ = "policy_day"

    country: Mapped[str] = mapped_column(sa.String(3), primary_key=True)
    indicator: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[int | None]
    flag: Mapped[int | None]
    edition: Mapped[str] = mapped_column(sa.String(6))


class Episode(Base):
    """A run of days at or above a level in one country. Proposed by the feed; a supervisor decides on it."""

    __tablename__ = "episode"
    __table_args__ = (
        one_of("state", ("proposed", "confirmed", "dismissed", "withdrawn"), "state"),
        sa.Index(
            "uq_episode_told",
            "country",
            "indicator",
            "rule",
            "level",
            "start_on",
            unique=True,
            postgresql_where=sa.text("state <> 'withdrawn'"),
            sqlite_where=sa.text("state <> 'withdrawn'"),
        ),
        sa.Index("ix_episode_state_start_on", "state", "start_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    country: Mapped[str] = mapped_column(sa.String(3))
    indicator: Mapped[str] = mapped_column(sa.String(4))
    rule: Mapped[str] = mapped_column(sa.String(2))
    level: Mapped[int]
    start_on: Mapped[date]
    end_on: Mapped[date]
    days: Mapped[int]
    end_reason: Mapped[str] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(10), default="proposed")
    imported_at: Mapped[datetime]
    revised_at: Mapped[datetime | None]
    revision_note: Mapped[str] = mapped_column(default="")


class Disruption(OfOffice, Base):
    """Something that happens to a country or an employer and touches workers there."""

    __tablename__ = "disruption"
    __table_args__ = (
        one_of("kind", KINDS, "kind"),
        one_of("cause", CAUSES, "cause"),
        one_of("status", STATUSES, "status"),
        sa.CheckConstraint("host_country <> '' OR employer_id IS NOT NULL", name="has_a_scope"),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_starts"),
        sa.Index("ix_disruption_office_path_status", "office_path", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(sa.String(20))
    cause: Mapped[str] = mapped_column(sa.String(12))
    host_country: Mapped[str] = mapped_column(sa.String(3), default="")
    employer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("employer.id"))
    episode_id: Mapped[int | None] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(sa.String(12), default="draft")
    declared_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    declared_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    asks: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    tried_at: Mapped[datetime | None]
    review: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    revised_at: Mapped[datetime | None]
    revision_note: Mapped[str] = mapped_column(default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)

    employer: Mapped[Employer | None] = relationship()
    episode: Mapped[Episode | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def was_set_aside(self) -> bool:
        """Looked at and closed without ever having been started, not even for a few."""
        return self.status == "closed" and self.activated_at is None and self.tried_at is None

    @property
    def is_tried(self) -> bool:
        """Started for the first few only, to see what it does before it is started for all."""
        return self.status == "draft" and self.tried_at is not None

    @classmethod
    def seen_in(cls, scope: Scope) -> sa.ColumnElement[bool]:
        """The events of the office's subtree, and those that an office above it has declared for all below."""
        below = super().seen_in(scope)
        if scope.all or not scope.office_path:
            return below
        return sa.or_(below, cls.office_path.in_(_above(scope.office_path)))


def _above(office_path: str) -> list[str]:
    labels = office_path.split(".")
    return [".".join(labels[:count]) for count in range(1, len(labels))]


class Touch(OfWorker, Base):
    """A worker whom a disruption touches, with the circumstances by which he is ranked."""

    __tablename__ = "disruption_touch"
    __table_args__ = (
        sa.UniqueConstraint("disruption_id", "worker_id"),
        sa.Index("ix_disruption_touch_worker_id", "worker_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    disruption_id: Mapped[int] = mapped_column(sa.ForeignKey("disruption.id", ondelete="CASCADE"))
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id", ondelete="CASCADE"))
    touched_at: Mapped[datetime]
    severity: Mapped[int]
    rank: Mapped[int]
    circumstances: Mapped[dict[str, Any]]
