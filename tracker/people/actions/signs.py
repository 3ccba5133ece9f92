"""Signs of life: every proof is a row; the newest sure one and the newest weak one are kept at hand."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from tracker.core.db import changed, db, insert_rows
from tracker.people.models import ContactStatus, SignOfLife

STRENGTHS = {
    "own_answer": Decimal("1.0"),
    "officer_call": Decimal("0.9"),
    "mission_call": Decimal("0.9"),
    "travel_record": Decimal("0.9"),
    "group_leader": Decimal("0.6"),
    "family": Decimal("0.6"),
    "sender": Decimal("0.4"),
    "receipt": Decimal("0.2"),
}
SURE = Decimal("0.9")


def record_sign(
    worker_id: int,
    kind: str,
    at: datetime,
    strength: Decimal | float | None = None,
    source: str = "",
    note: str = "",
    *,
    now: datetime,
) -> bool:
    """Keep a proof that the worker was heard of at an instant; whether it was new. Safe to run twice.

    `strength` is that of the kind unless told otherwise; at 0.9 and above the sign is sure. The action that calls
    this writes the audit entry.
    """
    weight = STRENGTHS[kind] if strength is None else Decimal(str(strength))
    row = {
        "worker_id": worker_id,
        "kind": kind,
        "at": at,
        "strength": weight,
        "source": source,
        "note": note,
        "recorded_at": now,
    }
    new = insert_rows(db.session(), SignOfLife, [row]) == 1
    _move_latest(worker_id, kind, at, sure=weight >= SURE)
    return new


def _move_latest(worker_id: int, kind: str, at: datetime, *, sure: bool) -> None:
    """Move the latest sign forward, never back: a call written down late does not hide a newer answer."""
    latest = ContactStatus.last_sure_at if sure else ContactStatus.last_weak_at
    name = "last_sure" if sure else "last_weak"
    older = sa.or_(latest.is_(None), latest < at)
    move = sa.update(ContactStatus).where(ContactStatus.worker_id == worker_id, older)
    db.session.execute(move.values({f"{name}_at": at, f"{name}_kind": kind}))


def take_back_sign(worker_id: int, kind: str, at: datetime) -> bool:
    """Take back a proof that was none; whether there was one. What is kept at hand is the newest that remains.

    Safe to run twice. The action that calls this writes the audit entry.
    """
    wrong = (SignOfLife.worker_id == worker_id, SignOfLife.kind == kind, SignOfLife.at == at)
    if not changed(db.session(), sa.delete(SignOfLife).where(*wrong)):
        return False
    _fall_back(worker_id, kind, at)
    return True


def _fall_back(worker_id: int, kind: str, at: datetime) -> None:
    """Where that proof was the latest of its strength, the newest of the others is now; another stays."""
    for name, so_strong in (("last_sure", SignOfLife.strength >= SURE), ("last_weak", SignOfLife.strength < SURE)):
        latest_at, latest_kind = getattr(ContactStatus, f"{name}_at"), getattr(ContactStatus, f"{name}_kind")
        remain = sa.select(SignOfLife.at, SignOfLife.kind).where(SignOfLife.worker_id == worker_id, so_strong)
        newest = db.session.execute(remain.order_by(SignOfLife.at.desc(), SignOfLife.id).limit(1)).first()
        told = sa.update(ContactStatus).where(
            ContactStatus.worker_id == worker_id, latest_at == at, latest_kind == kind
        )
        then_at, then_kind = newest or (None, "")
        db.session.execute(told.values({f"{name}_at": then_at, f"{name}_kind": then_kind}))
