"""A plan for every worker abroad, and none for those who are back."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.audit.actions import Actor
from tracker.checkins.actions.rows import (
    BATCH,
    by_rhythm,
    changed,
    instant,
    next_openings,
    note_next_contact,
    set_contact_state,
)
from tracker.checkins.models import WAITING_STATES, CheckIn, Plan, PlanDue
from tracker.checkins.queries import still_abroad
from tracker.checkins.rhythms import (
    ARRIVAL_DAY,
    ARRIVAL_HOUR,
    ARRIVAL_LASTS,
    FIRST_DAYS,
    LAST_DAYS,
    RHYTHMS,
    SET_BY_HAND,
)
from tracker.contracts.models import Contract
from tracker.core.clock import day_of, start_of
from tracker.core.db import db, insert_missing
from tracker.messages import actions as post_room
from tracker.people.models import ContactStatus

SPREAD_DAYS = 14


class RhythmChangedMeanwhile(Exception):
    """Somebody else changed how often the worker is asked since the page was read; `stands` is the rhythm now."""

    def __init__(self, stands: str) -> None:
        super().__init__(stands)
        self.stands = stands


def open_missing_plans(*, now: datetime, contract_id: int | None = None) -> int:
    """Open a plan for up to a batch of workers abroad who have none; how many. Safe to run twice, and by two at once.

    New arrivals are asked on the third day. Others, found late or imported, are spread over two weeks. A plan that was
    closed for a journey which proved wrong is taken up again: its check-ins are counted on.
    `contract_id`: for this contract alone, as when a departure has just been recorded.
    """
    today = day_of(now)
    known = sa.select(Plan.id).where(Plan.contract_id == Contract.id).exists()
    lacking = (
        sa.select(Contract.worker_id, Contract.id, _phase(today, first=sa.true()), sa.literal("active"), instant(now))
        .where(*still_abroad(today), ~known, *_this(contract_id))
        .order_by(Contract.id)
        .limit(BATCH)
    )
    opened = insert_missing(db.session(), Plan, ("worker_id", "contract_id", "rhythm", "state", "created_at"), lacking)
    opened = opened or _take_up(today, contract_id)  # rare: looked for once nobody lacks a plan of his own any more
    give_due_times(now=now, contract_id=contract_id)
    if opened:
        audit.record("plans.opened", ("check_in_plan", ""), by=None, now=now, count=opened)
    return opened


def close_plans(*, now: datetime, contract_id: int | None = None) -> int:
    """Close up to a batch of plans whose worker has come back; how many. What was asked meanwhile is taken back."""
    today = day_of(now)
    over = (
        sa.select(Plan.id)
        .join(Contract, Contract.id == Plan.contract_id)
        .where(Plan.state != "closed", Contract.returned_on <= today, *_this(contract_id))
    )
    ids = list(db.session.scalars(over.order_by(Plan.id).limit(BATCH)))
    if not ids:
        return 0
    return close(ids, why="returned", now=now)


def close(ids: list[int], *, why: str, now: datetime) -> int:
    """Close these plans; how many. What their workers were asked meanwhile is taken back, with this as the reason."""
    workers = list(db.session.scalars(sa.select(Plan.worker_id).where(Plan.id.in_(ids))))
    _withdraw(CheckIn.plan_id.in_(ids), why=why, now=now)
    changed(sa.delete(PlanDue).where(PlanDue.plan_id.in_(ids)))
    closed = changed(sa.update(Plan).where(Plan.id.in_(ids)).values(state="closed"))
    _close_contact(workers)
    audit.record("plans.closed", ("check_in_plan", ""), by=None, now=now, count=closed)
    return closed


def change_rhythm(plan: Plan, rhythm: str, *, by: Actor | None, now: datetime, seen: str | None = None) -> bool:
    """Ask more or less often from the next check-in on; whether that is new. "normal" follows the contract's phase.

    While an event sets the pace, the rhythm waits for its end. `seen` is the rhythm, as `by_hand` tells it, that
    whoever changes it has read. Raises KeyError for an unknown rhythm, RhythmChangedMeanwhile.
    """
    wanted = RHYTHMS[rhythm].name
    db.session.refresh(plan, with_for_update=True)
    stands = by_hand(plan)
    if stands == wanted:
        return False
    if seen not in (None, stands):
        raise RhythmChangedMeanwhile(stands)
    audit.record("plan.rhythm", ("check_in_plan", str(plan.id)), by=by, now=now, was=plan.rhythm, rhythm=wanted)
    plan.rhythm = wanted
    db.session.flush()
    if plan.paced_by is None:
        _ask_no_later(plan, now=now)
    return True


def follow_terms(contract_id: int, *, now: datetime) -> None:
    """Ask as a contract has it whose terms were corrected: in the rhythm of the phase in which it is now.

    A rhythm that an officer or an event has set stays, and so does what was asked already. The turn must be held.
    """
    mine = sa.select(Plan).where(Plan.contract_id == contract_id, Plan.state == "active")
    plan = db.session.scalars(mine, execution_options={"populate_existing": True}).first()
    if plan is not None and plan.paced_by is None:
        _ask_no_later(plan, now=now)


def by_hand(plan: Plan) -> str:
    """The rhythm that somebody set; "normal" when it follows from the contract."""
    return plan.rhythm if plan.rhythm in SET_BY_HAND else "normal"


def rephase(ids: list[int], today: date) -> None:
    """Give the plans whose turn has come the rhythm of an event, of an officer, or of the phase they are in now."""
    by_itself = _phase(today, first=PlanDue.cycle_no == 1)
    in_force = (
        sa.select(
            sa.case(
                (Plan.paced_by.is_not(None), Plan.pace),
                (Plan.rhythm.in_(SET_BY_HAND), Plan.rhythm),
                else_=by_itself,
            )
        )
        .join(Contract, Contract.id == Plan.contract_id)
        .where(Plan.id == PlanDue.plan_id)
        .correlate(PlanDue)
    )
    changed(sa.update(PlanDue).where(PlanDue.plan_id.in_(ids)).values(rhythm=in_force.scalar_subquery()))


def give_due_times(*, now: datetime, contract_id: int | None = None) -> int:
    """The narrow row of every active plan that has none: new plans, and plans taken up again; how many."""
    today = day_of(now)
    has_one = sa.select(PlanDue.plan_id).where(PlanDue.plan_id == Plan.id).exists()
    used = sa.select(sa.func.coalesce(sa.func.max(CheckIn.cycle_no), 0)).where(CheckIn.plan_id == Plan.id)
    rows = (
        sa.select(Plan.id, Plan.worker_id, Plan.rhythm, _first_opening(today, now), used.scalar_subquery() + 1)
        .join(Contract, Contract.id == Plan.contract_id)
        .where(Plan.state == "active", ~has_one, *_this(contract_id))
        .order_by(Plan.id)
        .limit(BATCH)
    )
    waiting = list(db.session.scalars(rows.with_only_columns(Plan.worker_id)))
    given = insert_missing(db.session(), PlanDue, ("plan_id", "worker_id", "rhythm", "next_open_at", "cycle_no"), rows)
    _know_contact(waiting)
    note_next_contact(waiting)
    return given


def _ask_no_later(plan: Plan, *, now: datetime) -> None:
    """Give a plan the rhythm in force, and open its next check-in no later than that rhythm would from now on."""
    rephase([plan.id], day_of(now))
    latest = by_rhythm(PlanDue.rhythm, next_openings(now))
    later = (PlanDue.plan_id == plan.id, PlanDue.next_open_at > latest)
    changed(sa.update(PlanDue).where(*later).values(next_open_at=latest))
    note_next_contact([plan.worker_id])


def _this(contract_id: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if contract_id is None else (Contract.id == contract_id,)


def _take_up(today: date, contract_id: int | None) -> int:
    """Let closed plans of workers who are abroad run again: the return was none, or they have left after all."""
    closed = (
        sa.select(Plan.id)
        .join(Contract, Contract.id == Plan.contract_id)
        .where(Plan.state == "closed", *still_abroad(today), *_this(contract_id))
    )
    ids = list(db.session.scalars(closed.order_by(Plan.id).limit(BATCH)))
    return changed(sa.update(Plan).where(Plan.id.in_(ids), Plan.state == "closed").values(state="active"))


def _phase(today: date, *, first: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    """`rhythms.phase` as an expression on the contract."""
    new = Contract.departed_on > today - timedelta(days=ARRIVAL_LASTS)
    return sa.case(
        (sa.and_(first, new), sa.literal("arrival")),
        (Contract.ends_on <= today + timedelta(days=LAST_DAYS), sa.literal("last_60")),
        (Contract.departed_on > today - timedelta(days=FIRST_DAYS), sa.literal("first_90")),
        else_=sa.literal("normal"),
    )


def _know_contact(workers: list[int]) -> None:
    """The narrow status row of workers who were brought in without one; somebody who leaves again begins anew."""
    columns = ("worker_id", "state", "last_sure_kind", "last_weak_kind")
    values: tuple[Any, ...] = (Plan.worker_id, sa.literal("new"), sa.literal(""), sa.literal(""))
    insert_missing(db.session(), ContactStatus, columns, sa.select(*values).where(Plan.worker_id.in_(workers)))
    set_contact_state(workers, "new", of=("closed",))


def _first_opening(today: date, now: datetime) -> sa.ColumnElement[Any]:
    """The third morning after a recent departure; for the others a day of the coming two weeks by their number."""
    arrivals = [today - timedelta(days=days) for days in range(ARRIVAL_LASTS)]
    settled = timedelta(days=ARRIVAL_DAY, hours=ARRIVAL_HOUR)
    new = {day: instant(start_of(day) + settled) for day in arrivals}
    spread = {days: instant(now + timedelta(days=days)) for days in range(1, SPREAD_DAYS)}
    in_turn = sa.case(spread, value=Contract.id % SPREAD_DAYS, else_=instant(now))
    return sa.case(
        (Contract.departed_on > today - timedelta(days=ARRIVAL_LASTS), sa.case(new, value=Contract.departed_on)),
        else_=in_turn,
    )


def _withdraw(which: sa.ColumnElement[bool], *, why: str, now: datetime) -> None:
    """Cancel check-ins that still wait, and the messages about them."""
    waiting = sa.select(CheckIn.ref).where(which, CheckIn.state.in_(WAITING_STATES))
    refs = list(db.session.scalars(waiting))
    changed(sa.update(CheckIn).where(CheckIn.ref.in_(refs)).values(state="cancelled", next_step_at=None))
    post_room.cancel_about("check_in", refs, why=why, now=now)


def _close_contact(workers: list[int]) -> None:
    """Workers with no plan left are no longer looked for; an officer's own decision stays."""
    still = sa.select(Plan.id).where(Plan.worker_id == ContactStatus.worker_id, Plan.state != "closed").exists()
    here = (ContactStatus.worker_id.in_(workers), ContactStatus.state != "lost_contact", ~still)
    changed(sa.update(ContactStatus).where(*here).values(state="closed", next_contact_at=None))
