"""A departure or a return that was recorded wrongly is put right: its day corrected, or the record taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.contracts.actions.changes import keep_change
from tracker.contracts.actions.opinion import keep_opinion, opinion
from tracker.contracts.actions.travel import TRAVEL, NotYet, OutOfOrder, travelled
from tracker.contracts.models import Contract
from tracker.contracts.terms import Proof, terms_of
from tracker.core import clock
from tracker.core.db import db
from tracker.core.versions import changes_of
from tracker.people.actions import take_back_sign


class NoReason(Exception):
    """A record of a journey is corrected without a word of why."""


def correct_departure(
    contract: Contract, on: date, *, proof: str, version: int, by: UserAccount, now: datetime
) -> bool:
    """Put the departure on another day; whether that is new. The law is asked anew, as of a departure on that day.

    `version` is the version of the contract that whoever corrects has read. Raises NotYet for a day to come,
    OutOfOrder when no departure stands or the return was earlier, NoReason, ChangedMeanwhile.
    """
    today = clock.day_of(now)
    if on > today:
        raise NotYet
    changes = _changes(contract, {"departed_on": on}, proof=proof, version=version)
    if contract.departed_on is None or (contract.returned_on is not None and on > contract.returned_on):
        raise OutOfOrder
    if not changes:
        return False
    left_on = contract.departed_on
    stood, found = (opinion(contract, terms_of(contract), left_on=day, today=today) for day in (left_on, on))
    contract.departed_on = on
    said = {(finding.rule, finding.violation) for finding in stood}
    brought = [finding for finding in found if (finding.rule, finding.violation) not in said]
    keep_opinion(contract, found, brought, signed_on=contract.signed_on, today=today)
    travelled(contract, on, now=now, what="exit")
    _not_travelled(contract, left_on)
    _write_down("contract.departure_corrected", contract, {"departed_on": left_on}, proof=proof, by=by, now=now)
    return True


def correct_return(
    contract: Contract, on: date, reason: str, *, proof: str, version: int, by: UserAccount, now: datetime
) -> bool:
    """Put the return on another day, or give it another reason; whether that is new.

    Raises NotYet for a day to come, OutOfOrder when no return stands or the departure was later, NoReason,
    ChangedMeanwhile.
    """
    if on > clock.day_of(now):
        raise NotYet
    wanted = {"returned_on": on, "end_reason": reason}
    changes = _changes(contract, wanted, proof=proof, version=version)
    if contract.returned_on is None or contract.departed_on is None or on < contract.departed_on:
        raise OutOfOrder
    if not changes:
        return False
    came_on, was = contract.returned_on, {field: getattr(contract, field) for field in changes}
    contract.returned_on, contract.end_reason = on, reason
    if on != came_on:
        travelled(contract, on, now=now, what="entry")
        _not_travelled(contract, came_on)
    _write_down("contract.return_corrected", contract, was, proof=proof, by=by, now=now)
    return True


def take_back_departure(contract: Contract, *, proof: str, version: int, by: UserAccount, now: datetime) -> None:
    """Let a departure that was none be as if never recorded: no flag, and the findings are those of a plan again.

    Raises OutOfOrder when no departure stands, or a return still does; NoReason, ChangedMeanwhile.
    """
    _changes(contract, {"departed_on": None, "departure_flag": ""}, proof=proof, version=version)
    if contract.departed_on is None or contract.returned_on is not None:
        raise OutOfOrder
    left_on, today = contract.departed_on, clock.day_of(now)
    contract.departed_on, contract.departure_flag = None, ""
    keep_opinion(
        contract, opinion(contract, terms_of(contract), left_on=None, today=today), [], signed_on=None, today=today
    )
    _not_travelled(contract, left_on)
    _write_down("contract.departure_taken_back", contract, {"departed_on": left_on}, proof=proof, by=by, now=now)


def take_back_return(contract: Contract, *, proof: str, version: int, by: UserAccount, now: datetime) -> None:
    """Let a return that was none be as if never recorded. Raises OutOfOrder when none stands, NoReason,
    ChangedMeanwhile.
    """
    changes = _changes(contract, {"returned_on": None, "end_reason": ""}, proof=proof, version=version)
    if contract.returned_on is None:
        raise OutOfOrder
    came_on, was = contract.returned_on, {field: getattr(contract, field) for field in changes}
    contract.returned_on, contract.end_reason = None, ""
    _not_travelled(contract, came_on)
    _write_down("contract.return_taken_back", contract, was, proof=proof, by=by, now=now)


def _changes(contract: Contract, wanted: Mapping[str, Any], *, proof: str, version: int) -> dict[str, Any]:
    """What differs, of a contract that is held from here on."""
    if not proof.strip():
        raise NoReason
    return changes_of(contract, wanted, version=version)


def _not_travelled(contract: Contract, on: date) -> None:
    """The sign of life of a day goes, unless another journey of the same worker stands on that day."""
    db.session.flush()
    that_day = sa.or_(Contract.departed_on == on, Contract.returned_on == on)
    another = sa.select(Contract.id).where(Contract.worker_id == contract.worker_id, that_day)
    if db.session.scalar(another.limit(1)) is None:
        take_back_sign(contract.worker_id, TRAVEL, clock.start_of(on))


def _write_down(
    what: str, contract: Contract, was: Mapping[str, Any], *, proof: str, by: UserAccount, now: datetime
) -> None:
    """Keep what stood before, what stands now, and why."""
    changes = {field: (old, getattr(contract, field)) for field, old in was.items()}
    keep_change(contract, changes, Proof("", proof.strip()), by=by, now=now)
    told = {"contract": contract.ref, "fields": sorted(was)}
    audit.record(what, ("worker", contract.worker.ref), by=by, now=now, **told)
