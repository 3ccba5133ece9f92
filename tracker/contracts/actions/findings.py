"""Keeps what the law found in a contract, in place of what it found before."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract, LawFinding
from tracker.core.db import db
from tracker.law.findings import Finding


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


def keep_findings(contract: Contract, found: list[Finding], *, on: date) -> None:
    """Keep these findings on the contract; what was found before is gone."""
    db.session.execute(sa.delete(LawFinding).where(LawFinding.contract_id == contract.id))
    db.session.add_all(LawFinding(**finding_row(contract, finding, on=on)) for finding in found)
