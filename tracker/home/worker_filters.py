"""What the list of workers may be narrowed to, each filter as a condition on Worker."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.checkins.models import CheckIn
from tracker.checkins.steps import waiting
from tracker.contracts.models import Contract
from tracker.core.clock import end_of, start_of
from tracker.core.scope import within
from tracker.disruptions.models import Disruption, Touch
from tracker.people.models import ContactStatus, Worker
from tracker.places.units import forerunners, unit
from tracker.senders.models import Sender

STATES = ("abroad", "after_end", "waiting", "returned", "no_contract")
Conditions = list[sa.ColumnElement[bool]]
ANY_CONTRACT = aliased(Contract)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty fields narrow nothing.

    `ends` and `silent` count days; `due` "today" is for those whose time to answer ends today.
    """

    state: str = ""
    contact: str = ""
    country: str = ""
    sender: str = ""
    area: str = ""
    commune: str = ""
    ends: int = 0
    silent: int = 0
    event: str = ""
    due: str = ""

    def set(self) -> dict[str, Any]:
        """The fields that narrow something, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    def args(self) -> dict[str, str]:
        """The same as they stand in an address."""
        return {name: str(value) for name, value in self.set().items()}


def narrowed_by(filters: Filters, *, today: date) -> Conditions:
    """The filters as conditions asked of one worker at a time: for walking a long list in its order."""
    conditions = _of_worker(filters, today)
    for table, wanted in _of_tables(filters, today):
        conditions.append(sa.exists().where(table.worker_id == Worker.id, *wanted))
    return conditions


def matching(filters: Filters, *, today: date) -> Any:
    """The workers who match, gathered from whichever table is the most telling: for counting, and for short lists."""
    found: Any = sa.select(Worker.id, Worker.sort_key).where(*_of_worker(filters, today))
    for table, wanted in _of_tables(filters, today):
        found = found.join(table, table.worker_id == Worker.id).where(*wanted)
    return found.distinct()


def is_in_state(state: str, today: date, contract: type[Contract] = Contract) -> Conditions:
    """The conditions on a contract that make it abroad, abroad after its end, waiting to leave, or returned."""
    gone = contract.departed_on <= today
    still_there = sa.or_(contract.returned_on.is_(None), contract.returned_on > today)
    return {
        "abroad": [gone, still_there],
        "after_end": [gone, still_there, contract.ends_on < today],
        "waiting": [sa.or_(contract.departed_on.is_(None), contract.departed_on > today)],
        "returned": [contract.returned_on <= today],
    }.get(state, [])


def state_of(contract: Any, today: date) -> str:
    """In which of STATES a worker is by the dates of his contract; rows and Contracts alike."""
    if contract is None:
        return "no_contract"
    if contract.departed_on is None or contract.departed_on > today:
        return "waiting"
    if contract.returned_on is not None and contract.returned_on <= today:
        return "returned"
    return "after_end" if contract.ends_on < today else "abroad"


def _of_worker(filters: Filters, today: date) -> Conditions:
    conditions: Conditions = []
    if filters.area:
        conditions.append(within(Worker.office_path, filters.area))
    if filters.commune:
        conditions.append(_lives_in(filters.commune, today))
    theirs = ANY_CONTRACT.worker_id == Worker.id
    if filters.state == "returned":
        conditions.append(~sa.exists().where(theirs, *is_in_state("abroad", today, ANY_CONTRACT)))
    if filters.state == "no_contract":
        conditions.append(~sa.exists().where(theirs))
    return conditions


def _lives_in(code: str, today: date) -> sa.ColumnElement[bool]:
    """The condition that a home lies in a commune of today, under whichever name and code it was told."""
    commune = unit(code, today)
    told_as = (commune, *forerunners(commune)) if commune else ()
    return sa.or_(
        sa.false(),
        *(
            sa.and_(
                Worker.commune_code == one.code,
                Worker.commune_on.between(one.valid_from or date.min, one.valid_to or date.max),
            )
            for one in told_as
        ),
    )


def _of_tables(filters: Filters, today: date) -> list[tuple[Any, Conditions]]:
    """The conditions by the table that they are asked of; each table has a worker_id."""
    told = (
        (Contract, _of_contract(filters, today)),
        (ContactStatus, _of_contact(filters, today)),
        (Touch, _of_event(filters.event)),
        (CheckIn, [waits_today(today)] if filters.due else []),
    )
    return [(table, conditions) for table, conditions in told if conditions]


def _of_contact(filters: Filters, today: date) -> Conditions:
    conditions: Conditions = []
    if filters.contact:
        conditions.append(ContactStatus.state == filters.contact)
    if filters.silent:
        since = start_of(today - timedelta(days=filters.silent))
        conditions.append(sa.or_(ContactStatus.last_sure_at.is_(None), ContactStatus.last_sure_at < since))
    return conditions


def _of_contract(filters: Filters, today: date) -> Conditions:
    """All conditions on one and the same contract. Silence and nearing ends are asked of those abroad only."""
    conditions = is_in_state(filters.state or ("abroad" if filters.silent or filters.ends else ""), today)
    if filters.country:
        conditions.append(Contract.host_country == filters.country)
    if filters.ends:
        conditions.append(Contract.ends_on.between(today, today + timedelta(days=filters.ends)))
    if filters.sender:
        conditions.append(Contract.sender_id.in_(sa.select(Sender.id).where(Sender.ref == filters.sender)))
    return conditions


def waits_today(today: date) -> sa.ColumnElement[bool]:
    """The condition that a check-in waits for an answer whose time ends with this day."""
    return sa.and_(waiting(), CheckIn.late_at >= start_of(today), CheckIn.late_at < end_of(today))


def _of_event(ref: str) -> Conditions:
    return [Touch.disruption_id.in_(sa.select(Disruption.id).where(Disruption.ref == ref))] if ref else []
