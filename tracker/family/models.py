"""Nouns: the limited login of one relative to one worker's card, its sessions, and what the family reports."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, one_of
from tracker.core.scope import OfWorker
from tracker.people.models import Relative

REPORTS = ("heard", "no_news", "worried")


class FamilyLogin(OfWorker, Base):
    """A code bound to one worker and one relative, granted on the worker's consent. Only its fingerprint is kept."""

    __tablename__ = "family_login"
    __table_args__ = (sa.Index("ix_family_login_worker_id", "worker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    relative_id: Mapped[int] = mapped_column(sa.ForeignKey("relative.id", ondelete="CASCADE"), index=True)
    code_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16), unique=True)
    phone_last4_index: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    relative: Mapped[Relative] = relationship()


class FamilySession(OfWorker, Base):
    """One visit of a family: what its cookie points to, for 15 minutes."""

    __tablename__ = "family_session"
    __table_args__ = (sa.Index("ix_family_session_worker_id", "worker_id"),)

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    login_id: Mapped[int] = mapped_column(sa.ForeignKey("family_login.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class FamilyReport(OfWorker, Base):
    """What a family told us by one of its three buttons."""

    __tablename__ = "family_report"
    __table_args__ = (
        one_of("report", REPORTS, "report"),
        sa.Index("ix_family_report_worker_id_at", "worker_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login_id: Mapped[int] = mapped_column(sa.ForeignKey("family_login.id", ondelete="CASCADE"), index=True)
    report: Mapped[str] = mapped_column(sa.String(8))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
