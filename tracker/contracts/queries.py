"""Questions about contracts."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.contracts.models import Contract, Document, LawFinding
from tracker.core.db import db
from tracker.law.findings import Finding


def contract_by_ref(ref: str) -> Contract | None:
    """A contract within the scope."""
    return db.session.scalars(sa.select(Contract).where(Contract.ref == ref)).first()


def contracts_of(worker_id: int) -> Sequence[Contract]:
    """The contracts of a worker, newest first, with sender and employer."""
    theirs = sa.select(Contract).where(Contract.worker_id == worker_id)
    whole = theirs.options(joinedload(Contract.sender), joinedload(Contract.employer))
    return db.session.scalars(whole.order_by(Contract.starts_on.desc(), Contract.id.desc())).all()


def findings_of(contract_id: int) -> list[Finding]:
    """What the law found on a contract when it was last asked."""
    kept = sa.select(LawFinding.finding).where(LawFinding.contract_id == contract_id).order_by(LawFinding.id)
    return [Finding.from_json(stored) for stored in db.session.scalars(kept)]


def documents_of(contract_id: int) -> Sequence[Document]:
    """The papers ticked off for a contract, in the order of the checklist."""
    kept = sa.select(Document).where(Document.contract_id == contract_id).order_by(Document.id)
    return db.session.scalars(kept).all()
