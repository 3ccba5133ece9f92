"""Nouns: senders (service enterprises and others), their licences, employers abroad. Public registers, no persons."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, Sortable, one_of

LICENCE_STATES = ("in_force", "suspended", "withdrawn", "returned")
MARKET_STATES = ("BANNED", "SUSPENDED", "WARNING")


class Sender(Base):
    """Who sends workers abroad: a service enterprise, a public unit, a contractor, an investor, a training sender."""

    __tablename__ = "sender"
    __table_args__ = (sa.Index("ix_sender_name_fold", "name_fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    code: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(Sortable(200))
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    licences: Mapped[list["Licence"]] = relationship(order_by="Licence.valid_from", back_populates="sender")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Licence(Base):
    """A spell of a sender's licence: in force, suspended, withdrawn or handed back, between two days.

    No two spells of one sender hold on the same day, so the first day of a spell names it.
    """

    __tablename__ = "licence"
    __table_args__ = (
        one_of("status", LICENCE_STATES, "status"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
        sa.UniqueConstraint("sender_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(sa.ForeignKey("sender.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(sa.String(40))
    status: Mapped[str] = mapped_column(sa.String(10), default="in_force")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    document: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    sender: Mapped[Sender] = relationship(back_populates="licences")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def holds_on(self, day: date) -> bool:
        """Whether this spell runs on a day; its first and last day are part of it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Employer(Base):
    """An employer abroad."""

    __tablename__ = "employer"
    __table_args__ = (
        sa.UniqueConstraint("host_country", "name_fold", "place"),
        sa.Index("ix_employer_name_fold", "name_fold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    code: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(Sortable(200))
    host_country: Mapped[str] = mapped_column(sa.String(3))
    place: Mapped[str] = mapped_column(sa.String(80), default="")


class MarketStatus(Base):
    """A country or region closed to sending for a time, by a document; never derived from case counts."""

    __tablename__ = "market_status"
    __table_args__ = (
        one_of("status", MARKET_STATES, "status"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
        sa.UniqueConstraint("host_country", "status", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    host_country: Mapped[str] = mapped_column(sa.String(3))
    status: Mapped[str] = mapped_column(sa.String(10))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    document: Mapped[str]
    issuer: Mapped[str] = mapped_column(default="")
    ended_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def told_by(self) -> str:
        """The document with who issued it, as a finding of law names it."""
        return ", ".join(part for part in (self.document, self.issuer) if part)

    def holds_on(self, day: date) -> bool:
        """Whether the document is in force on a day; its first and last day are part of it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
