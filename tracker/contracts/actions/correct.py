"""Corrects the terms of a registered contract; the law is asked again, and what stood there before is kept."""

from dataclasses import asdict
from datetime import date, datetime

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts.actions.changes import keep_change
from tracker.contracts.actions.findings import keep_findings
from tracker.contracts.actions.register import AgainstTheLaw, ContractKnown, stops
from tracker.contracts.models import Contract
from tracker.contracts.queries import contract_numbered, findings_of
from tracker.contracts.terms import Proof, Terms, facts, terms_of
from tracker.core import clock
from tracker.core.db import db
from tracker.core.versions import changes_of
from tracker.law import checks
from tracker.law.book import ruleset_in_force
from tracker.law.findings import Finding


def correct_terms(
    contract: Contract,
    terms: Terms,
    *,
    proof: Proof,
    version: int,
    by: UserAccount,
    now: datetime,
    override: str = "",
) -> list[str]:
    """Write what differs and return the names of the terms changed, none when nothing does.

    `version` is the version of the contract that whoever corrects has read. Raises ChangedMeanwhile, ContractKnown for
    a number of another contract of the file, and AgainstTheLaw where the worker has not left yet and the law stops
    what the correction brings. Once he has left, what has happened is recorded with a flag, never refused.
    """
    changes = changes_of(contract, asdict(terms), version=version)
    if not changes:
        return []
    known = contract_numbered(contract.worker_id, terms.number)
    if known is not None and known is not contract:
        raise ContractKnown(known.ref)
    today = clock.day_of(now)
    stood, found = (_found(contract, each, today=today) for each in (terms_of(contract), terms))
    brought = [finding for finding in found if finding not in stood]
    stopping = [finding for finding in brought if finding.binding and stops(finding, by, override)]
    if stopping:
        raise AgainstTheLaw(stopping)
    both = {name: (getattr(contract, name), becomes) for name, becomes in changes.items()}
    keep_change(contract, both, proof, by=by, now=now)
    _keep_opinion(contract, found, brought, signed_on=terms.signed_on, today=today)
    if "signed_on" in changes:
        contract.ruleset = ruleset_in_force(terms.signed_on or terms.starts_on).id
    for name, value in changes.items():
        setattr(contract, name, value)
    db.session.flush()
    told = {"contract": contract.ref, "fields": sorted(changes), "proof": proof.kind, "override": override}
    audit.record("contract.correct", ("worker", contract.worker.ref), by=by, now=now, **told)
    return sorted(changes)


def _found(contract: Contract, terms: Terms, *, today: date) -> list[Finding]:
    """What the law says of such terms: of a plan as of today, of a departure as of its day."""
    worker, left = contract.worker, contract.departed_on
    told = facts(terms, birth_date=worker.birth_date, passport_expires_on=worker.passport_expires_on, departed_on=left)
    return checks.findings(told, on=left or today, planned=left is None)


def _keep_opinion(
    contract: Contract, found: list[Finding], brought: list[Finding], *, signed_on: date | None, today: date
) -> None:
    """Keep what the law says now; a departure keeps the flags that the correction neither lifts nor brings.

    Of somebody who has left only what was kept before is said again, and what the correction brings: of a contract
    that came by list, what the list had no column for proves nothing.
    """
    if contract.departed_on is None:
        keep_findings(contract, found, on=today)
        return
    kept = findings_of(contract.id)
    rules = {finding.rule for finding in kept}
    remain = [finding for finding in found if finding in brought or finding.rule in rules]
    of_a_list = _without(contract.departure_flag, {finding.cite for finding in kept if finding.violation})
    if signed_on and signed_on <= contract.departed_on:  # a list flags nothing but a departure before the signing
        of_a_list = ""
    flags = [of_a_list, *(finding.cite for finding in remain if finding.violation)]
    contract.departure_flag = "; ".join(dict.fromkeys(filter(None, flags)))
    keep_findings(contract, remain, on=today)


def _without(flag: str, cites: set[str]) -> str:
    """A flag without these articles, which may have semicolons of their own."""
    for cite in sorted(cites, key=len, reverse=True):
        flag = flag.replace(cite, "")
    return "; ".join(filter(None, flag.split("; ")))
