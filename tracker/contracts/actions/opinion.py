"""What the law says of a contract that is corrected, and what of that is kept."""

from datetime import date

from tracker.contracts.actions.findings import keep_findings
from tracker.contracts.models import Contract
from tracker.contracts.queries import findings_of
from tracker.contracts.terms import Terms, facts
from tracker.law import checks
from tracker.law.findings import Finding


def opinion(contract: Contract, terms: Terms, *, left_on: date | None, today: date) -> list[Finding]:
    """What the law says of such terms: of a plan as of today, of a departure as of its day."""
    worker = contract.worker
    told = facts(
        terms, birth_date=worker.birth_date, passport_expires_on=worker.passport_expires_on, departed_on=left_on
    )
    return checks.findings(told, on=left_on or today, planned=left_on is None)


def keep_opinion(
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
