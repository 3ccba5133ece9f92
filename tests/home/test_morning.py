"""Hôm nay and the board."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert
from tests.cast import a_contract_abroad, a_worker, in_house, inside, signed_in, the_cast
from tests.checkins.cases import a_plan, check_ins, day
from tracker.alerts import actions as alerts
from tracker.alerts.models import Alert
from tracker.checkins.actions import record_answer, sweep
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.home.morning import news
from tracker.home.week import last_week


@pytest.fixture
def cast(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()


@pytest.mark.usefixtures("cast")
def test_an_empty_day_says_why_it_is_empty_and_what_to_do(app: Flask) -> None:
    page = signed_in(app, "lan").get("/today").text

    assert "Không có việc nào đang mở." in page
    assert "Xem danh sách người lao động" in page


@pytest.mark.usefixtures("cast")
def test_work_stands_by_severity_and_foreign_work_not_at_all(app: Flask) -> None:
    context = in_house(app)
    with transaction():
        for name, office, severity in (
            ("Lò Thị Ánh", "vn.11.099", 3),
            ("Giàng A Chống", "vn.11.094", 1),
            ("Nguyễn Văn Vinh", "vn.40.412", 1),
        ):
            worker = a_worker(name, office=office)
            a_contract_abroad(worker)
            alerts.raise_one(
                worker=worker,
                cause="help",
                cause_id=None,
                dedupe_key=f"help:{worker.id}",
                severity=severity,
                title="help",
                why={},
                now=clock.now(),
            )
    context.pop()

    page = signed_in(app, "lan").get("/today").text

    assert page.index("Giàng A Chống") < page.index("Lò Thị Ánh")
    assert "Nguyễn Văn Vinh" not in page


def test_closed_by_others_is_told_by_who_closed_it_not_by_who_owned_it(house: Flask) -> None:
    users = the_cast()
    lan, minh, now = users["lan"], users["minh"], clock.now()
    with transaction():
        for name, by, closes in (("unowned", minh, "all"), ("mine", lan, "all"), ("theirs", lan, "close")):
            alert = an_alert(a_worker(), dedupe_key=name, severity=4 if closes == "all" else 2)
            if name == "unowned":
                alerts.close_all(Alert.id == alert.id, outcome="event_over", by=minh, now=now)
                continue
            alerts.acknowledge(alert, by=by, now=now)
            alerts.resolve(alert, outcome="safe", words="Ổn", was_right=True, by=by, now=now)
            if closes == "close":
                alerts.close(alert, by=minh, now=now + timedelta(minutes=1))

    before = now - timedelta(hours=1)

    assert news(lan, before, now).closed == 2
    assert news(minh, before, now).closed == 1
    assert news(lan, now + timedelta(hours=1), now).closed == 0


@pytest.mark.usefixtures("cast")
def test_the_board_counts_workers_abroad_by_country(app: Flask) -> None:
    context = in_house(app)
    with transaction():
        for name in ("Lò Thị Ánh", "Lò Thị Bun"):
            a_contract_abroad(a_worker(name))
        a_contract_abroad(a_worker("Nguyễn Văn Vinh", office="vn.40.412"))
    context.pop()
    client = signed_in(app, "minh")

    page, numbers = client.get("/board").text, client.get("/board/countries.json").json

    assert "Đài Loan (Trung Quốc)" in page
    assert numbers is not None
    assert [(row["code"], row["workers"]) for row in numbers["countries"]] == [("TWN", 2)]


@pytest.mark.usefixtures("cast")
def test_an_officer_may_not_open_the_board(app: Flask) -> None:
    assert signed_in(app, "lan").get("/board").status_code == 403


@pytest.mark.usefixtures("cast")
def test_the_board_tells_which_office_lacks_papers_and_opens_the_list_of_just_those(app: Flask) -> None:
    context = in_house(app)
    with transaction():
        a_worker("Lò Thị Ánh", office="vn.11.099")
        a_worker("Cà Văn Toàn", office="vn.11.094")
    context.pop()
    client = signed_in(app, "minh")

    page, listed = client.get("/board").text, client.get("/today/incomplete?office=vn.11.099").text

    assert 'href="/today/incomplete?office=vn.11.099">1</a>' in page
    assert "Lò Thị Ánh" in listed
    assert "Cà Văn Toàn" not in listed


@pytest.mark.usefixtures("cast")
def test_the_week_counts_by_vietnamese_days_what_was_opened_closed_and_answered(app: Flask) -> None:
    late_evening, next_morning = day(14, hour=23), day(15, hour=1)
    with inside(app):
        plan = a_plan(next_open_at=day(14))
        with transaction():
            sweep(now=day(14))
            [check_in] = check_ins(plan)
            record_answer(check_in, "ok", "link", late_evening)
            record_answer(check_in, "problem", "link", next_morning)
            db.session.execute(sa.update(Alert).values(closed_at=day(15, hour=9), state="closed"))

        week = last_week(day(15))

    assert [one.on.day for one in week] == [9, 10, 11, 12, 13, 14, 15]
    assert (week[-2].answers, week[-1].answers) == (1, 1)
    assert (week[-1].opened, week[-1].silent, week[-1].closed) == (1, 0, 1)


@pytest.mark.usefixtures("cast")
def test_the_marks_of_an_event_are_not_counted_in_the_week(app: Flask) -> None:
    with inside(app):
        with transaction():
            for severity in (3, 4):
                worker = a_worker(f"Lò {severity}")
                alerts.raise_one(
                    worker=worker,
                    cause="disruption",
                    cause_id=None,
                    dedupe_key=f"event:1:{severity}",
                    severity=severity,
                    title="title.disruption",
                    why={},
                    now=clock.now(),
                )

        assert last_week(clock.now())[-1].opened == 1


@pytest.mark.usefixtures("cast")
def test_an_urgent_alert_past_its_deadline_makes_an_office_red_and_anything_late_amber(app: Flask) -> None:
    with inside(app), transaction():
        for name, office, severity in (("Lò A", "vn.11.099", 1), ("Lò B", "vn.11.094", 3)):
            worker = a_worker(name, office=office)
            alerts.raise_one(
                worker=worker,
                cause="help",
                cause_id=None,
                dedupe_key=f"help:{worker.id}",
                severity=severity,
                title="title.help",
                why={},
                now=clock.now(),
            )

    with clock.stopped_at((clock.now() + timedelta(hours=2)).isoformat()):
        soon = signed_in(app, "minh").get("/board").text
    with clock.stopped_at((clock.now() + timedelta(days=6)).isoformat()):
        later = signed_in(app, "minh").get("/board").text

    assert (soon.count("Đỏ: khẩn cấp quá hạn"), soon.count("Xanh: đúng hạn")) == (1, 1)
    assert (later.count("Đỏ: khẩn cấp quá hạn"), later.count("Vàng: có việc quá hạn")) == (1, 1)
