"""An answer is the surest sign of life; help is heard at once and raises one alert however often it is pressed."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import the_cast
from tests.checkins.cases import a_plan, check_ins, contact, day, due, messages
from tracker.alerts.models import Alert, AlertEntry
from tracker.audit.models import AuditEntry
from tracker.checkins.actions import record_answer, record_contact, sweep, tell_more
from tracker.checkins.actions.answers import Recorded
from tracker.checkins.models import Answer, CheckIn, Plan
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope
from tracker.people.models import SignOfLife, Worker


def swept(number: int) -> None:
    with transaction():
        sweep(now=day(number))


def answered(plan: Plan, answer: str, *, on: int, **more: str) -> Recorded:
    [check_in, *_] = check_ins(plan)
    with transaction():
        return record_answer(check_in, answer, "link", day(on), **more)


def alerts() -> list[Alert]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Alert).order_by(Alert.id)))


@pytest.fixture
def asked(house: Flask) -> Plan:
    """A worker who was asked on the 15th."""
    plan = a_plan(next_open_at=day(15))
    swept(15)
    return plan


def test_fine_is_a_sure_sign_of_life_and_ends_the_asking(asked: Plan) -> None:
    answered(asked, "ok", on=16)

    [check_in] = check_ins(asked)
    sign = db.session.scalars(sa.select(SignOfLife)).one()
    assert (check_in.state, check_in.answered_at, check_in.next_step_at) == ("answered_ok", day(16), None)
    assert (sign.kind, sign.strength, sign.at) == ("own_answer", 1, day(16))
    assert (contact(asked).state, contact(asked).last_sure_at) == ("in_touch", day(16))
    assert alerts() == []


def test_the_next_question_is_counted_from_the_answer(asked: Plan) -> None:
    answered(asked, "ok", on=20)

    assert due(asked).next_open_at == day(50)
    assert contact(asked).next_contact_at == day(50)


def test_reminders_that_are_not_out_yet_are_taken_back(asked: Plan) -> None:
    swept(17)
    answered(asked, "ok", on=17)

    assert [(one.state, one.outcome) for one in messages()] == [("cancelled", "answered")] * 2
    for number in (19, 26):
        swept(number)
    assert alerts() == []


def test_help_raises_one_s1_however_often_it_is_pressed(asked: Plan) -> None:
    for _ in range(3):
        answered(asked, "help", on=16)

    [alert] = alerts()
    assert (alert.severity, alert.cause, alert.dedupe_key) == (1, "help", f"help:{asked.worker_id}")
    assert alert.times_fired == 3
    assert alert.why["facts"][0]["text"]["key"] == "fact.pressed_help"
    assert check_ins(asked)[0].state == "answered_help"


def test_a_problem_raises_one_s2_and_says_what_it_is_about(asked: Plan) -> None:
    answered(asked, "problem", on=16, about="wage")
    with transaction():
        tell_more(check_ins(asked)[0], about="wage", note="nợ hai tháng", now=day(16))

    [alert] = alerts()
    assert (alert.severity, alert.cause) == (2, "problem")
    entries = list(db.session.scalars(sa.select(AlertEntry.note).where(AlertEntry.kind == "fact")))
    assert entries == ["Tiền lương: nợ hai tháng"]


def test_violence_makes_a_problem_a_matter_of_life(asked: Plan) -> None:
    answered(asked, "problem", on=16)
    with transaction():
        tell_more(check_ins(asked)[0], about="violence", note="", now=day(16))

    [alert] = alerts()
    assert alert.severity == 1


def test_an_answer_to_a_missed_check_in_still_counts_and_closes_no_alert(asked: Plan) -> None:
    for number in (17, 19, 26):
        swept(number)
    answered(asked, "ok", on=27)

    [alert] = alerts()
    notes = list(db.session.scalars(sa.select(AlertEntry.note).where(AlertEntry.alert_id == alert.id)))
    assert alert.closed_at is None
    assert "Đã tự trả lời: Khỏe." in notes
    assert (check_ins(asked)[0].state, contact(asked).state) == ("answered_ok", "in_touch")


def test_a_later_fine_does_not_hide_an_earlier_cry_for_help(asked: Plan) -> None:
    answered(asked, "help", on=16)
    answered(asked, "ok", on=17)

    assert check_ins(asked)[0].state == "answered_help"
    assert [one.answer for one in db.session.scalars(sa.select(Answer).order_by(Answer.id))] == ["help", "ok"]
    assert alerts()[0].closed_at is None


def test_one_answer_settles_everything_that_was_asked(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15), rhythm="disruption")
    swept(15)
    swept(16)
    swept(17)
    second = check_ins(plan)[-1]
    with transaction():
        record_answer(second, "ok", "link", day(17))

    assert second.cycle_no == 2
    assert [one.state for one in check_ins(plan)] == ["missed", "answered_ok"]


def test_an_answer_is_written_in_the_audit_book_without_a_name(asked: Plan) -> None:
    answered(asked, "ok", on=16)

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "check_in.answered")).one()
    assert (entry.by_kind, entry.by_name, entry.about_ref) == ("worker", "", check_ins(asked)[0].ref)
    assert entry.detail == {"answer": "ok", "via": "link"}


def test_the_worker_answers_in_a_scope_of_nothing_but_himself(house: Flask) -> None:
    mine, other = a_plan(next_open_at=day(15)), a_plan(next_open_at=day(15))
    swept(15)
    swept(17)
    db.session.info["scope"] = Scope.worker(mine.worker_id)

    with transaction():
        check_in = db.session.scalars(sa.select(CheckIn)).one()
        recorded = record_answer(check_in, "help", "link", day(17))
        assert recorded.alert is not None

    db.session.info["scope"] = Scope.everything()
    assert [one.state for one in (*check_ins(mine), *check_ins(other))] == ["answered_help", "reminded"]
    assert [one.state for one in messages() if one.worker_id == mine.worker_id] == ["cancelled", "cancelled"]
    assert [one.state for one in messages() if one.worker_id == other.worker_id] == ["queued", "queued"]


@pytest.mark.parametrize(
    ("kind", "sign", "state"),
    [
        ("reached", "officer_call", "confirmed_by_third"),
        ("refused", "officer_call", "confirmed_by_third"),
        ("relative_answered", "family", "open"),
        ("no_answer", None, "open"),
        ("wrong_number", None, "open"),
    ],
)
def test_a_recorded_call_proves_what_it_proves(house: Flask, kind: str, sign: str | None, state: str) -> None:
    by = the_cast()["lan"]
    plan = a_plan(next_open_at=day(15))
    swept(15)

    with transaction():
        worker = db.session.get_one(Worker, plan.worker_id)
        sure = record_contact(worker, kind, day(16), "nghe rõ", by, clock.now())

    assert sure == (state == "confirmed_by_third")
    assert check_ins(plan)[0].state == state
    assert list(db.session.scalars(sa.select(SignOfLife.kind))) == ([sign] if sign else [])
    assert db.session.scalars(sa.select(AuditEntry.what).where(AuditEntry.what == "worker.contact")).one()
