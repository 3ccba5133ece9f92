"""A call made because of an alert is a call: who was reached is neither asked again nor called late."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import inside, post, signed_in, the_cast
from tests.checkins.cases import a_plan, check_ins, contact, day, due, messages
from tracker.alerts.models import Alert, AlertEntry
from tracker.checkins import actions
from tracker.checkins.models import Plan
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people.models import SignOfLife


@pytest.fixture
def silent(app: Flask) -> dict[str, Any]:
    """Somebody who missed one check-in, so that there is an alert, and is asked the next one."""
    with inside(app):
        the_cast()
        plan = a_plan(next_open_at=day(1), rhythm="high")
        for number in range(1, 9):
            with transaction():
                actions.sweep(now=day(number))
        assert (contact(plan).state, [one.state for one in check_ins(plan)]) == ("silent", ["missed", "open"])
        return {"plan": plan.id, "ref": db.session.scalars(sa.select(Alert.ref)).one()}


def test_reaching_the_worker_answers_what_was_asked_and_ends_the_silence(app: Flask, silent: dict[str, Any]) -> None:
    with clock.stopped_at(day(8, 15).isoformat()):
        answer = post(officer(app), f"/alerts/{silent['ref']}/call", reached="worker", call_note="Khỏe, đổi số")

    assert (answer.status_code, answer.location) == (303, f"/alerts/{silent['ref']}")
    with inside(app):
        plan = db.session.get_one(Plan, silent["plan"])
        assert (contact(plan).state, contact(plan).last_sure_at) == ("in_touch", day(8, 15))
        assert [one.state for one in check_ins(plan)] == ["missed", "confirmed_by_third"]
        assert due(plan).next_open_at == day(15, 15)
        asked = check_ins(plan)[-1].ref
        assert {one.state for one in messages() if one.about_ref == asked} == {"cancelled"}
        assert list(db.session.scalars(sa.select(SignOfLife.kind))) == ["officer_call"]


def test_who_was_reached_is_not_called_late_afterwards(app: Flask, silent: dict[str, Any]) -> None:
    with clock.stopped_at(day(8, 15).isoformat()):
        post(officer(app), f"/alerts/{silent['ref']}/call", reached="worker")

    with inside(app):
        plan = db.session.get_one(Plan, silent["plan"])
        for number in range(9, 15):
            with transaction():
                actions.sweep(now=day(number))
        assert (contact(plan).state, len(check_ins(plan))) == ("in_touch", 2)


def test_the_call_stands_once_in_the_timeline_of_its_alert(app: Flask, silent: dict[str, Any]) -> None:
    post(officer(app), f"/alerts/{silent['ref']}/call", reached="worker", call_note="Khỏe, đổi số")

    with inside(app):
        told = sa.select(AlertEntry.kind).where(AlertEntry.note.contains("Khỏe, đổi số"))
        assert list(db.session.scalars(told)) == ["call"]


@pytest.mark.parametrize("reached", ["relative", "nobody", "wrong"])
def test_a_call_that_did_not_reach_the_worker_leaves_the_question_open(
    app: Flask, silent: dict[str, Any], reached: str
) -> None:
    answer = post(officer(app), f"/alerts/{silent['ref']}/call", reached=reached, call_note="Chưa có tin")

    assert answer.status_code == 303
    with inside(app):
        plan = db.session.get_one(Plan, silent["plan"])
        assert (contact(plan).state, check_ins(plan)[-1].state) == ("silent", "open")
        assert list(db.session.scalars(sa.select(SignOfLife.kind))) == []


def test_a_call_without_an_outcome_comes_back_on_the_page_of_the_alert(app: Flask, silent: dict[str, Any]) -> None:
    answer = post(officer(app), f"/alerts/{silent['ref']}/call", call_note="Khỏe, đổi số")

    assert answer.status_code == 422
    assert "Cần điền ô này" in answer.text
    assert "Khỏe, đổi số" in answer.text
    assert f'action="/alerts/{silent["ref"]}/call"' in answer.text


def test_an_officer_of_another_province_writes_no_call(app: Flask, silent: dict[str, Any]) -> None:
    answer = post(signed_in(app, "nga"), f"/alerts/{silent['ref']}/call", reached="worker")

    assert answer.status_code == 404
    with inside(app):
        assert contact(db.session.get_one(Plan, silent["plan"])).state == "silent"


def officer(app: Flask) -> FlaskClient:
    return signed_in(app, "binh")
