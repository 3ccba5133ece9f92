"""The memory of the house: every write and every look at a person's file, chained so that a change shows."""

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.audit.models import AuditEntry
from tracker.core.db import advisory_lock, before_commit, db

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


def record(what: str, about: tuple[str, str], *, by: Actor | None, now: datetime, **detail: Any) -> None:
    """Have one entry written when the transaction ends. `about` is (kind, reference); `by=None` is the house itself.

    The end of the chain is a place for which everybody waits, so it is taken last. Raises NoTransaction.
    """
    session = db.session()
    session.flush()  # what is recorded stands in its rows first, or fails here
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
    )
    before_commit(session, _chain, entry)


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


def _chain(session: Session, entries: list[AuditEntry]) -> None:
    """Put entries at the end of the chain, in the order in which they were told."""
    session.flush()
    advisory_lock(session, "audit")
    last = sa.select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)
    previous = session.scalar(last) or FIRST
    for entry in entries:
        entry.previous = previous
        previous = entry.digest = digest_of(entry)
    session.add_all(entries)
    session.flush()
