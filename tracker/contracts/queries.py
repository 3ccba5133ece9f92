"""Questions about contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from tracker.contracts.models import Contract, Document, LawFinding
from tracker.core.db import db
from tracker.law.findings import Finding
from tracker.senders.models import Sender


def contract_by_ref(ref: str) -> Contract | None:
    """A contract within the scope."""
    return db.session.scalars(sa.select(Contract).where(Contract.ref == ref)).first()


def contracts_of(worker_id: int) -> Sequence[Contract]:
    """The contracts of a worker, newest first, with sender and employer."""
    theirs = sa.select(Contract).where(Contract.worker_id == worker_id)
    whole = theirs.options(joinedload(Contract.sender), joinedload(Contract.employer))
    return db.session.scalars(whole.order_by(Contract.starts_on.desc(), Contract.id.desc())).all()


def sent_by(sender_ref: str) -> sa.Select[int]:
    """The workers whom a sender has sent, or is to send, and who have not left under another contract since."""
    sender = sa.select(Sender.id).where(Sender.ref == sender_ref).scalar_subquery()
    return sa.select(Contract.worker_id).where(Contract.sender_id == sender, ~left_again())


def left_again() -> sa.ColumnElement[bool]:
    """The condition that the worker of a contract has left for abroad under another one after it."""
    other = aliased(Contract, name="other_contract")
    began = sa.func.coalesce(Contract.departed_on, Contract.starts_on)
    return sa.exists().where(other.worker_id == Contract.worker_id, other.departed_on > began)


def contract_numbered(worker_id: int, number: str) -> Contract | None:
    """The contract of a worker that bears this number; none for a blank one."""
    theirs = sa.select(Contract).where(Contract.worker_id == worker_id, Contract.number == number)
    return db.session.scalars(theirs).first() if number else None


def running_between(worker_id: int, first: date, last: date, *, today: date) -> list[Contract]:
    """The contracts of a worker that run on any of these days; who is not back is still there."""
    spans = ((contract, _span(contract, today)) for contract in contracts_of(worker_id))
    return [contract for contract, (begins, ends) in spans if begins < last and first < ends]


def findings_of(contract_id: int) -> list[Finding]:
    """What the law found on a contract when it was last asked."""
    kept = sa.select(LawFinding.finding).where(LawFinding.contract_id == contract_id).order_by(LawFinding.id)
    return [Finding.from_json(stored) for stored in db.session.scalars(kept)]


def documents_of(contract_id: int) -> Sequence[Document]:
    """The papers ticked off for a contract, in the order of the checklist."""
    kept = sa.select(Document).where(Document.contract_id == contract_id).order_by(Document.id)
    return db.session.scalars(kept).all()


@dataclass(frozen=True)
class Shared:
    """A contract of one file that cannot stand beside one of another file: the same number, or abroad at once."""

    mine: Contract
    theirs: Contract
    same_number: bool


def shared_contracts(kept_id: int, other_id: int, *, today: date) -> list[Shared]:
    """Which contracts of two files can only be one contract if both files are one person's; one line for each of the
    other file.
    """
    mine, theirs = contracts_of(kept_id), contracts_of(other_id)
    found = (_shared(contract, mine, today) for contract in theirs)
    return [each for each in found if each]


def _shared(theirs: Contract, mine: Sequence[Contract], today: date) -> Shared | None:
    for one in mine:
        if theirs.number and one.number == theirs.number:
            return Shared(one, theirs, same_number=True)
    return next((Shared(one, theirs, same_number=False) for one in mine if _clash(one, theirs, today)), None)


def _clash(one: Contract, two: Contract, today: date) -> bool:
    """Nobody is abroad twice at once; planned twice at once for the same country is one plan."""
    (begins, ends), (other_begins, other_ends) = _span(one, today), _span(two, today)
    somewhere = one.host_country == two.host_country or bool(one.departed_on and two.departed_on)
    return somewhere and begins < other_ends and other_begins < ends


def _span(contract: Contract, today: date) -> tuple[date, date]:
    """From the departure, or the agreed first day, to the return, or the last day; who is not back is still there."""
    if contract.departed_on is None:
        return contract.starts_on, contract.ends_on
    return contract.departed_on, contract.returned_on or max(contract.ends_on, today)
