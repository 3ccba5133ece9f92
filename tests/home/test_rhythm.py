"""How often a worker is asked is changed in the file: every seven days, or as the contract has it."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import csrf_token, form_token, inside, post, signed_in, the_cast
from tests.checkins.cases import a_plan, contact, day, due
from tracker.audit.models import AuditEntry
from tracker.checkins import actions
from tracker.checkins.models import Plan
from tracker.core.db import db, transaction
from tracker.people.models import Worker


@pytest.fixture
def ref(app: Flask) -> str:
    """Somebody abroad whose next turn comes in two weeks, after a month's rhythm."""
    with inside(app):
        the_cast()
        plan = a_plan(next_open_at=day(29))
        return str(db.session.scalars(sa.select(Worker.ref).where(Worker.id == plan.worker_id)).one())


@pytest.fixture
def binh(app: Flask, ref: str) -> FlaskClient:
    return signed_in(app, "binh")


def test_seven_days_bring_the_next_turn_nearer_and_the_page_says_when(app: Flask, binh: FlaskClient, ref: str) -> None:
    answer = post(binh, f"/workers/{ref}/rhythm", rhythm="high", was="normal")

    assert (answer.status_code, answer.location) == (303, f"/workers/{ref}")
    page = binh.get(f"/workers/{ref}").text
    assert "Từ nay hỏi 7 ngày một lần." in page
    assert "Lần hỏi tới: 22/07/2020 12:00" in page
    assert "Nhịp hỏi: nguy cơ cao" in page
    with inside(app):
        plan = db.session.scalars(sa.select(Plan)).one()
        assert (plan.rhythm, due(plan).rhythm, due(plan).next_open_at) == ("high", "high", day(22))
        assert contact(plan).next_contact_at == day(22)
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "plan.rhythm")).one()
        assert (entry.by_name, entry.detail) == ("Quàng Văn Bình", {"was": "normal", "rhythm": "high"})


def test_the_rhythm_is_given_back_to_the_phase_of_the_contract(app: Flask, binh: FlaskClient, ref: str) -> None:
    post(binh, f"/workers/{ref}/rhythm", rhythm="high", was="normal")
    with inside(app), transaction() as session:
        session.execute(sa.text("UPDATE contract SET ends_on = '2020-08-02'"))

    post(binh, f"/workers/{ref}/rhythm", rhythm="normal", was="high")

    assert "Nhịp hỏi trở lại theo hợp đồng." in binh.get(f"/workers/{ref}").text
    with inside(app):
        plan = db.session.scalars(sa.select(Plan)).one()
        assert (plan.rhythm, due(plan).rhythm) == ("normal", "last_60")


def test_the_loser_of_a_race_reads_what_stands_and_may_send_again(app: Flask, binh: FlaskClient, ref: str) -> None:
    post(signed_in(app, "lan"), f"/workers/{ref}/rhythm", rhythm="high", was="normal")

    lost = post(binh, f"/workers/{ref}/rhythm", rhythm="normal", was="disruption")

    assert lost.status_code == 409
    assert "Người khác vừa đổi nhịp hỏi, hiện là: 7 ngày một lần" in lost.text
    assert re.search(r'name="was"[^>]* value="high"', lost.text)
    assert rhythm_now(app) == "high"


def test_what_stands_already_is_not_written_again(app: Flask, binh: FlaskClient, ref: str) -> None:
    post(binh, f"/workers/{ref}/rhythm", rhythm="normal", was="normal")

    assert "Không có gì thay đổi." in binh.get(f"/workers/{ref}").text
    with inside(app):
        assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.what == "plan.rhythm")) == 0


def test_the_same_form_sent_twice_does_its_work_once(app: Flask, binh: FlaskClient, ref: str) -> None:
    sent = {"csrf_token": csrf_token(binh), "form_token": form_token(), "rhythm": "high", "was": "normal"}

    answers = [binh.post(f"/workers/{ref}/rhythm", data=sent) for _ in range(2)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, f"/workers/{ref}")}
    with inside(app):
        assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.what == "plan.rhythm")) == 1


@pytest.mark.parametrize("rhythm", ["", "disruption", "never"])
def test_only_the_two_rhythms_of_the_form_are_taken(app: Flask, binh: FlaskClient, ref: str, rhythm: str) -> None:
    answer = post(binh, f"/workers/{ref}/rhythm", rhythm=rhythm, was="normal")

    assert answer.status_code == 422
    assert "Chọn nhịp hỏi." in answer.text
    assert rhythm_now(app) == "normal"


def test_while_an_event_sets_the_pace_the_new_rhythm_waits_for_its_end(app: Flask, binh: FlaskClient, ref: str) -> None:
    with inside(app), transaction():
        actions.set_pace(sa.select(Worker.id), event_id=1, rhythm="disruption", now=day(15))

    post(binh, f"/workers/{ref}/rhythm", rhythm="high", was="normal")

    assert "nhịp mới dùng khi sự kiện kết thúc" in binh.get(f"/workers/{ref}").text
    with inside(app):
        plan = db.session.scalars(sa.select(Plan)).one()
        assert (plan.rhythm, due(plan).rhythm) == ("high", "disruption")


def test_nobody_s_rhythm_is_changed_without_a_plan_in_force(app: Flask, binh: FlaskClient, ref: str) -> None:
    with inside(app), transaction() as session:
        session.execute(sa.update(Plan).values(state="closed"))

    answer = post(binh, f"/workers/{ref}/rhythm", rhythm="high", was="normal")

    assert answer.status_code == 303
    page = binh.get(f"/workers/{ref}").text
    assert "Kế hoạch hỏi thăm đã đóng, không có nhịp để đổi." in page
    assert f"/workers/{ref}/rhythm" not in page
    assert rhythm_now(app) == "normal"


def test_an_officer_of_another_province_changes_no_rhythm(app: Flask, ref: str) -> None:
    answer = post(signed_in(app, "nga"), f"/workers/{ref}/rhythm", rhythm="high", was="normal")

    assert answer.status_code == 404
    assert rhythm_now(app) == "normal"


def rhythm_now(app: Flask) -> str:
    with inside(app):
        return str(db.session.scalars(sa.select(Plan.rhythm)).one())
