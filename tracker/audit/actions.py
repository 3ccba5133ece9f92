"""The memory of the house: every write and every look at a person's file, chained so that a change shows."""

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from tracker.audit.models import AuditEntry
from tracker.core.db import advisory_lock, db

FIRST = "0" * 64


class Actor(Protocol):
    """Whoever acts: a user of the staff, a family, a worker or the house itself."""

    @property
    def ref(self) -> str:
        """The actor's reference."""

    @property
    def display_name(self) -> str:
        """The actor's name as the book shows it."""

    @property
    def role(self) -> str:
        """The role in which it was done."""

    @property
    def office_path(self) -> str | None:
        """The actor's office, if it has one."""


def record(what: str, about: tuple[str, str], *, by: Actor | None, now: datetime, **detail: Any) -> AuditEntry:
    """Write one entry at the end of the chain. `about` is (kind, reference); `by=None` is the house itself."""
    db.session.flush()
    advisory_lock(db.session(), "audit")
    entry = AuditEntry(
        at=now,
        what=what,
        about_kind=about[0],
        about_ref=about[1],
        by_kind=by.role if by else "engine",
        by_ref=by.ref if by else "",
        by_name=by.display_name if by else "",
        office_path=by.office_path if by else None,
        detail=detail,
        previous=_last_digest(),
    )
    entry.digest = digest_of(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def digest_of(entry: AuditEntry) -> str:
    """The SHA-256 of an entry's content together with the digest of the entry before it."""
    content = [
        entry.previous,
        entry.at.isoformat(timespec="microseconds"),
        entry.what,
        entry.about_kind,
        entry.about_ref,
        entry.by_kind,
        entry.by_ref,
        entry.by_name,
        entry.office_path or "",
        json.dumps(entry.detail, sort_keys=True, ensure_ascii=False),
    ]
    return hashlib.sha256("\x1f".join(content).encode()).hexdigest()


def _last_digest() -> str:
    last = sa.select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalar(last) or FIRST
