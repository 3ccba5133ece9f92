"""An officer asks one worker now: the next turn opens at the number chosen, a question that waits is repeated there."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import CAST
from tests.checkins.cases import a_phone, a_plan, check_ins, contact, day, due, messages
from tests.checkins.crowd import at_once
from tracker.audit.models import AuditEntry
from tracker.auth import actions as auth
from tracker.auth.models import UserAccount
from tracker.checkins.actions import NobodyAsks, ask_now, record_answer, sweep
from tracker.checkins.models import Plan, PlanDue
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people.models import ContactPoint, Worker

NOON = day(15)


def lan() -> UserAccount:
    """Lan, added when she is first asked for."""
    known = db.session.scalars(sa.select(UserAccount).where(UserAccount.username == "lan")).first()
    if known:
        return known
    username, name, role, path = CAST[0]
    with transaction():
        return auth.add_user(username=username, display_name=name, role=role, office_path=path, now=clock.now())


def second_number(plan: Plan) -> ContactPoint:
    with transaction():
        return a_phone(plan.worker_id, "+886900000222")


def asked(plan: Plan, point: ContactPoint, now: datetime = NOON) -> None:
    by = lan()
    with transaction():
        ask_now(db.session.get_one(Worker, plan.worker_id), point, by=by, now=now)


def test_the_next_turn_opens_now_and_asks_at_the_number_chosen(house: Flask) -> None:
    plan = a_plan(next_open_at=day(30))
    point = second_number(plan)

    asked(plan, point)

    [opened], [question] = check_ins(plan), messages()
    assert (opened.state, opened.cycle_no, opened.opened_at) == ("open", 1, NOON)
    assert (question.key, question.address_place) == (f"ck:{plan.id}:1:ask:file", point.place)
    assert (question.by_id, question.worker_id, question.about_ref) == (lan().id, plan.worker_id, opened.ref)
    assert (due(plan).next_open_at, due(plan).cycle_no) == (day(45), 2)
    assert contact(plan).next_contact_at == day(45)


def test_a_turn_that_is_due_already_is_not_opened_twice_by_the_sweep(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15, hour=11))
    asked(plan, second_number(plan))

    with transaction():
        done = sweep(now=NOON)

    assert not done
    assert len(check_ins(plan)) == len(messages()) == 1


def test_a_question_that_waits_is_repeated_and_nothing_else_moves(house: Flask) -> None:
    plan = a_plan(next_open_at=NOON)
    with transaction():
        sweep(now=NOON)
    before, point = due(plan).next_open_at, second_number(plan)

    asked(plan, point, day(16))
    asked(plan, point, day(17))

    [waiting] = check_ins(plan)
    _first, *repeated = messages()
    assert [one.key for one in repeated] == [f"ck:{plan.id}:1:again-{n}:{point.id}:file" for n in (1, 2)]
    assert {(one.template, one.about_ref, one.address_place) for one in repeated} == {
        ("check_in_ask/1", waiting.ref, point.place)
    }
    assert repeated[0].expires_at == day(18)
    assert (waiting.state, waiting.opened_at, due(plan).next_open_at) == ("open", NOON, before)


def test_at_night_it_waits_for_the_morning_of_the_place(house: Flask) -> None:
    plan = a_plan(next_open_at=day(30), host_country="JPN")
    point = second_number(plan)

    asked(plan, point, day(15, hour=22))
    asked(plan, point, day(15, hour=22))

    assert [(one.zone, one.next_try_at) for one in messages()] == [
        ("Asia/Tokyo", clock.at("2020-07-16T08:00+09:00")),
        ("Asia/Tokyo", clock.at("2020-07-16T08:00+09:00")),
    ]


def test_an_answer_takes_back_a_repetition_that_is_not_out_yet(house: Flask) -> None:
    plan = a_plan(next_open_at=NOON)
    with transaction():
        sweep(now=NOON)
    asked(plan, second_number(plan), day(15, hour=22))

    with transaction():
        record_answer(check_ins(plan)[0], "ok", "link", day(15, hour=23))

    assert messages()[1].state == "cancelled"


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_without_a_plan_in_force_nobody_is_asked(house: Flask, state: str) -> None:
    plan = a_plan(next_open_at=day(30))
    point = second_number(plan)
    with transaction():
        db.session.execute(sa.delete(PlanDue))
        db.session.get_one(Plan, plan.id).state = state

    with pytest.raises(NobodyAsks) as refused:
        asked(plan, point)

    assert refused.value.state == state
    assert (check_ins(plan), messages()) == ([], [])


def test_a_worker_who_never_had_a_plan_is_not_asked_either(house: Flask) -> None:
    plan = a_plan(next_open_at=day(30))
    point = second_number(plan)
    with transaction():
        db.session.delete(db.session.get_one(Plan, plan.id))

    with pytest.raises(NobodyAsks) as refused:
        asked(plan, point)

    assert refused.value.state == ""


def test_the_book_tells_who_opened_it(house: Flask) -> None:
    plan = a_plan(next_open_at=day(30))
    asked(plan, second_number(plan))

    opened = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "check_ins.opened")).one()
    assert (opened.by_name, opened.detail) == ("Lường Thị Lan", {"count": 1})


def test_four_at_once_open_one_check_in(house: Flask) -> None:
    plan = a_plan(next_open_at=day(30))
    point = second_number(plan)
    lan()
    number, place = plan.worker_id, point.id

    def ask() -> None:
        by = lan()
        with transaction() as session:
            ask_now(session.get_one(Worker, number), session.get_one(ContactPoint, place), by=by, now=NOON)

    db.session.rollback()  # gives the connection back before the process is forked
    at_once(house, ask, processes=4)

    assert len(check_ins(plan)) == 1
    assert sorted(one.key.split(":")[3] for one in messages()) == ["again-1", "again-2", "again-3", "ask"]
    assert due(plan).next_open_at == NOON + timedelta(days=30)
