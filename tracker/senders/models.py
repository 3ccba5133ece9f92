"""Nouns: senders (service enterprises and others), their licences, employers abroad. Public registers, no persons."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, Sortable, one_of


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

    licences: Mapped[list["Licence"]] = relationship(order_by="Licence.valid_from", back_populates="sender")


class Licence(Base):
    """A spell of a sender's licence: in force, suspended, withdrawn or handed back, between two days."""

    __tablename__ = "licence"
    __table_args__ = (
        one_of("status", ("in_force", "suspended", "withdrawn", "returned"), "status"),
        sa.UniqueConstraint("sender_id", "number", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(sa.ForeignKey("sender.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(sa.String(40))
    status: Mapped[str] = mapped_column(sa.String(10), default="in_force")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    sender: Mapped[Sender] = relationship(back_populates="licences")


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
    __table_args__ = (one_of("status", ("BANNED", "SUSPENDED", "WARNING"), "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host_country: Mapped[str] = mapped_column(sa.String(3), index=True)
    status: Mapped[str] = mapped_column(sa.String(10))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    document: Mapped[str]
