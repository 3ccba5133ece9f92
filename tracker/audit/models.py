"""The audit book: one row per write and per look at a person's file, chained by hash."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.db import Base, Sortable


class AuditEntry(Base):
    """What was done, about what, by whom, when. Never changed; each row carries the hash of the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_about", "about_kind", "about_ref", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(sa.String(60))
    about_kind: Mapped[str] = mapped_column(sa.String(40))
    about_ref: Mapped[str] = mapped_column(sa.String(60))
    by_kind: Mapped[str] = mapped_column(sa.String(12))
    by_ref: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str]
    office_path: Mapped[str | None] = mapped_column(Sortable(40))
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
