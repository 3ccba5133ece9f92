"""Departure and return: what has happened is always recorded, with a flag where the law objects."""

from datetime import date, datetime
from decimal import Decimal

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts.actions.findings import keep_findings
from tracker.contracts.models import Contract
from tracker.contracts.terms import facts_of
from tracker.core import clock
from tracker.law import checks
from tracker.law.findings import Finding
from tracker.people.actions import record_sign

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
TRAVEL = "travel_record"


class NotYet(Exception):
    """A day that lies in the future was given for something that has happened."""


class OutOfOrder(Exception):
    """A return before the departure, a second departure, or the correction of what is not recorded."""


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
    broken = _flag_departure(contract, today=today)
    travelled(contract, on, now=now, what="exit")
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
    travelled(contract, on, now=now, what="entry")
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


def _flag_departure(contract: Contract, *, today: date) -> list[Finding]:
    """Ask the law about the departure as it stands, keep what it finds and flag what it objects to; the objections."""
    found = checks.findings(facts_of(contract, contract.worker), on=contract.departed_on, planned=False)
    broken = [finding for finding in found if finding.violation]
    contract.departure_flag = "; ".join(dict.fromkeys(finding.cite for finding in broken))
    keep_findings(contract, found, on=today)
    return broken


def travelled(contract: Contract, on: date, *, now: datetime, what: str) -> None:
    """A journey is a sure sign of life of its day; `what` is "exit" or "entry"."""
    record_sign(contract.worker_id, TRAVEL, clock.start_of(on), Decimal("0.9"), source=what, now=now)
