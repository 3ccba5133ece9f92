"""Gives the contracts of a merged file to the file that is kept."""

import sqlalchemy as sa

from tracker.contracts.models import Contract, ContractChange, Document, LawFinding
from tracker.core.db import db
from tracker.people.merge import Merge

# What a blank of a contract is filled with together; the first of each is what may be blank.
BELONG_TOGETHER = (
    ("number",),
    ("sender_id",),
    ("employer_id",),
    ("place",),
    ("occupation",),
    ("signed_on",),
    ("wage", "wage_currency", "wage_rate_vnd"),
    ("service_charge", "service_charge_currency"),
    ("paid_by_foreign_side",),
    ("brokerage_fee", "brokerage_currency"),
    ("deposit", "deposit_currency"),
    ("usd_rate_vnd",),
    ("orientation_no", "orientation_issued_on"),
    ("confirmation_no", "confirmation_on"),
    ("departed_on", "departure_flag"),
    ("returned_on", "end_reason"),
)


def hand_over(merge: Merge) -> None:
    """Give the contracts of the other file, with findings, papers and corrections, to the kept one. Safe to run twice.

    Of a contract that both files hold the kept file's stays: what it lacks is taken from the other, which waits for
    `drop_shared` until nothing points to it any more.
    """
    for theirs_id, mine_id in merge.contracts.items():
        _complete(db.session.get_one(Contract, mine_id), db.session.get_one(Contract, theirs_id))
        _take_papers(mine_id, theirs_id, worker_id=merge.kept_id)
        corrected = sa.update(ContractChange).where(ContractChange.contract_id == theirs_id)
        _quietly(corrected.values(contract_id=mine_id))
    db.session.flush()
    shared = tuple(merge.contracts)
    moving = Contract.worker_id == merge.other_id, Contract.id.not_in(shared)
    _quietly(sa.update(Contract).where(*moving).values(worker_id=merge.kept_id, version=Contract.version + 1))
    for room in (LawFinding, Document):
        theirs = room.worker_id == merge.other_id, room.contract_id.not_in(shared)
        _quietly(sa.update(room).where(*theirs).values(worker_id=merge.kept_id))
    corrections = sa.update(ContractChange).where(ContractChange.worker_id == merge.other_id)
    _quietly(corrections.values(worker_id=merge.kept_id))


def drop_shared(merge: Merge) -> None:
    """Take away the other file's copies of contracts that both files held; the last step of a merge."""
    for room in (LawFinding, Document):
        _quietly(sa.delete(room).where(room.contract_id.in_(tuple(merge.contracts))))
    _quietly(sa.delete(Contract).where(Contract.id.in_(tuple(merge.contracts))))


def _complete(mine: Contract, theirs: Contract) -> None:
    """Fill what is blank, each with what belongs to it; no return from before the departure."""
    for leads, *follow in BELONG_TOGETHER:
        if getattr(mine, leads) in (None, "") and getattr(theirs, leads) not in (None, ""):
            for name in (leads, *follow):
                setattr(mine, name, getattr(theirs, name))
    if mine.returned_on and mine.departed_on and mine.returned_on < mine.departed_on:
        mine.returned_on, mine.end_reason = None, ""


def _take_papers(mine_id: int, theirs_id: int, *, worker_id: int) -> None:
    """Of each kind of paper one: the other file's where it is there and the kept file's is not."""
    there = sa.select(Document.kind).where(Document.contract_id == theirs_id, Document.present)
    lacking = (Document.contract_id == mine_id, ~Document.present, Document.kind.in_(there))
    _quietly(sa.delete(Document).where(*lacking))
    kept = sa.select(Document.kind).where(Document.contract_id == mine_id)
    taken = sa.update(Document).where(Document.contract_id == theirs_id, Document.kind.not_in(kept))
    _quietly(taken.values(contract_id=mine_id, worker_id=worker_id))


def _quietly(statement: sa.Update | sa.Delete) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
