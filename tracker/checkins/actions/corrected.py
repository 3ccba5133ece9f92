"""What a corrected journey means for the plan: it runs on, it is called off, or its first question moves."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from tracker.checkins.actions.plans import close, give_due_times, open_missing_plans, rephase
from tracker.checkins.actions.rows import changed, note_next_contact, set_contact_state
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.checkins.rhythms import A_DAY, ARRIVAL_DAY, ARRIVAL_HOUR, RHYTHMS, SET_BY_HAND, phase
from tracker.contracts.models import Contract
from tracker.core.clock import day_of, start_of
from tracker.core.db import db
from tracker.people.models import ContactStatus

TOLD = ("missed", "answered_ok", "answered_problem", "answered_help", "confirmed_by_third")


def run_on(contract: Contract, *, now: datetime) -> bool:
    """The return was none: the plan runs again from a turn that lies ahead; whether it had been closed. Safe to repeat.

    Nothing is caught up on, and nobody is silent for the time in which nobody asked. Whoever has surely been heard of
    is asked in his turn, counted from then; somebody new on his third day; everybody else the next morning, also who
    had not answered yet when the return was recorded.
    """
    if not open_missing_plans(now=now, contract_id=contract.id):
        return False
    plan = db.session.scalars(sa.select(Plan).where(Plan.contract_id == contract.id)).one()
    rephase([plan.id], day_of(now))
    turn = _next_turn(plan, contract, now=now)
    changed(sa.update(PlanDue).where(PlanDue.plan_id == plan.id).values(next_open_at=turn))
    note_next_contact([plan.worker_id])
    set_contact_state([plan.worker_id], _stood(plan.worker_id), of=("new",))
    return True


def call_off(contract: Contract, *, now: datetime) -> int:
    """The departure was none: the plan is closed, and what was asked is taken back; how many plans. Safe to repeat.

    Who has never come home from abroad waits as before the departure; an officer's own decision stays.
    """
    running = sa.select(Plan.id).where(Plan.contract_id == contract.id, Plan.state != "closed")
    closed = close(list(db.session.scalars(running)), why="not_departed", now=now)
    came_home = sa.exists().where(Contract.worker_id == ContactStatus.worker_id, Contract.returned_on.is_not(None))
    waits = sa.select(ContactStatus.worker_id).where(ContactStatus.worker_id == contract.worker_id, ~came_home)
    set_contact_state(list(db.session.scalars(waits)), "new", of=("closed",))
    return closed


def follow_departure(contract: Contract, *, now: datetime) -> bool:
    """The day of departure was corrected: the first question moves with it, if it was not asked; whether it moved.

    Not where an event sets the pace, or where the worker was surely heard of since the plan was opened.
    """
    plan = db.session.scalars(sa.select(Plan).where(Plan.contract_id == contract.id, Plan.state == "active")).first()
    if plan is None or contract.departed_on is None:
        return False
    heard, asked = _heard_at(plan.worker_id), _last_turn(CheckIn.plan_id == plan.id)
    if asked is not None or plan.paced_by is not None or (heard is not None and heard >= plan.created_at):
        return False
    if plan.rhythm not in SET_BY_HAND:
        today = day_of(now)
        plan.rhythm = phase(departed_on=contract.departed_on, ends_on=contract.ends_on, first=True, today=today)
    db.session.flush()
    changed(sa.delete(PlanDue).where(PlanDue.plan_id == plan.id))
    return give_due_times(now=now, contract_id=contract.id) == 1


def _next_turn(plan: Plan, contract: Contract, *, now: datetime) -> datetime:
    """When somebody is asked whose plan stood still: never before the next morning."""
    morning = start_of(day_of(now) + A_DAY) + timedelta(hours=ARRIVAL_HOUR)
    due = db.session.get_one(PlanDue, plan.id, populate_existing=True)
    heard, last = _heard_at(plan.worker_id), _last_turn(CheckIn.plan_id == plan.id)
    if heard is not None and not (last and last.state == "cancelled" and last.opened_at > heard):
        return max(heard + RHYTHMS[due.rhythm].every, morning)
    if last is None and contract.departed_on is not None:
        return max(start_of(contract.departed_on) + timedelta(days=ARRIVAL_DAY, hours=ARRIVAL_HOUR), morning)
    return morning


def _stood(worker_id: int) -> str:
    """How the worker stands by what was asked and heard: a silence that nothing has ended goes on."""
    heard, last = _heard_at(worker_id), _last_turn(CheckIn.worker_id == worker_id, CheckIn.state.in_(TOLD))
    if last is not None and last.state == "missed" and (heard is None or heard < last.opened_at):
        return "silent"
    return "in_touch" if heard is not None else "new"


def _heard_at(worker_id: int) -> datetime | None:
    """When the worker was last surely heard of; that somebody travelled is no word from him."""
    sure = sa.select(ContactStatus.last_sure_at).where(
        ContactStatus.worker_id == worker_id, ContactStatus.last_sure_kind != "travel_record"
    )
    return db.session.scalar(sure)


def _last_turn(*which: sa.ColumnElement[bool]) -> CheckIn | None:
    newest = sa.select(CheckIn).where(*which).order_by(CheckIn.opened_at.desc(), CheckIn.id.desc())
    return db.session.scalars(newest.limit(1), execution_options={"populate_existing": True}).first()
