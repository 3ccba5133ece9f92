"""Corrects the terms of a registered contract; the law is asked again, and what stood there before is kept."""

from dataclasses import asdict
from datetime import datetime

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts.actions.changes import keep_change
from tracker.contracts.actions.opinion import keep_opinion, opinion
from tracker.contracts.actions.register import AgainstTheLaw, ContractKnown, stops
from tracker.contracts.models import Contract
from tracker.contracts.queries import contract_numbered
from tracker.contracts.terms import Proof, Terms, terms_of
from tracker.core import clock
from tracker.core.db import db
from tracker.core.versions import changes_of
from tracker.law.book import ruleset_in_force


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
    stood, found = (
        opinion(contract, each, left_on=contract.departed_on, today=today) for each in (terms_of(contract), terms)
    )
    brought = [finding for finding in found if finding not in stood]
    stopping = [finding for finding in brought if finding.binding and stops(finding, by, override)]
    if stopping:
        raise AgainstTheLaw(stopping)
    both = {name: (getattr(contract, name), becomes) for name, becomes in changes.items()}
    keep_change(contract, both, proof, by=by, now=now)
    keep_opinion(contract, found, brought, signed_on=terms.signed_on, today=today)
    if "signed_on" in changes:
        contract.ruleset = ruleset_in_force(terms.signed_on or terms.starts_on).id
    for name, value in changes.items():
        setattr(contract, name, value)
    db.session.flush()
    told = {"contract": contract.ref, "fields": sorted(changes), "proof": proof.kind, "override": override}
    audit.record("contract.correct", ("worker", contract.worker.ref), by=by, now=now, **told)
    return sorted(changes)
