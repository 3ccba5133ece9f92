"""Registers a contract and keeps its papers; what the law stops is refused with the article."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts.actions.findings import keep_findings
from tracker.contracts.models import Contract, Document
from tracker.contracts.queries import contract_numbered
from tracker.contracts.terms import TERM_NAMES, Paper, Terms, facts
from tracker.core import clock, crypto
from tracker.core.db import db
from tracker.law import checks
from tracker.law.book import ruleset_in_force
from tracker.law.findings import Finding
from tracker.people.models import Worker


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


def register(worker: Worker, terms: Terms, *, by: UserAccount, now: datetime, override: str = "") -> Contract:
    """Register a contract that is planned. A supervisor may lift an "override" with a reason.

    Raises AgainstTheLaw, and ContractKnown for a number that the worker's file has already.
    """
    if known := contract_numbered(worker.id, terms.number):
        raise ContractKnown(known.ref)
    today = clock.day_of(now)
    told = facts(terms, birth_date=worker.birth_date, passport_expires_on=worker.passport_expires_on)
    found = checks.findings(told, on=today)
    stopping = [finding for finding in found if finding.binding and stops(finding, by, override)]
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
    keep_findings(contract, found, on=today)
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


def stops(finding: Finding, by: UserAccount, override: str) -> bool:
    """Whether a finding stops a planned step; a supervisor's reason lifts an "override"."""
    lifted = finding.severity == "override" and override and by.role == "supervisor"
    return finding.stops and not lifted
