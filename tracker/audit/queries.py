"""Questions to the memory: is the chain whole, who looked at this."""

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.audit.actions import FIRST, digest_of
from tracker.audit.models import AuditEntry
from tracker.core.db import db

BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole chain showed: how many entries, and the first that does not fit, if any."""

    entries: int
    broken_at: int | None
    last_digest: str


def verify() -> Verdict:
    """Recompute the whole chain from its first entry."""
    previous, count, after = FIRST, 0, 0
    while batch := _batch_after(after):
        for entry in batch:
            if entry.previous != previous or digest_of(entry) != entry.digest:
                return Verdict(count, entry.id, previous)
            previous, count, after = entry.digest, count + 1, entry.id
        db.session.expunge_all()
    return Verdict(count, None, previous)


def entries_about(kind: str, ref: str, *, limit: int = 20) -> list[AuditEntry]:
    """The latest entries about one thing, newest first."""
    about = sa.select(AuditEntry).where(AuditEntry.about_kind == kind, AuditEntry.about_ref == ref)
    return list(db.session.scalars(about.order_by(AuditEntry.id.desc()).limit(limit)))


def _batch_after(after: int) -> list[AuditEntry]:
    batch = sa.select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(BATCH)
    return list(db.session.scalars(batch))
