"""Workers with a plan, and short ways to look at what the engine made of them."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.cast import OFFICES, a_contract_abroad, a_worker, offices
from tracker.auth.models import Office
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.core import clock, crypto
from tracker.core.db import db, transaction
from tracker.messages.models import Message
from tracker.people.models import ContactPoint, ContactStatus
from tracker.people.secrets import seal_contact


def day(number: int, hour: int = 12) -> datetime:
    """An hour (in Vietnam) of a day of July 2020; days past the 31st run on."""
    return clock.at("2020-07-01T00:00") + timedelta(days=number - 1, hours=hour)


def a_plan(
    *, next_open_at: datetime, rhythm: str = "normal", phone: str | None = "", cycle_no: int = 1, **contract: Any
) -> Plan:
    """A worker abroad with one phone and a plan whose turn comes at this instant."""
    with transaction():
        if db.session.get(Office, OFFICES[0][0]) is None:
            _open_offices()
        worker = a_worker()
        terms = a_contract_abroad(worker, **contract)
        if phone is not None:
            a_phone(worker.id, phone or f"+8869{worker.id:08d}")
        plan = Plan(worker_id=worker.id, contract_id=terms.id, rhythm=rhythm, created_at=clock.now())
        db.session.add(plan)
        db.session.flush()
        db.session.add(
            PlanDue(plan_id=plan.id, worker_id=worker.id, rhythm=rhythm, next_open_at=next_open_at, cycle_no=cycle_no)
        )
    return plan


def a_phone(worker_id: int, value: str, *, kind: str = "phone", **more: Any) -> ContactPoint:
    """A contact point of a worker. Call inside a transaction."""
    ref = crypto.new_ref("LL")
    sealed = seal_contact(kind, value, ref)
    point = ContactPoint(
        ref=ref,
        worker_id=worker_id,
        kind=kind,
        value_sealed=sealed.value_sealed,
        value_index=sealed.value_index,
        last4_index=sealed.last4_index,
        place=sealed.place,
        created_at=clock.now(),
        **more,
    )
    db.session.add(point)
    db.session.flush()
    return point


def check_ins(plan: Plan) -> list[CheckIn]:
    """The check-ins of a plan as the database has them now, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(sa.select(CheckIn).where(CheckIn.plan_id == plan.id).order_by(CheckIn.cycle_no)))


def due(plan: Plan) -> PlanDue:
    """When a plan is due, as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(PlanDue, plan.id)


def contact(plan: Plan) -> ContactStatus:
    """The worker's contact status as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(ContactStatus, plan.worker_id)


def messages() -> list[Message]:
    """Every message, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def _open_offices() -> None:
    names = ("path", "parent_path", "level", "unit_code", "name")
    db.session.add_all(Office(**dict(zip(names, row, strict=True))) for row in OFFICES)
    db.session.flush()


__all__ = ["a_phone", "a_plan", "check_ins", "contact", "day", "due", "messages", "offices"]
