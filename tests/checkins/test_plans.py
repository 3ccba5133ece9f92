"""Every worker abroad has a plan, nobody else has one, and newcomers are not all asked on one day."""

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, offices
from tests.checkins.cases import a_plan, check_ins, contact, day, due, messages
from tracker.checkins import jobs, queries
from tracker.checkins.actions import close_plans, open_missing_plans
from tracker.checkins.models import Plan, PlanDue
from tracker.checkins.rhythms import phase
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction

TODAY = date(2020, 7, 15)


def opened() -> int:
    with transaction():
        return open_missing_plans(now=day(15))


def test_a_departure_opens_a_plan_by_itself_with_the_first_question_on_the_third_day(house: Flask) -> None:
    offices()
    with transaction():
        contract = a_contract_abroad(a_worker(), departed_on=TODAY, ends_on=date(2023, 7, 14))

    assert (opened(), opened()) == (1, 0)

    plan = db.session.scalars(sa.select(Plan)).one()
    assert (plan.contract_id, plan.rhythm, plan.state) == (contract.id, "arrival", "active")
    assert due(plan).next_open_at == clock.at("2020-07-18T08:00")
    assert contact(plan).next_contact_at == due(plan).next_open_at


def test_nobody_at_home_has_a_plan(house: Flask) -> None:
    offices()
    with transaction():
        a_contract_abroad(a_worker(), departed_on=None)
        a_contract_abroad(a_worker(), departed_on=date(2020, 7, 16))
        a_contract_abroad(a_worker(), returned_on=date(2020, 7, 15))

    assert opened() == 0
    assert not queries.lacks_plans(day(15))


def test_somebody_still_abroad_after_the_contracts_end_has_a_plan(house: Flask) -> None:
    offices()
    with transaction():
        a_contract_abroad(a_worker(), ends_on=date(2020, 1, 31))

    assert opened() == 1
    assert db.session.scalars(sa.select(Plan.rhythm)).one() == "last_60"


def test_workers_brought_in_by_a_list_are_spread_over_two_weeks(house: Flask) -> None:
    offices()
    with transaction():
        for _ in range(28):
            a_contract_abroad(a_worker())

    assert opened() == 28
    days = [(at - day(15)).days for at in db.session.scalars(sa.select(PlanDue.next_open_at))]
    assert {days.count(number) for number in range(14)} == {2}


def test_the_plan_in_sql_has_the_phase_of_the_pure_rule(house: Flask) -> None:
    offices()
    with transaction():
        for ago in (1, 29, 30, 31, 89, 90, 91, 400):
            for left in (-30, 10, 59, 60, 61, 500):
                departed = TODAY - timedelta(days=ago)
                a_contract_abroad(
                    a_worker(), departed_on=departed, starts_on=departed - timedelta(days=500),
                    ends_on=TODAY + timedelta(days=left),
                )  # fmt: skip
    opened()

    rows = db.session.execute(sa.select(Plan.rhythm, Contract).join(Contract, Contract.id == Plan.contract_id))
    for rhythm, contract in rows:
        assert rhythm == phase(departed_on=contract.departed_on, ends_on=contract.ends_on, first=True, today=TODAY)


def test_a_return_closes_the_plan_and_takes_back_what_was_asked(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    jobs.sweep()
    with transaction():
        db.session.execute(sa.update(Contract).values(returned_on=TODAY))

    with transaction():
        assert close_plans(now=day(15)) == 1

    assert [one.state for one in check_ins(plan)] == ["cancelled"]
    assert [(one.state, one.outcome) for one in messages()] == [("cancelled", "returned")]
    assert db.session.get(PlanDue, plan.id) is None
    assert (contact(plan).state, contact(plan).next_contact_at) == ("closed", None)


def test_somebody_who_leaves_again_begins_anew(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    with transaction():
        db.session.execute(sa.update(Contract).values(returned_on=TODAY))
    jobs.sweep()
    with transaction():
        again = Contract(**{name: getattr(db.session.get_one(Contract, plan.contract_id), name) for name in KEPT})
        again.ref, again.returned_on, again.departed_on = "HD-AGAIN", None, TODAY
        db.session.add(again)

    jobs.sweep()
    assert contact(plan).state == "new"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PlanDue)) == 1


KEPT = ("worker_id", "form", "host_country", "starts_on", "ends_on", "term_months", "created_at")
