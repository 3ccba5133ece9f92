"""A departure or a return that was recorded wrongly, and what its correction means for who is asked, and when."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from tests.checkins.cases import a_plan, check_ins, contact, day, due, messages
from tracker.alerts.models import Alert
from tracker.auth.actions import add_user
from tracker.checkins import jobs
from tracker.checkins.actions import (
    call_off,
    close_plans,
    follow_departure,
    open_missing_plans,
    record_answer,
    record_contact,
    run_on,
    set_pace,
)
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people.actions import record_sign
from tracker.people.models import ContactStatus

LEFT = date(2020, 7, 1)
ON_THE_THIRD_DAY = day(4, 8)
NEXT_MORNING = day(16, 8)


def newly_gone(*, next_open_at: datetime = ON_THE_THIRD_DAY, **more: Any) -> Plan:
    """Somebody who left on 1 July, with the sure sign that a departure is."""
    plan = a_plan(next_open_at=next_open_at, rhythm="arrival", departed_on=LEFT, ends_on=date(2023, 6, 30), **more)
    with transaction():
        record_sign(plan.worker_id, "travel_record", clock.start_of(LEFT), source="exit", now=day(1))
    return plan


def came_home(plan: Plan, *, at: datetime) -> None:
    """A return recorded on this day, as the pages record it."""
    with transaction():
        contract_of(plan).returned_on = clock.day_of(at)
        db.session.flush()
        close_plans(now=at, contract_id=plan.contract_id)


def not_home_after_all(plan: Plan, *, at: datetime) -> bool:
    with transaction():
        contract_of(plan).returned_on = None
        db.session.flush()
        return run_on(contract_of(plan), now=at)


def never_left(plan: Plan, *, at: datetime) -> int:
    with transaction():
        contract_of(plan).departed_on = None
        db.session.flush()
        return call_off(contract_of(plan), now=at)


def left_on(plan: Plan, on: date, *, at: datetime) -> bool:
    """The day of departure corrected."""
    with transaction():
        contract_of(plan).departed_on = on
        db.session.flush()
        return follow_departure(contract_of(plan), now=at)


def contract_of(plan: Plan) -> Contract:
    return db.session.get_one(Contract, plan.contract_id)


def swept(*, at: datetime) -> None:
    with clock.stopped_at(at.isoformat()):
        jobs.sweep()


def answered(plan: Plan, *, at: datetime) -> None:
    with transaction():
        record_answer(check_ins(plan)[-1], "ok", "link", at)


def alerts() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Alert)) or 0


def state(plan: Plan) -> str:
    db.session.expire_all()
    return db.session.get_one(Plan, plan.id).state


def test_whoever_had_answered_is_asked_again_in_his_turn_counted_from_the_answer(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)
    answered(plan, at=day(5))
    came_home(plan, at=day(8))

    assert not_home_after_all(plan, at=day(10)) is True

    assert (state(plan), due(plan).next_open_at, due(plan).cycle_no) == ("active", day(19), 2)
    assert (contact(plan).state, contact(plan).next_contact_at) == ("in_touch", day(19))


def test_whoever_had_not_answered_when_the_return_was_recorded_is_asked_again_the_next_morning(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)
    came_home(plan, at=day(5))

    not_home_after_all(plan, at=day(15))

    assert due(plan).next_open_at == NEXT_MORNING
    swept(at=NEXT_MORNING)
    assert [one.state for one in check_ins(plan)] == ["cancelled", "open"]


def test_nobody_is_silent_for_the_months_in_which_nobody_asked_and_no_turn_is_caught_up_on(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)
    answered(plan, at=day(5))
    came_home(plan, at=day(6))
    for later in range(7, 180, 30):
        swept(at=day(later))

    not_home_after_all(plan, at=day(180))
    swept(at=day(180, 13))

    assert due(plan).next_open_at == day(181, 8)
    assert [one.state for one in check_ins(plan)] == ["answered_ok"]
    assert (contact(plan).state, alerts()) == ("in_touch", 0)
    for later in (181, 182):
        swept(at=day(later, 9))
    assert len(check_ins(plan)) == 2


def test_a_first_question_that_still_lies_ahead_keeps_its_third_morning(house: Flask) -> None:
    plan = newly_gone()
    came_home(plan, at=day(2))

    not_home_after_all(plan, at=day(2, 15))

    assert (due(plan).next_open_at, due(plan).rhythm, due(plan).cycle_no) == (ON_THE_THIRD_DAY, "arrival", 1)
    assert contact(plan).state == "new"


def test_a_silence_from_before_the_wrong_return_goes_on_without_another_alert(house: Flask) -> None:
    plan = newly_gone()
    for hours in range(0, 24 * 8, 12):
        swept(at=ON_THE_THIRD_DAY + timedelta(hours=hours))
    assert (contact(plan).state, alerts()) == ("silent", 1)
    came_home(plan, at=day(13))
    assert contact(plan).state == "closed"

    not_home_after_all(plan, at=day(15))
    swept(at=day(15, 13))

    assert (contact(plan).state, alerts()) == ("silent", 1)
    assert due(plan).next_open_at == NEXT_MORNING


def test_an_officers_call_counts_as_an_answer_does(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)
    with transaction():
        record_sign(plan.worker_id, "officer_call", day(14), now=day(14))
    came_home(plan, at=day(14, 15))

    not_home_after_all(plan, at=day(15))

    assert (due(plan).next_open_at, contact(plan).state) == (day(28), "in_touch")


def test_a_contract_that_came_by_list_as_ended_gets_its_first_plan_with_a_turn_ahead(house: Flask) -> None:
    plan = newly_gone()
    came_home(plan, at=day(5))
    with transaction():
        db.session.execute(sa.delete(Plan))
    contract = db.session.scalars(sa.select(Contract)).one()

    with transaction():
        contract.returned_on = None
        db.session.flush()
        assert run_on(contract, now=day(15)) is True
        assert run_on(contract, now=day(15)) is False

    assert db.session.scalars(sa.select(PlanDue)).one().next_open_at == NEXT_MORNING


def test_a_contact_that_an_officer_called_lost_stays_lost(house: Flask) -> None:
    plan = newly_gone()
    with transaction():
        db.session.execute(sa.update(ContactStatus).values(state="lost_contact"))
    came_home(plan, at=day(5))

    not_home_after_all(plan, at=day(15))

    assert (state(plan), contact(plan).state) == ("active", "lost_contact")


def test_an_event_that_sets_the_pace_goes_on_doing_so_where_a_return_was_none(house: Flask) -> None:
    plan = newly_gone()
    with transaction():
        set_pace(sa.select(sa.literal(plan.worker_id)), event_id=7, rhythm="disruption", now=day(5))
    came_home(plan, at=day(6))

    not_home_after_all(plan, at=day(15))

    assert (due(plan).rhythm, due(plan).next_open_at) == ("disruption", NEXT_MORNING)


def test_a_departure_that_was_none_withdraws_the_question_and_leaves_no_silence_behind(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)

    assert never_left(plan, at=day(4, 10)) == 1
    for later in range(5, 40):
        swept(at=day(later))

    assert (state(plan), db.session.get(PlanDue, plan.id)) == ("closed", None)
    assert [one.state for one in check_ins(plan)] == ["cancelled"]
    assert [(one.state, one.outcome) for one in messages()] == [("cancelled", "not_departed")]
    assert (contact(plan).state, contact(plan).next_contact_at, alerts()) == ("new", None, 0)


def test_a_departure_that_was_none_leaves_who_came_home_earlier_as_closed(house: Flask) -> None:
    plan = newly_gone()
    with transaction():
        before = {name: getattr(contract_of(plan), name) for name in KEPT}
        db.session.add(Contract(ref="HD-BEFORE", departed_on=date(2018, 1, 1), returned_on=date(2019, 1, 1), **before))

    never_left(plan, at=day(3))

    assert contact(plan).state == "closed"


KEPT = ("worker_id", "form", "host_country", "starts_on", "ends_on", "term_months", "created_at")


def test_whoever_leaves_after_a_departure_was_taken_back_is_asked_on_the_third_day(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)
    never_left(plan, at=day(5))
    with transaction():
        contract_of(plan).departed_on = date(2020, 7, 15)
        db.session.flush()
        assert open_missing_plans(now=day(15), contract_id=plan.contract_id) == 1

    assert (state(plan), due(plan).next_open_at, due(plan).cycle_no) == ("active", day(18, 8), 2)
    assert contact(plan).state == "new"


def test_the_sweep_takes_up_the_closed_plan_of_somebody_whom_a_list_brings_abroad_again(house: Flask) -> None:
    plan = newly_gone()
    never_left(plan, at=day(3))
    with transaction():
        contract_of(plan).departed_on = date(2020, 7, 14)

    swept(at=day(15))

    assert (state(plan), due(plan).next_open_at) == ("active", day(17, 8))


def test_the_first_question_follows_the_corrected_day_of_departure(house: Flask) -> None:
    plan = newly_gone()

    assert left_on(plan, date(2020, 7, 2), at=day(3)) is True

    assert (due(plan).next_open_at, due(plan).cycle_no) == (day(5, 8), 1)
    assert contact(plan).next_contact_at == day(5, 8)


def test_a_month_mistyped_gives_the_plan_the_rhythm_of_the_right_month(house: Flask) -> None:
    plan = a_plan(next_open_at=day(20), rhythm="first_90", departed_on=date(2020, 5, 14), ends_on=date(2023, 5, 1))

    left_on(plan, date(2020, 7, 14), at=day(15))

    assert (due(plan).next_open_at, due(plan).rhythm) == (day(17, 8), "arrival")


def test_a_question_that_was_asked_stays_and_the_next_is_counted_from_it(house: Flask) -> None:
    plan = newly_gone()
    swept(at=ON_THE_THIRD_DAY)
    before = due(plan).next_open_at

    assert left_on(plan, date(2020, 7, 3), at=day(5)) is False

    assert due(plan).next_open_at == before
    assert [one.state for one in db.session.scalars(sa.select(CheckIn))] == ["open"]


def test_whoever_was_called_since_is_not_asked_sooner_because_of_the_day_of_departure(house: Flask) -> None:
    plan = newly_gone()
    with transaction():
        db.session.execute(sa.update(Plan).values(created_at=day(1)))
        lan = add_user(username="lan", display_name="Lan", role="officer", office_path="vn.11", now=day(1))
        record_contact(contract_of(plan).worker, "reached", day(2), "", by=lan, now=day(2))

    assert left_on(plan, date(2020, 7, 2), at=day(3)) is False

    assert due(plan).next_open_at == day(16)


def test_an_event_that_asks_now_is_not_put_off_by_the_day_of_departure(house: Flask) -> None:
    plan = newly_gone()
    with transaction():
        set_pace(sa.select(sa.literal(plan.worker_id)), event_id=7, rhythm="disruption", now=day(3))

    assert left_on(plan, date(2020, 7, 2), at=day(3)) is False
    assert due(plan).next_open_at == day(3)
