"""What an officer is to do today: whose it is, one line for an event, and the one next button of each line."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, inside, post, signed_in, the_cast
from tests.checkins.cases import a_plan, day
from tracker.alerts import actions as alerts
from tracker.alerts.models import Alert
from tracker.alerts.queries import alert_by_ref
from tracker.auth.models import UserAccount
from tracker.checkins.actions import sweep
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.disruptions import actions as events
from tracker.disruptions.actions import Draft
from tracker.home.to_do import to_do
from tracker.people.models import Worker

NOON = day(15)


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    return the_cast()


def an_alert(name: str = "Lò Thị Ánh", *, cause: str = "help", severity: int = 2, office: str = "vn.11.099") -> Alert:
    with transaction():
        worker = a_worker(name, office=office)
        a_contract_abroad(worker)
        return alerts.raise_one(
            worker=worker,
            cause=cause,
            cause_id=None,
            dedupe_key=f"{cause}:{worker.id}",
            severity=severity,
            title=f"title.{cause}",
            why={},
            now=NOON,
        )


def an_event(by: UserAccount) -> Any:
    told = {"title": "Đóng cửa nhà máy", "kind": "workplace_closure", "cause": "covid19", "source": "Ban Quản lý"}
    with transaction():
        event = events.declare(Draft(host_country="TWN", from_on=NOON.date(), to_on=None, **told), by=by, now=NOON)
        events.activate(event, by=by, now=NOON)
    return event


def seen(app: Flask, user: UserAccount) -> list[Any]:
    with app.test_request_context("/today"):
        return to_do(user, NOON).lines


def test_others_work_is_no_work_of_mine_until_it_is_late(house: Flask, people: dict[str, UserAccount]) -> None:
    mine, theirs, nobodys = an_alert("Lò A"), an_alert("Lò B"), an_alert("Lò C")
    with transaction():
        alerts.acknowledge(mine, by=people["lan"], now=NOON)
        alerts.acknowledge(theirs, by=people["binh"], now=NOON)

    assert {line.who for line in seen(house, people["lan"])} == {"Lò A", "Lò C"}
    with house.test_request_context("/today"):
        later = to_do(people["lan"], NOON + timedelta(days=9)).lines
    assert {line.who for line in later} == {"Lò A", "Lò B", "Lò C"}
    assert nobodys.owner_id is None


def test_what_sleeps_or_waits_for_somebody_is_no_work_today(house: Flask, people: dict[str, UserAccount]) -> None:
    asleep, waiting = an_alert("Lò A", severity=3), an_alert("Lò B")
    with transaction():
        alerts.snooze(asleep, until=NOON + timedelta(days=2), reason="Ra khơi", by=people["lan"], now=NOON)
        alerts.acknowledge(waiting, by=people["lan"], now=NOON)
        alerts.wait_on(waiting, "sender", until=NOON + timedelta(days=1), by=people["lan"], now=NOON)

    assert seen(house, people["lan"]) == []


def test_a_result_waits_for_the_supervisor_only(house: Flask, people: dict[str, UserAccount]) -> None:
    alert = an_alert()
    with transaction():
        alerts.acknowledge(alert, by=people["lan"], now=NOON)
        told = {"outcome": "helped", "words": "Đã đổi chỗ ở", "was_right": True}
        alerts.resolve(alert, **told, by=people["lan"], now=NOON)

    assert seen(house, people["lan"]) == []
    [line] = seen(house, people["minh"])
    assert line.button.label == "Xem rồi đóng"


def test_an_event_is_one_line_however_many_offices_it_concerns(house: Flask, people: dict[str, UserAccount]) -> None:
    with transaction():
        for name, office in (("Lò A", "vn.11.099"), ("Lò B", "vn.11.094"), ("Lò C", "vn.11.094")):
            a_contract_abroad(a_worker(name, office=office))
    event = an_event(people["minh"])

    [line] = [one for one in seen(house, people["lan"]) if one.birth_year is None]

    assert (line.who, line.why) == ("Đóng cửa nhà máy", "3 người, 2 đơn vị chưa nhận việc")
    assert line.url.endswith(event.ref)
    assert line.button.label == "Mở sự kiện"


def test_the_common_alert_of_an_event_is_work_of_its_own_once_it_was_taken(
    house: Flask, people: dict[str, UserAccount]
) -> None:
    with transaction():
        for name, office in (("Lò A", "vn.11.099"), ("Lò B", "vn.11.094")):
            a_contract_abroad(a_worker(name, office=office))
    an_event(people["minh"])
    common = db.session.scalars(
        sa.select(Alert).where(Alert.worker_id.is_(None), Alert.office_path == "vn.11.099")
    ).one()
    with transaction():
        alerts.acknowledge(common, by=people["lan"], now=NOON)

    whose = {line.who: line.url for line in seen(house, people["lan"])}

    assert whose["Phòng LĐ-TBXH Tuần Giáo"].endswith(common.ref)
    assert set(whose) == {"Phòng LĐ-TBXH Tuần Giáo", "Đóng cửa nhà máy"}


def test_a_line_says_what_it_is_and_apart_from_that_of_which_event(
    house: Flask, people: dict[str, UserAccount]
) -> None:
    with transaction():
        a_contract_abroad(a_worker("Lò Quá Hạn"), ends_on=NOON.date() - timedelta(days=3))
    an_event(people["minh"])
    an_alert("Lò Xin Giúp", severity=1)

    told = {line.who: (line.why, line.event) for line in seen(house, people["lan"])}

    assert told["Lò Quá Hạn"] == ("Hết hạn hợp đồng khi có sự kiện", "Đóng cửa nhà máy")
    assert told["Lò Xin Giúp"] == ("Xin giúp", "")


def test_a_result_of_a_common_alert_waits_for_the_supervisor(house: Flask, people: dict[str, UserAccount]) -> None:
    with transaction():
        a_contract_abroad(a_worker())
    an_event(people["minh"])
    common = db.session.scalars(sa.select(Alert).where(Alert.worker_id.is_(None))).one()
    with transaction():
        alerts.regrade(common, 2, reason="", by=people["lan"], now=NOON)
        alerts.acknowledge(common, by=people["lan"], now=NOON)
        alerts.resolve(common, outcome="helped", words="Xong", was_right=True, by=people["lan"], now=NOON)

    assert seen(house, people["lan"]) == []
    assert [line.button.label for line in seen(house, people["minh"])] == ["Xem rồi đóng"]


@pytest.mark.parametrize(
    ("cause", "label"),
    [("help", "Ghi cuộc gọi"), ("silent", "Ghi cuộc gọi"), ("concern", "Trả lời gia đình"), ("law", "Sửa hồ sơ")],
)
def test_the_next_button_follows_from_what_it_is_about(
    house: Flask, people: dict[str, UserAccount], cause: str, label: str
) -> None:
    alert = an_alert(cause=cause)
    with transaction():
        alerts.acknowledge(alert, by=people["lan"], now=NOON)

    [line] = seen(house, people["lan"])
    assert line.button.label == label


def test_the_button_of_a_new_alert_takes_it(app: Flask) -> None:
    with inside(app):
        the_cast()
        ref = an_alert().ref
    lan = signed_in(app, "lan")
    page = lan.get("/today").text
    found = re.search(rf'action="(/alerts/{ref}/acknowledge)".*?name="version" value="(\d+)"', page, re.S)
    assert found

    answer = post(lan, found[1], version=found[2])

    assert answer.status_code == 303
    with inside(app):
        taken = alert_by_ref(ref)
        assert taken is not None
        assert taken.state == "acknowledged"


def test_the_counter_of_answers_due_today_opens_the_list_of_just_those(app: Flask) -> None:
    with inside(app):
        the_cast()
        today = a_plan(next_open_at=day(11))
        tomorrow = a_plan(next_open_at=day(12))
        for number in (11, 12):
            with transaction():
                sweep(now=day(number))
        names = {plan.id: db.session.get_one(Worker, plan.worker_id) for plan in (today, tomorrow)}
        with transaction():
            names[today.id].full_name, names[tomorrow.id].full_name = "Lò Hôm Nay", "Lò Ngày Mai"
    with clock.stopped_at(NOON.isoformat()):
        lan = signed_in(app, "lan")
        counter = re.search(r'href="([^"]+)"><span>Chờ trả lời hôm nay</span> <b>(\d+)</b>', lan.get("/today").text)
        assert counter
        page = lan.get(counter[1].replace("&amp;", "&")).text

    assert counter[2] == "1"
    assert "Lò Hôm Nay" in page
    assert "Lò Ngày Mai" not in page
