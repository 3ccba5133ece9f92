"""Where a family's page gets its five facts: state, place, last contact, next contact, open concern."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.alerts.models import OPEN_STATES, Alert
from tracker.auth.models import Office
from tracker.auth.queries import phone_of
from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.core.text import initials
from tracker.family.models import FamilyLogin
from tracker.people.models import ContactStatus, Relative, Worker

LEVELS = {"nothing": 0, "state": 1, "last_contact": 2, "case_progress": 3}


@dataclass(frozen=True)
class Concern:
    """The three numbers of an open concern: receipt, responsible officer, deadline."""

    number: str
    officer: str
    phone: str
    reply_by: datetime


@dataclass(frozen=True)
class StatusCard:
    """Everything that a family's page may say. What is not in this card cannot leak."""

    name: str
    state: str
    country: str
    last_contact_on: datetime | None
    next_contact_at: datetime | None
    concern: Concern | None
    office: str
    office_phone: str


def status_card(login: FamilyLogin, *, today: date) -> StatusCard:
    """The card of the worker behind a login, cut to what the worker lets this relative see.

    `state` is "abroad", "preparing", "returned", or "" for the neutral page: nothing is shared, nothing is
    known, or the file is under seal.
    """
    worker = db.session.get_one(Worker, login.worker_id)
    level = LEVELS["nothing" if worker.sealed_case else login.relative.may_see]
    contact = db.session.get(ContactStatus, worker.id)
    contract = _latest_contract(worker.id)
    office = db.session.get_one(Office, worker.office_path)
    known = level >= LEVELS["state"] and contact is not None and contact.last_sure_at is not None
    dated = known and level >= LEVELS["last_contact"]
    return StatusCard(
        name=initials(worker.full_name),
        state=_state(contract, today) if known else "",
        country=contract.host_country if known and contract else "",
        last_contact_on=contact.last_sure_at if dated and contact else None,
        next_contact_at=contact.next_contact_at if dated and contact else None,
        concern=_concern(worker.id, login, level),
        office=office.name,
        office_phone=phone_of(office.path),
    )


def relative_by_ref(ref: str) -> Relative | None:
    """A relative within the scope."""
    return db.session.scalars(sa.select(Relative).where(Relative.ref == ref)).first()


def worker_of_relative(relative: Relative) -> Worker:
    """Whose relative this is."""
    return db.session.get_one(Worker, relative.worker_id)


def living_login(relative: Relative) -> FamilyLogin | None:
    """The login of a relative that has not been revoked, if any."""
    theirs = sa.select(FamilyLogin).where(FamilyLogin.relative_id == relative.id, FamilyLogin.revoked_at.is_(None))
    return db.session.scalars(theirs.order_by(FamilyLogin.id.desc()).limit(1)).first()


def _state(contract: Contract | None, today: date) -> str:
    if contract is None or contract.departed_on is None:
        return "preparing"
    return "abroad" if contract.is_abroad(today) else "returned"


def _latest_contract(worker_id: int) -> Contract | None:
    theirs = sa.select(Contract).where(Contract.worker_id == worker_id)
    latest = theirs.order_by(sa.func.coalesce(Contract.departed_on, Contract.starts_on).desc(), Contract.id.desc())
    return db.session.scalars(latest.limit(1)).first()


def _concern(worker_id: int, login: FamilyLogin, level: int) -> Concern | None:
    """The relative's own open concern; any other only when the worker lets the relative follow the case."""
    mine = Alert.cause_id == login.relative_id
    raised = sa.select(Alert).where(
        Alert.worker_id == worker_id, Alert.cause == "concern", Alert.state.in_(OPEN_STATES)
    )
    if level < LEVELS["case_progress"]:
        raised = raised.where(mine)
    found = db.session.scalars(raised.order_by(Alert.opened_at.desc()).limit(1)).first()
    if found is None:
        return None
    owner = found.owner
    return Concern(found.number, owner.display_name if owner else "", owner.phone if owner else "", found.act_by)
