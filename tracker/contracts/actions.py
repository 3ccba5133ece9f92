"""Verbs: register a contract, record departure and return, hand over. What has happened is always recorded."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts.models import Contract, Document, LawFinding
from tracker.contracts.queries import contract_numbered
from tracker.contracts.terms import TERM_NAMES, Paper, Terms, facts, facts_of
from tracker.core import clock, crypto
from tracker.core.db import db
from tracker.law import checks
from tracker.law.book import ruleset_in_force
from tracker.law.findings import Finding
from tracker.people.actions import record_sign
from tracker.people.merge import Merge
from tracker.people.models import Worker

END_REASONS = (
    "COMPLETED",
    "ACCIDENT_WORK",
    "ACCIDENT_OTHER",
    "ILLNESS",
    "EMPLOYER_DISSOLVED",
    "EMPLOYER_BANKRUPT",
    "PRODUCTION_CUT",
    "ABUSE",
    "FORCED_LABOUR",
    "DANGER",
    "SEXUAL_HARASSMENT",
    "DISPUTE",
    "EMPLOYER_BREACH",
    "WORKER_WISH",
    "FAMILY",
    "PREGNANCY",
    "DISCIPLINE",
    "CONTRACT_BREACH",
    "LEFT_EMPLOYER",
    "DEPORTED",
    "OTHER",
)
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


class AgainstTheLaw(Exception):
    """A planned step that the law in force stops; `findings` say where, what is allowed and by which article."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.rule for finding in findings))
        self.findings = findings


class ContractKnown(Exception):
    """The worker has a contract of this number already; `existing_ref` is its reference."""

    def __init__(self, existing_ref: str) -> None:
        super().__init__(existing_ref)
        self.existing_ref = existing_ref


class NotYet(Exception):
    """A day that lies in the future was given for something that has happened."""


class OutOfOrder(Exception):
    """A return before the departure, or a second departure."""


def register(worker: Worker, terms: Terms, *, by: UserAccount, now: datetime, override: str = "") -> Contract:
    """Register a contract that is planned. A supervisor may lift an "override" with a reason.

    Raises AgainstTheLaw, and ContractKnown for a number that the worker's file has already.
    """
    if known := contract_numbered(worker.id, terms.number):
        raise ContractKnown(known.ref)
    today = clock.day_of(now)
    told = facts(terms, birth_date=worker.birth_date, passport_expires_on=worker.passport_expires_on)
    found = checks.findings(told, on=today)
    stopping = [finding for finding in found if finding.binding and _stops(finding, by, override)]
    if stopping:
        raise AgainstTheLaw(stopping)
    contract = Contract(
        ref=crypto.new_ref("HD"),
        worker_id=worker.id,
        ruleset=ruleset_in_force(terms.signed_on or today).id,
        created_at=now,
        created_by=by.id,
        **{name: getattr(terms, name) for name in TERM_NAMES},
    )
    db.session.add(contract)
    db.session.flush()
    _keep_findings(contract, found, on=today)
    audit.record("contract.register", ("worker", worker.ref), by=by, now=now, contract=contract.ref, override=override)
    return contract


def keep_documents(contract: Contract, papers: Iterable[Paper], *, by: UserAccount, now: datetime) -> int:
    """Keep the papers ticked off for a contract, in place of those kept before; how many."""
    db.session.execute(sa.delete(Document).where(Document.contract_id == contract.id))
    kept = [
        Document(worker_id=contract.worker_id, contract_id=contract.id, created_at=now, **asdict(paper))
        for paper in papers
    ]
    db.session.add_all(kept)
    audit.record("contract.documents", ("worker", contract.worker.ref), by=by, now=now, contract=contract.ref)
    return len(kept)


def depart(contract: Contract, on: date, *, by: UserAccount, now: datetime, note: str = "") -> list[Finding]:
    """Record the day on which the worker left; what the law objects to is kept as a flag, never refused.

    Raises NotYet for a day to come, OutOfOrder when a departure stands already.
    """
    today = clock.day_of(now)
    if on > today:
        raise NotYet
    if contract.departed_on is not None:
        raise OutOfOrder
    contract.departed_on = on
    found = checks.findings(facts_of(contract, contract.worker), on=on, planned=False)
    broken = [finding for finding in found if finding.violation]
    contract.departure_flag = "; ".join(dict.fromkeys(finding.cite for finding in broken))
    _keep_findings(contract, found, on=today)
    _travelled(contract, on, now=now, what="exit")
    audit.record(
        "contract.depart", ("worker", contract.worker.ref), by=by, now=now, contract=contract.ref, on=str(on), note=note
    )
    return broken


def come_home(contract: Contract, on: date, reason: str, *, by: UserAccount, now: datetime, note: str = "") -> None:
    """Record the day on which the worker came home and why. Raises NotYet, OutOfOrder."""
    if on > clock.day_of(now):
        raise NotYet
    if contract.departed_on is None or on < contract.departed_on or contract.returned_on is not None:
        raise OutOfOrder
    contract.returned_on, contract.end_reason = on, reason
    _travelled(contract, on, now=now, what="entry")
    audit.record(
        "contract.return",
        ("worker", contract.worker.ref),
        by=by,
        now=now,
        contract=contract.ref,
        on=str(on),
        reason=reason,
        note=note,
    )


def finding_row(contract: Any, finding: Finding, *, on: date) -> dict[str, Any]:
    """A finding on a contract (or a row with its id and worker_id) as it is kept."""
    return {
        "worker_id": contract.worker_id,
        "contract_id": contract.id,
        "ruleset": finding.ruleset,
        "rule": finding.rule,
        "field": finding.field,
        "severity": finding.severity,
        "finding": finding.as_json(),
        "found_on": on,
    }


def hand_over(merge: Merge) -> None:
    """Give the contracts of the other file, with findings and papers, to the kept one. Safe to run twice.

    Of a contract that both files hold the kept file's stays: what it lacks is taken from the other, which waits for
    `drop_shared` until nothing points to it any more.
    """
    for theirs_id, mine_id in merge.contracts.items():
        _complete(db.session.get_one(Contract, mine_id), db.session.get_one(Contract, theirs_id))
        _take_papers(mine_id, theirs_id, worker_id=merge.kept_id)
    db.session.flush()
    shared = tuple(merge.contracts)
    moving = Contract.worker_id == merge.other_id, Contract.id.not_in(shared)
    _quietly(sa.update(Contract).where(*moving).values(worker_id=merge.kept_id, version=Contract.version + 1))
    for room in (LawFinding, Document):
        theirs = room.worker_id == merge.other_id, room.contract_id.not_in(shared)
        _quietly(sa.update(room).where(*theirs).values(worker_id=merge.kept_id))


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


def _stops(finding: Finding, by: UserAccount, override: str) -> bool:
    lifted = finding.severity == "override" and override and by.role == "supervisor"
    return finding.stops and not lifted


def _keep_findings(contract: Contract, found: list[Finding], *, on: date) -> None:
    db.session.execute(sa.delete(LawFinding).where(LawFinding.contract_id == contract.id))
    db.session.add_all(LawFinding(**finding_row(contract, finding, on=on)) for finding in found)


def _travelled(contract: Contract, on: date, *, now: datetime, what: str) -> None:
    record_sign(contract.worker_id, "travel_record", clock.start_of(on), Decimal("0.9"), source=what, now=now)
