"""The sweep opens, reminds, calls late and gives up: once, in order, and never for an outage of our own."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.checkins.cases import a_phone, a_plan, check_ins, contact, day, due, messages
from tracker.alerts.models import Alert
from tracker.audit.models import AuditEntry
from tracker.checkins import actions, jobs
from tracker.checkins.actions import SweepCount, open_due, sweep
from tracker.checkins.models import Plan
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people.models import ContactStatus


def swept(number: int, hour: int = 12) -> SweepCount:
    with transaction():
        return sweep(now=day(number, hour))


def alerts() -> list[Alert]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Alert).order_by(Alert.id)))


def test_a_plan_whose_turn_has_come_gets_one_check_in_however_often_the_sweep_runs(house: Flask) -> None:
    turn = a_plan(next_open_at=day(15))
    a_plan(next_open_at=day(16))

    with transaction():
        first, second = open_due(now=day(15)), open_due(now=day(15))

    assert (first, second) == (1, 0)
    assert due(turn).next_open_at == day(45)
    assert due(turn).cycle_no == 2


def test_a_check_in_keeps_the_times_of_its_rhythm(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)

    [opened] = check_ins(plan)
    assert (opened.state, opened.rhythm, opened.cycle_no) == ("open", "normal", 1)
    assert (opened.remind_at, opened.late_at, opened.missed_at) == (day(17), day(19), day(26))
    assert opened.next_step_at == opened.remind_at


def test_the_question_is_queued_with_it_once_and_says_nothing_personal(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)
    swept(15)

    [asked] = messages()
    assert asked.key == f"ck:{plan.id}:1:ask:file"
    assert (asked.about_ref, asked.worker_id) == (check_ins(plan)[0].ref, plan.worker_id)
    assert (asked.office_path, asked.zone, asked.variables) == ("vn.11.099", "Asia/Taipei", {})
    assert asked.next_try_at == day(15)


def test_a_question_written_at_night_waits_for_the_morning_of_the_place(house: Flask) -> None:
    a_plan(next_open_at=day(14), host_country="JPN")
    a_plan(next_open_at=day(14), host_country="ROU")
    a_plan(next_open_at=day(14), host_country="XYZ")

    with transaction():
        sweep(now=day(15, hour=5))

    assert [(one.zone, one.next_try_at) for one in messages()] == [
        ("Asia/Tokyo", clock.at("2020-07-15T08:00+09:00")),
        ("Europe/Bucharest", clock.at("2020-07-15T08:00+03:00")),
        ("Asia/Ho_Chi_Minh", clock.at("2020-07-15T08:00")),
    ]


def test_a_worker_without_any_address_is_opened_too_and_can_only_be_called(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15), phone=None)
    swept(15)

    assert len(check_ins(plan)) == 1
    assert messages() == []


def test_unanswered_it_is_reminded_late_and_missed_in_that_order(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))

    steps = [(number, swept(number), check_ins(plan)[0].state) for number in (15, 16, 17, 18, 19, 25, 26, 27)]

    assert steps == [
        (15, SweepCount(opened=1), "open"),
        (16, SweepCount(), "open"),
        (17, SweepCount(reminded=1), "reminded"),
        (18, SweepCount(), "reminded"),
        (19, SweepCount(late=1), "late"),
        (25, SweepCount(), "late"),
        (26, SweepCount(missed=1), "missed"),
        (27, SweepCount(), "missed"),
    ]
    assert [message.key.split(":")[3] for message in messages()] == ["ask", "remind", "late"]


def test_late_alarms_nobody_and_is_shown(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    for number in (15, 17, 19):
        swept(number)

    assert contact(plan).state == "late"
    assert alerts() == []


def test_missed_makes_the_worker_silent_and_raises_one_s3_that_explains_itself(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15), ends_on=date(2020, 6, 1))
    for number in (15, 17, 18, 22, 22):
        swept(number)

    [alert] = alerts()
    assert (alert.severity, alert.cause, alert.dedupe_key) == (3, "silent", f"silent:{plan.contract_id}")
    assert (alert.host_country, alert.office_path, alert.worker_id) == ("TWN", "vn.11.099", plan.worker_id)
    assert alert.rank > 0
    told = [one["text"]["key"] for one in alert.why["facts"]]
    assert told == ["fact.asked", "fact.grace_over", "fact.never_sure", "fact.contract_over"]
    assert [one["text"]["key"] for one in alert.why["tried"]] == ["tried.asked", "tried.reminded", "tried.other_number"]
    assert contact(plan).state == "silent"


def test_missing_again_while_the_alert_is_open_counts_up_and_raises_no_second_one(house: Flask) -> None:
    a_plan(next_open_at=day(1))
    for number in range(1, 61):
        swept(number)

    [alert] = alerts()
    assert alert.times_fired == 2


def test_a_worker_an_officer_called_lost_stays_lost(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    with transaction():
        db.session.execute(sa.update(ContactStatus).values(state="lost_contact"))
    for number in (15, 17, 19, 26):
        swept(number)

    assert contact(plan).state == "lost_contact"


def test_another_sure_sign_since_the_question_confirms_instead_of_raising_an_alert(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    for number in (15, 17, 19):
        swept(number)
    with transaction():
        db.session.execute(sa.update(ContactStatus).values(last_sure_at=day(20)))
    swept(26)

    assert check_ins(plan)[0].state == "confirmed_by_third"
    assert alerts() == []


@pytest.mark.parametrize(("was", "becomes"), [("silent", "in_touch"), ("late", "in_touch"), ("lost_contact",) * 2])
def test_who_is_confirmed_is_in_touch_again_unless_an_officer_called_him_lost(
    house: Flask, was: str, becomes: str
) -> None:
    plan = a_plan(next_open_at=day(15))
    for number in (15, 17, 19):
        swept(number)
    with transaction():
        db.session.execute(sa.update(ContactStatus).values(last_sure_at=day(20), state=was))
    swept(26)

    assert contact(plan).state == becomes


def test_after_an_outage_only_the_newest_step_is_taken_and_the_skipped_are_written_down(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)
    swept(20)

    assert check_ins(plan)[0].state == "late"
    assert [(one.key.split(":")[3], one.state, one.outcome) for one in messages()] == [
        ("ask", "queued", ""),
        ("remind", "cancelled", "skipped_outage"),
        ("late", "queued", ""),
    ]


def test_late_tries_the_other_number(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15), phone=None)
    with transaction():
        first = a_phone(plan.worker_id, "+886911111111", preferred=True).place
        a_phone(plan.worker_id, "+886922222222", quality="wrong")
        second = a_phone(plan.worker_id, "+886933333333").place
    for number in (15, 17, 19):
        swept(number)

    assert [one.address_place for one in messages()] == [first, first, second]


def test_the_rhythm_follows_the_phase_of_the_contract(house: Flask) -> None:
    starts = {"starts_on": date(2020, 6, 1), "signed_on": date(2020, 5, 1)}
    plan = a_plan(
        next_open_at=day(15), departed_on=date(2020, 7, 12), ends_on=date(2020, 12, 31), rhythm="arrival", **starts
    )
    while (number := (due(plan).next_open_at - day(1)).days + 1) < 230:
        swept(number)

    phases = [(one.rhythm, (one.opened_at - day(0)).days) for one in check_ins(plan)]
    names = [name for name, _ in phases]
    assert names == sorted(names, key=["arrival", "first_90", "normal", "last_60"].index)
    assert set(names) == {"arrival", "first_90", "normal", "last_60"}
    gaps = {name: later - at for (name, at), (_, later) in pairwise(phases)}
    assert gaps == {"arrival": 14, "first_90": 14, "normal": 30, "last_60": 14}


def test_a_rhythm_set_by_hand_stays_until_it_is_given_back(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    with transaction():
        actions.change_rhythm(db.session.get_one(Plan, plan.id), "high", by=None, now=day(10))

    swept(15)
    assert (check_ins(plan)[0].rhythm, due(plan).next_open_at) == ("high", day(22))

    with transaction():
        actions.change_rhythm(db.session.get_one(Plan, plan.id), "normal", by=None, now=day(16))
    swept(22)
    assert check_ins(plan)[1].rhythm == "normal"


def test_the_worker_list_knows_when_each_is_asked_next(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)

    assert contact(plan).next_contact_at == due(plan).next_open_at


def test_every_batch_leaves_a_trace_in_the_audit_book(house: Flask) -> None:
    a_plan(next_open_at=day(15))
    a_plan(next_open_at=day(15))
    swept(15)

    [entry] = db.session.scalars(sa.select(AuditEntry))
    assert (entry.what, entry.detail) == ("check_ins.opened", {"count": 2})


def test_the_job_does_it_all_and_says_what_it_did(house: Flask) -> None:
    a_plan(next_open_at=day(15) - timedelta(hours=1))

    assert jobs.sweep().startswith("opened=1 reminded=0 late=0 missed=0")
    assert jobs.sweep().startswith("opened=0 reminded=0 late=0 missed=0")
