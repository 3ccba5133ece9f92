"""Questions to the memory: is the chain whole, who looked at this."""

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.audit.actions import FIRST, digest_of
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.core.scope import Scope, within

BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole chain showed: how many entries, and the first that does not fit, if any.

    `expected`: whether the entry that somebody wrote down elsewhere still stands at its place.
    """

    entries: int
    broken_at: int | None
    last_digest: str
    expected: bool = True


def verify(expect: tuple[int, str] | None = None) -> Verdict:
    """Recompute the whole chain from its first entry.

    `expect` is how many entries there were on an earlier day and how the digest of the last began. A chain alone
    cannot show that its end was cut off, or that all of it was written anew; a line kept elsewhere can.
    """
    previous, count, after, found = FIRST, 0, 0, expect is None
    while batch := _batch_after(after):
        for entry in batch:
            if entry.previous != previous or digest_of(entry) != entry.digest:
                return Verdict(count, entry.id, previous)
            previous, count, after = entry.digest, count + 1, entry.id
            found = found or (expect is not None and count == expect[0] and previous.startswith(expect[1]))
        db.session.expunge_all()
    return Verdict(count, None, previous, expected=found)


def entries_about(kind: str, *refs: str, limit: int = 20) -> list[AuditEntry]:
    """The latest entries about one thing, or about several of a kind, newest first."""
    about = sa.select(AuditEntry).where(AuditEntry.about_kind == kind, AuditEntry.about_ref.in_(refs))
    return list(db.session.scalars(about.order_by(AuditEntry.id.desc()).limit(limit)))


def latest(scope: Scope, *, before: int | None, size: int) -> list[AuditEntry]:
    """The newest entries made by the offices of a scope and, for the ministry, by the engine and families too."""
    shown = sa.select(AuditEntry)
    if not scope.all and scope.office_path and "." in scope.office_path:
        shown = shown.where(within(AuditEntry.office_path, scope.office_path))
    if before is not None:
        shown = shown.where(AuditEntry.id < before)
    return list(db.session.scalars(shown.order_by(AuditEntry.id.desc()).limit(size)))


def _batch_after(after: int) -> list[AuditEntry]:
    batch = sa.select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(BATCH)
    return list(db.session.scalars(batch))
