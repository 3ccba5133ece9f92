"""The desk of uncertain messages: who sees them, what an officer's word changes, and that it counts once."""

import threading
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_worker, in_house, inside, post, signed_in, the_cast
from tests.checkins.cases import a_phone
from tests.family.test_family import a_relative
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.messages import actions as post_room
from tracker.messages.actions import SealedAddress
from tracker.messages.delivery import reference_of
from tracker.messages.models import Message
from tracker.people.models import ContactPoint, ContactStatus, SignOfLife

HANDED_OVER = clock.at("2020-07-15T09:10")


@dataclass(frozen=True)
class Case:
    """A worker, and the references of two messages that may have arrived: to the worker and to a sister."""

    worker_ref: str
    own: str
    sister: str


@pytest.fixture
def case(app: Flask) -> Case:
    context = in_house(app)
    the_cast()
    with transaction():
        worker = a_worker("Lò Thị Ánh")
        own = a_phone(worker.id, "+886912345769")
        relative = a_relative(worker, name="Lò Thị Bun")
        theirs = db.session.scalars(sa.select(ContactPoint).where(ContactPoint.relative_id == relative.id)).one()
        found = Case(worker.ref, unknown(own, "k-own"), unknown(theirs, "k-sister"))
    context.pop()
    return found


def unknown(point: ContactPoint, key: str) -> str:
    """Queue a message to a contact point and lose it after hand-over; its reference. Call inside a transaction."""
    post_room.queue(
        key=key,
        about=("check_in", "AAA"),
        template="check_in_ask",
        to=SealedAddress(point.value_sealed, point.place),
        channel="file",
        office_path="vn.11.099",
        now=HANDED_OVER,
        worker_id=point.worker_id,
    )
    lost = db.session.scalars(sa.select(Message).where(Message.key == key)).one()
    lost.state, lost.handed_over_at = "uncertain", HANDED_OVER
    db.session.flush()
    return reference_of(key, lost.created_at)


def state_of(key: str) -> str:
    return db.session.scalars(sa.select(Message.state).where(Message.key == key)).one()


def test_the_page_says_who_what_where_to_and_when_and_the_day_counts_it(app: Flask, case: Case) -> None:
    lan = signed_in(app, "lan")

    page = lan.get("/today/uncertain").text

    for words in ("Lò Thị Ánh", "Gửi lời hỏi thăm", "••••••769", "Lò Thị Bun", "15/07/2020 09:10", case.own):
        assert words in page
    assert "máy không gửi lại" in page
    assert "886912345769" not in page
    assert "Tin chưa rõ" in lan.get("/today").text


def test_a_day_without_uncertain_messages_does_not_speak_of_them(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()
    lan = signed_in(app, "lan")

    assert "Tin chưa rõ" not in lan.get("/today").text
    assert "Không có tin nào chưa rõ kết quả." in lan.get("/today/uncertain").text


def test_a_message_that_reached_the_worker_is_a_weak_sign_of_its_hand_over(app: Flask, case: Case) -> None:
    answer = post(signed_in(app, "lan"), f"/today/uncertain/{case.own}", arrived="yes")

    assert answer.headers["Location"] == "/today/uncertain"
    with inside(app):
        status = db.session.scalars(sa.select(ContactStatus)).one()
        assert state_of("k-own") == "delivered"
        assert (status.last_weak_at, status.last_weak_kind, status.last_sure_at) == (HANDED_OVER, "receipt", None)
        assert [(entry.what, entry.by_name, entry.detail) for entry in entries_about("worker", case.worker_ref)] == [
            ("message.settled", "Lường Thị Lan", {"message": "k-own", "arrived": True})
        ]


@pytest.mark.parametrize(("whose", "arrived", "state"), [("sister", "yes", "delivered"), ("own", "no", "failed_perm")])
def test_a_relative_s_message_and_one_that_did_not_arrive_are_no_sign(
    app: Flask, case: Case, whose: str, arrived: str, state: str
) -> None:
    post(signed_in(app, "lan"), f"/today/uncertain/{getattr(case, whose)}", arrived=arrived)

    with inside(app):
        assert state_of(f"k-{whose}") == state
        assert db.session.scalars(sa.select(SignOfLife)).all() == []


def test_what_was_settled_stays_and_the_second_officer_is_told(app: Flask, case: Case) -> None:
    lan, binh = signed_in(app, "lan"), signed_in(app, "binh")
    post(lan, f"/today/uncertain/{case.own}", arrived="no")

    post(binh, f"/today/uncertain/{case.own}", arrived="yes")

    assert "có thể người khác vừa ghi" in binh.get("/today/uncertain").text
    with inside(app):
        assert state_of("k-own") == "failed_perm"
        assert [entry.by_name for entry in entries_about("worker", case.worker_ref)] == ["Lường Thị Lan"]


def test_a_form_sent_twice_settles_once(app: Flask, case: Case) -> None:
    lan = signed_in(app, "lan")
    told = {"arrived": "yes", "form_token": "a-token-of-one-form"}

    first, second = (post(lan, f"/today/uncertain/{case.own}", **told) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    with inside(app):
        assert len(entries_about("worker", case.worker_ref)) == 1


def test_of_two_at_once_one_word_stands(app: Flask, case: Case) -> None:
    clients = [signed_in(app, "lan"), signed_in(app, "binh")]
    words = ["yes", "no"]
    threads = [
        threading.Thread(target=post, args=(client, f"/today/uncertain/{case.own}"), kwargs={"arrived": word})
        for client, word in zip(clients, words, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with inside(app):
        assert len(entries_about("worker", case.worker_ref)) == 1
        assert db.session.query(SignOfLife).count() == (state_of("k-own") == "delivered")


def test_an_officer_of_nghe_an_sees_none_of_them_and_settles_none(app: Flask, case: Case) -> None:
    nga = signed_in(app, "nga")

    page = nga.get("/today/uncertain").text
    post(nga, f"/today/uncertain/{case.own}", arrived="yes")

    assert "Lò Thị Ánh" not in page
    assert case.own not in page
    with inside(app):
        assert state_of("k-own") == "uncertain"


def test_neither_yes_nor_no_is_no_answer(app: Flask, case: Case) -> None:
    assert post(signed_in(app, "lan"), f"/today/uncertain/{case.own}", arrived="maybe").status_code == 404


def test_a_lost_message_to_the_staff_is_shown_without_a_worker(app: Flask, case: Case) -> None:
    with inside(app), transaction():
        post_room.queue(
            key="al:1",
            about=("alert", "CB"),
            template="staff_alarm",
            to="lan@example.vn",
            channel="email",
            office_path="vn.11",
            now=HANDED_OVER,
            variables={"number": "CB-1", "deadline": "15/07/2020 10:00"},
        )
        alarm = db.session.scalars(sa.select(Message).where(Message.key == "al:1")).one()
        alarm.state, alarm.handed_over_at = "uncertain", HANDED_OVER
    lan = signed_in(app, "lan")

    assert "không về ai; gửi cho cán bộ" in lan.get("/today/uncertain").text
    with inside(app):
        reference = reference_of("al:1", HANDED_OVER)
    post(lan, f"/today/uncertain/{reference}", arrived="yes")

    with inside(app):
        assert state_of("al:1") == "delivered"
        assert [entry.what for entry in entries_about("message", reference)] == ["message.settled"]
