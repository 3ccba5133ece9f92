"""One message in three hours and four a week to one number: at the borders, whoever wrote them and in whosever file."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_worker, inside, signed_in
from tests.checkins.cases import a_phone, day
from tests.home.outreach import NOON, Case, a_case, look, send, written
from tracker.checkins.actions import sweep
from tracker.checkins.models import PlanDue
from tracker.core import clock
from tracker.core.db import transaction
from tracker.messages import actions as post_room
from tracker.messages.actions import SealedAddress
from tracker.messages.models import Message
from tracker.people.models import ContactPoint


@pytest.fixture
def case(app: Flask) -> Case:
    return a_case(app)


@pytest.fixture
def lan(app: Flask, case: Case) -> FlaskClient:
    return signed_in(app, "lan")


def went(app: Flask, *instants: datetime, state: str = "sent") -> None:
    """Messages of the house that went to the worker's own number at these instants."""
    with inside(app), transaction() as session:
        point = session.scalars(sa.select(ContactPoint).order_by(ContactPoint.id).limit(1)).one()
        for at in instants:
            told_to(point, at)
        session.execute(sa.update(Message).values(state=state))


def told_to(point: ContactPoint, at: datetime) -> None:
    post_room.queue(
        key=f"k:{at.isoformat()}:{point.id}",
        about=("check_in", "AAA"),
        template="check_in_ask",
        to=SealedAddress(point.value_sealed, point.place),
        channel="file",
        office_path="vn.11.099",
        now=at,
        worker_id=point.worker_id,
    )


def status_at(app: Flask, case: Case, at: datetime) -> int:
    with clock.stopped_at(at.isoformat()):
        return int(send(signed_in(app, "lan"), case, "call_back", case.own).status_code)


def test_the_next_one_goes_three_hours_later_to_the_minute(app: Flask, lan: FlaskClient, case: Case) -> None:
    send(lan, case, "call_back", case.own)

    assert status_at(app, case, NOON + timedelta(hours=2, minutes=59)) == 422
    assert status_at(app, case, NOON + timedelta(hours=3)) == 303
    assert [one.key.split(":")[3] for one in written(app)] == ["1", "2"]


def test_the_page_says_who_wrote_the_last_one_and_from_when_the_next_may_go(lan: FlaskClient, case: Case) -> None:
    send(lan, case, "ask", case.own)

    why = "Đã gửi tin lúc 15/07/2020 12:00 (Lường Thị Lan). Gửi tiếp được từ 15/07/2020 15:00."
    assert why in lan.get(case.path).text
    assert why in look(lan, case, "call_back", case.own).text


def test_what_the_house_sends_by_itself_counts_too(app: Flask, lan: FlaskClient, case: Case) -> None:
    with inside(app), transaction() as session:
        session.execute(sa.update(PlanDue).values(next_open_at=NOON - timedelta(hours=1)))
        sweep(now=NOON - timedelta(hours=1))

    answer = look(lan, case, "call_back", case.own)

    assert "Đã gửi tin lúc 15/07/2020 11:00 (hệ thống). Gửi tiếp được từ 15/07/2020 14:00." in answer.text


def test_the_fifth_in_a_week_waits_until_the_first_is_seven_days_old(app: Flask, case: Case) -> None:
    went(app, *(day(number) for number in (9, 10, 12, 14)))

    assert status_at(app, case, day(16) - timedelta(minutes=1)) == 422
    assert status_at(app, case, day(16)) == 303


@pytest.mark.parametrize("state", ["failed_perm", "expired", "cancelled"])
def test_what_never_arrived_is_not_counted(app: Flask, case: Case, state: str) -> None:
    went(app, NOON - timedelta(minutes=5), state=state)

    assert status_at(app, case, NOON) == 303


@pytest.mark.parametrize("state", ["queued", "uncertain", "delivered", "failed_temp"])
def test_what_may_have_arrived_or_may_still_go_is_counted(app: Flask, case: Case, state: str) -> None:
    went(app, NOON - timedelta(minutes=5), state=state)

    assert status_at(app, case, NOON) == 422


def test_a_message_that_waits_for_the_morning_counts_at_the_hour_it_goes(app: Flask, case: Case) -> None:
    with clock.stopped_at("2020-07-15T21:30+07:00"):
        lan = signed_in(app, "lan")
        send(lan, case, "call_back", case.own)
        answer = look(lan, case, "call_back", case.own)

    assert "Đã có tin chờ gửi lúc 16/07/2020 07:00 (Lường Thị Lan). Gửi tiếp được từ 16/07/2020 10:00." in answer.text
    assert status_at(app, case, clock.at("2020-07-16T10:00")) == 303


def test_a_message_of_the_evening_does_not_hold_back_one_of_the_next_morning(app: Flask, case: Case) -> None:
    went(app, clock.at("2020-07-15T18:30"))

    assert status_at(app, case, clock.at("2020-07-15T20:00")) == 303


def test_a_number_that_two_workers_share_gets_its_share_once(app: Flask, case: Case) -> None:
    with inside(app), transaction():
        brother = a_worker("Lò Văn Đôi", born=date(1990, 1, 1))
        told_to(a_phone(brother.id, "+886912345769"), NOON - timedelta(hours=1))

    assert status_at(app, case, NOON) == 422


def test_another_number_of_the_same_worker_is_free(app: Flask, lan: FlaskClient, case: Case) -> None:
    send(lan, case, "call_back", case.own)

    assert send(lan, case, "call_back", case.mail).status_code == 303
