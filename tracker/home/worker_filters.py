"""What the list of workers may be narrowed to, each filter as a condition on Worker."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.clock import start_of
from tracker.core.scope import within
from tracker.disruptions.models import Disruption, Touch
from tracker.people.models import ContactStatus, Worker
from tracker.senders.models import Sender

STATES = ("abroad", "after_end", "waiting", "returned", "no_contract")
Conditions = list[sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty fields narrow nothing. `ends` and `silent` count days."""

    state: str = ""
    contact: str = ""
    country: str = ""
    sender: str = ""
    area: str = ""
    commune: str = ""
    ends: int = 0
    silent: int = 0
    event: str = ""

    def set(self) -> dict[str, Any]:
        """The fields that narrow something, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


def narrowed_by(filters: Filters, *, today: date) -> Conditions:
    """The filters as conditions on Worker; each is one index range or one set of workers."""
    conditions: Conditions = []
    if filters.area:
        conditions.append(within(Worker.office_path, filters.area))
    if filters.commune:
        conditions.append(Worker.commune_code == filters.commune)
    for workers in (_by_contact(filters, today), _by_contract(filters, today), _by_event(filters.event)):
        if workers is not None:
            conditions.append(Worker.id.in_(workers))
    if filters.state == "returned":
        conditions.append(Worker.id.not_in(sa.select(Contract.worker_id).where(*is_in_state("abroad", today))))
    if filters.state == "no_contract":
        conditions.append(~sa.exists().where(Contract.worker_id == Worker.id))
    return conditions


def is_in_state(state: str, today: date) -> Conditions:
    """The conditions on a contract that make it abroad, abroad after its end, waiting to leave, or returned."""
    gone = Contract.departed_on <= today
    back = Contract.returned_on <= today
    still_there = sa.or_(Contract.returned_on.is_(None), Contract.returned_on > today)
    return {
        "abroad": [gone, still_there],
        "after_end": [gone, still_there, Contract.ends_on < today],
        "waiting": [sa.or_(Contract.departed_on.is_(None), Contract.departed_on > today)],
        "returned": [back],
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


def _by_contact(filters: Filters, today: date) -> sa.Select[Any] | None:
    conditions: Conditions = []
    if filters.contact:
        conditions.append(ContactStatus.state == filters.contact)
    if filters.silent:
        since = start_of(today - timedelta(days=filters.silent))
        conditions.append(sa.or_(ContactStatus.last_sure_at.is_(None), ContactStatus.last_sure_at < since))
    return sa.select(ContactStatus.worker_id).where(*conditions) if conditions else None


def _by_contract(filters: Filters, today: date) -> sa.Select[Any] | None:
    """All conditions on one and the same contract. Silence and nearing ends are asked of those abroad only."""
    state = filters.state or ("abroad" if filters.silent or filters.ends else "")
    conditions = is_in_state(state, today)
    if filters.country:
        conditions.append(Contract.host_country == filters.country)
    if filters.ends:
        conditions.append(Contract.ends_on.between(today, today + timedelta(days=filters.ends)))
    if filters.sender:
        conditions.append(Contract.sender_id.in_(sa.select(Sender.id).where(Sender.ref == filters.sender)))
    return sa.select(Contract.worker_id).where(*conditions) if conditions else None


def _by_event(ref: str) -> sa.Select[Any] | None:
    if not ref:
        return None
    return (
        sa.select(Touch.worker_id).join(Disruption, Disruption.id == Touch.disruption_id).where(Disruption.ref == ref)
    )
