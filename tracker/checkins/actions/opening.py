"""Open what is due: one bounded batch of set-based statements, each repeating what makes a plan due."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.checkins.actions.asking import ask, zone_of
from tracker.checkins.actions.plans import rephase
from tracker.checkins.actions.rows import (
    BATCH,
    by_rhythm,
    changed,
    instant,
    next_openings,
    note_next_contact,
    workers_of_plans,
)
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.checkins.rhythms import RHYTHMS
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db, insert_missing, lock_for_claim
from tracker.core.refs import random_ref
from tracker.people.models import ContactPoint

COLUMNS = (
    "ref",
    "plan_id",
    "worker_id",
    "cycle_no",
    "rhythm",
    "state",
    "opened_at",
    "remind_at",
    "late_at",
    "missed_at",
    "next_step_at",
    "disruption_id",
)


def open_due(*, now: datetime, most: int = BATCH) -> int:
    """Open a check-in for up to `most` plans whose turn has come; how many. Safe to repeat, and by two at once."""
    ids = _take_due(now, most)
    return _open_turns(ids, now=now) if ids else 0


def open_now(plan: Plan, at: ContactPoint, *, by: UserAccount, now: datetime) -> int:
    """Let the turn of one plan fall due at this instant and open it as the sweep would, asking at this address."""
    changed(sa.update(PlanDue).where(PlanDue.plan_id == plan.id, PlanDue.next_open_at > now).values(next_open_at=now))
    return _open_turns([plan.id], now=now, at=at, by=by)


def _open_turns(ids: list[int], *, now: datetime, at: ContactPoint | None = None, by: UserAccount | None = None) -> int:
    """Open the turn of plans that are due; how many.

    1. Give them the rhythm of their phase. 2. Open the check-in. 3. Queue the question. 4. Move the due time: only
    where it is still due and the check-in of this turn stands.
    """
    rephase(ids, day_of(now))
    opened = _open(ids, now)
    ask(_just_opened(ids), "ask", now=now, at=at, by=by)
    _move_on(ids, now)
    note_next_contact(workers_of_plans(ids))
    audit.record("check_ins.opened", ("check_in", ""), by=by, now=now, count=opened)
    return opened


def _take_due(now: datetime, most: int) -> list[int]:
    """Some of the plans that are due, in no order, so that the index alone finds them; others take others."""
    due = sa.select(PlanDue.plan_id).where(PlanDue.rhythm.in_(tuple(RHYTHMS)), PlanDue.next_open_at <= now)
    return list(db.session.scalars(lock_for_claim(due.limit(most), db.session())))


def _open(ids: list[int], now: datetime) -> int:
    """The check-ins themselves, with their times as a snapshot of the rhythm. One per plan and turn, by unique key."""
    times = {name: rhythm.times(now) for name, rhythm in RHYTHMS.items()}
    usual = by_rhythm(PlanDue.rhythm, {name: time.remind_at for name, time in times.items()})
    remind_at, by_country = _remind_at(ids, usual, now)
    rows = sa.select(
        random_ref(),
        PlanDue.plan_id,
        PlanDue.worker_id,
        PlanDue.cycle_no,
        PlanDue.rhythm,
        sa.literal("open"),
        instant(now),
        remind_at,
        by_rhythm(PlanDue.rhythm, {name: time.late_at for name, time in times.items()}),
        by_rhythm(PlanDue.rhythm, {name: time.missed_at for name, time in times.items()}),
        remind_at,
        Plan.paced_by,
    ).join(Plan, Plan.id == PlanDue.plan_id)
    rows = rows.join(Contract, Contract.id == Plan.contract_id) if by_country else rows
    due = rows.where(PlanDue.plan_id.in_(ids), PlanDue.next_open_at <= now)
    return insert_missing(db.session(), CheckIn, COLUMNS, due)


def _remind_at(ids: list[int], usual: sa.ColumnElement[Any], now: datetime) -> tuple[sa.ColumnElement[Any], bool]:
    """When these are reminded: as usual, and where that is within a day, by the hours of their country.

    Also whether the contract is needed to tell: mostly nobody among those who are due is asked that often.
    """
    soon = [rhythm for rhythm in RHYTHMS.values() if rhythm.reminds_within_a_day]
    asked_often = (PlanDue.plan_id.in_(ids), PlanDue.rhythm.in_([rhythm.name for rhythm in soon]))
    theirs = sa.select(Contract.host_country).join(Plan, Plan.contract_id == Contract.id)
    countries = db.session.scalars(theirs.join(PlanDue, PlanDue.plan_id == Plan.id).where(*asked_often).distinct())
    zones = {country: ZoneInfo(zone_of(country)) for country in countries}
    local = [
        (
            sa.and_(PlanDue.rhythm == rhythm.name, Contract.host_country == country),
            instant(rhythm.times(now, zone).remind_at),
        )
        for rhythm in soon
        for country, zone in zones.items()
    ]
    return (sa.case(*local, else_=usual), True) if local else (usual, False)


def _just_opened(ids: list[int]) -> sa.ColumnElement[bool]:
    this_turn = sa.select(PlanDue.cycle_no).where(PlanDue.plan_id == CheckIn.plan_id).scalar_subquery()
    return sa.and_(CheckIn.plan_id.in_(ids), CheckIn.cycle_no == this_turn)


def _move_on(ids: list[int], now: datetime) -> int:
    stands = sa.select(CheckIn.id).where(CheckIn.plan_id == PlanDue.plan_id, CheckIn.cycle_no == PlanDue.cycle_no)
    return changed(
        sa.update(PlanDue)
        .where(PlanDue.plan_id.in_(ids), PlanDue.next_open_at <= now, stands.exists())
        .values(next_open_at=by_rhythm(PlanDue.rhythm, next_openings(now)), cycle_no=PlanDue.cycle_no + 1)
    )
