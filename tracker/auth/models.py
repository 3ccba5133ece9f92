"""Nouns of the ground floor: offices, user accounts, sign-ins, set-up links, saved lists."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.db import Base, Sortable, one_of

LEVELS = ("ministry", "province", "district", "commune")
ROLES = ("officer", "supervisor", "admin", "auditor")


class Office(Base):
    """A labour office. Its path ("vn.11.094") is its key and its place in the tree."""

    __tablename__ = "office"
    __table_args__ = (one_of("level", LEVELS, "level"), sa.CheckConstraint("path NOT LIKE '%/%'", name="path_plain"))

    path: Mapped[str] = mapped_column(Sortable(40), primary_key=True)
    parent_path: Mapped[str | None] = mapped_column(sa.ForeignKey("office.path", onupdate="CASCADE"))
    level: Mapped[str] = mapped_column(sa.String(10))
    unit_code: Mapped[str | None] = mapped_column(sa.String(5))
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")


class UserAccount(Base):
    """A person of the staff who signs in."""

    __tablename__ = "user_account"
    __table_args__ = (one_of("role", ROLES, "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    username: Mapped[str] = mapped_column(sa.String(60), unique=True)
    display_name: Mapped[str]
    role: Mapped[str] = mapped_column(sa.String(12))
    office_path: Mapped[str] = mapped_column(sa.ForeignKey("office.path", onupdate="CASCADE"), index=True)
    password_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="vi")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    disabled_at: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy's own convention)


class SignIn(Base):
    """One session of one user: what the cookie points to, and what ends when it is revoked."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    previous_sign_in_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")

    user: Mapped[UserAccount] = relationship(lazy="joined")


class SetupLink(Base):
    """A one-time link by which a new user, or the first administrator, chooses a password."""

    __tablename__ = "setup_link"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SavedList(Base):
    """A list that one user opens often: a page and the filters in its address, under a name. No number or name of a
    person stands in it, as none stands in an address.
    """

    __tablename__ = "saved_list"
    __table_args__ = (sa.UniqueConstraint("user_id", "page", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    page: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(60))
    filters: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
