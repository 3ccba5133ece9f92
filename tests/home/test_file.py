"""The page of one worker: what stands on it, who may see it, and that every look is written down."""

from datetime import date, timedelta

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, csrf_token, form_token, in_house, post, signed_in, the_cast
from tests.home.test_workers import counted
from tracker.alerts import actions as alerts
from tracker.alerts.explain import fact, why
from tracker.alerts.models import Alert
from tracker.audit.queries import entries_about
from tracker.checkins import actions as plans
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.home.file_queries import worker_file
from tracker.home.file_timeline import timeline
from tracker.people import actions, queries
from tracker.people.models import ContactPoint, ContactStatus, Worker
from tracker.people.person import NewContact, NewRelative, Person

TODAY = date(2020, 7, 15)
ANH = Person(
    full_name="Lò Thị Ánh",
    sex="female",
    birth_date=date(1994, 3, 5),
    id_kind="cccd",
    id_number="011194000123",
    office_path="vn.11.099",
    passport="B7741203",
    passport_expires_on=date(2020, 9, 11),
    commune_code="03298",
    contacts=(NewContact("0594093769"),),
)


@pytest.fixture
def ref(app: Flask) -> str:
    """Ánh, abroad in Taiwan, with a sister, a sign of life and an open alert."""
    context = in_house(app)
    the_cast()
    with transaction():
        worker = anh()
    found = worker.ref
    context.pop()
    return found


def anh() -> Worker:
    now = clock.now()
    worker = actions.add_worker(ANH, by=None, now=now)
    a_contract_abroad(worker, ends_on=date(2020, 8, 2))
    bun = NewRelative("Lò Thị Bun", "em gái", (NewContact("0568487652"),))
    actions.add_relative(worker, bun, by=None, now=now)
    actions.record_sign(worker.id, "officer_call", now - timedelta(days=33), source="Lường Thị Lan", now=now)
    alerts.raise_one(
        worker=worker,
        cause="officer",
        cause_id=None,
        dedupe_key="officer:1",
        severity=2,
        title="Hết hạn hợp đồng trong thời gian đóng biên",
        why=why("officer", facts=[fact(TODAY, "Hợp đồng hết 02/08/2020.")]),
        now=now,
    )
    return worker


@pytest.fixture
def lan(app: Flask, ref: str) -> FlaskClient:
    return signed_in(app, "lan")


def test_the_file_tells_who_where_the_last_sure_sign_and_what_is_open(lan: FlaskClient, ref: str) -> None:
    html = lan.get(f"/workers/{ref}").text

    for words in (
        "Lò Thị Ánh",
        "26 tuổi",
        "Đang ở nước ngoài · Đài Loan",
        "12/06/2020 · cán bộ gọi được",
        "Hết hạn hợp đồng trong thời gian đóng biên",
        "Xuất cảnh 10/05/2019",
        "Thanh lý",
        "Lò Thị Bun",
        "không cho xem",
        "Hộ chiếu hết hạn",
    ):
        assert words in html


def test_a_question_whose_hour_has_come_is_asked_soon_not_in_the_past(app: Flask, lan: FlaskClient, ref: str) -> None:
    context = in_house(app)
    with transaction():
        plans.open_missing_plans(now=clock.now())
        db.session.execute(sa.update(ContactStatus).values(next_contact_at=clock.at("2020-07-15T11:58")))
    context.pop()

    file = lan.get(f"/workers/{ref}").text
    assert "trong ít phút tới" in file
    assert "Lần hỏi tới" not in file


def test_the_page_is_sound_html_with_one_heading_and_no_style_or_script_inside(lan: FlaskClient, ref: str) -> None:
    for path in (f"/workers/{ref}", f"/workers/{ref}/call", "/workers", f"/workers/{ref}/edit"):
        html = lan.get(path).text
        parser = html5lib.HTMLParser(strict=False)
        tree = parser.parse(html)
        found = [error for error in parser.errors if error[1] not in ("expected-doctype-but-got-chars",)]
        tags = [node.tag.rpartition("}")[2] for node in tree.iter() if isinstance(node.tag, str)]
        ids = [node.get("id") for node in tree.iter() if node.get("id")]

        assert found == [], path
        assert tags.count("h1") == 1, path
        assert len(ids) == len(set(ids)), path
        assert " style=" not in html
        assert "onclick" not in html


def test_no_number_stands_whole_on_the_page_or_in_its_addresses(lan: FlaskClient, ref: str) -> None:
    html = lan.get(f"/workers/{ref}").text

    assert "••••••769" in html
    for number in ("011194000123", "B7741203", "594093769", "568487652"):
        assert number not in html


def test_a_number_is_shown_on_request_and_the_look_is_in_the_book_first(app: Flask, lan: FlaskClient, ref: str) -> None:
    shown = post(lan, f"/workers/{ref}/reveal/id")

    assert "011194000123" in shown.text
    assert looks(app, ref)[0] == ("worker.reveal", "Lường Thị Lan", {"shown": "id"})


def test_each_number_shown_is_a_row_even_when_one_token_is_sent_for_all(app: Flask, lan: FlaskClient, ref: str) -> None:
    sent = {"csrf_token": csrf_token(lan), "form_token": form_token()}

    shown = [lan.post(f"/workers/{ref}/reveal/{what}", data=sent).text for what in ("id", "passport", "id")]

    assert "011194000123" in shown[2]
    assert [entry[2] for entry in looks(app, ref)[:3]] == [{"shown": "id"}, {"shown": "passport"}, {"shown": "id"}]


@pytest.mark.parametrize("page", ["", "/edit", "/numbers", "/relatives/new", "/call", "/message"])
def test_every_page_of_a_file_is_a_look_in_the_book(app: Flask, lan: FlaskClient, ref: str, page: str) -> None:
    before = len(looks(app, ref))

    assert lan.get(f"/workers/{ref}{page}").status_code == 200

    assert [entry[0] for entry in looks(app, ref)][: len(looks(app, ref)) - before] == ["worker.read"]


def test_a_page_that_comes_back_with_errors_is_a_look_too(app: Flask, lan: FlaskClient, ref: str) -> None:
    before = len(looks(app, ref))

    assert post(lan, f"/workers/{ref}/edit", full_name="").status_code == 422

    assert len(looks(app, ref)) == before + 1


def test_a_relative_s_number_is_shown_by_its_own_reference(app: Flask, lan: FlaskClient, ref: str) -> None:
    context = in_house(app)
    point = db.session.query(ContactPoint).filter(ContactPoint.relative_id.is_not(None)).one().ref
    context.pop()

    assert "+84568487652" in post(lan, f"/workers/{ref}/reveal/{point}").text
    assert post(lan, f"/workers/{ref}/reveal/LH-UNKNOWN").status_code == 404


def test_every_look_at_a_file_is_in_the_audit_book_and_on_the_page(app: Flask, lan: FlaskClient, ref: str) -> None:
    lan.get(f"/workers/{ref}")
    html = signed_in(app, "minh").get(f"/workers/{ref}").text

    assert looks(app, ref)[:2] == [("worker.read", "Lò Văn Minh", {}), ("worker.read", "Lường Thị Lan", {})]
    assert "Lường Thị Lan · mở hồ sơ" in html


def looks(app: Flask, ref: str) -> list[tuple[str, str, dict[str, object]]]:
    context = in_house(app)
    found = [(entry.what, entry.by_name, entry.detail) for entry in entries_about("worker", ref)]
    context.pop()
    return found


@pytest.mark.parametrize("page", ["", "/call"])
def test_an_officer_of_nghe_an_finds_no_such_page_by_guessing(app: Flask, ref: str, page: str) -> None:
    nga = signed_in(app, "nga")

    assert nga.get(f"/workers/{ref}{page}").status_code == 404
    assert post(nga, f"/workers/{ref}/reveal/id").status_code == 404
    assert post(nga, f"/workers/{ref}/call", number="other", outcome="no_answer").status_code == 404
    assert looks(app, ref)[0][0] != "worker.read"


def test_an_officer_of_another_district_finds_nothing_either(app: Flask, ref: str) -> None:
    context = in_house(app)
    with transaction():
        elsewhere = actions.add_worker(
            Person("Cà Thị Én", "female", date(1990, 1, 1), "cmnd", "040999000", "vn.11.094"),
            by=None,
            now=clock.now(),
        ).ref
    context.pop()
    binh = signed_in(app, "binh")

    assert binh.get(f"/workers/{elsewhere}").status_code == 404
    assert binh.get(f"/workers/{ref}").status_code == 200


def test_an_auditor_reads_but_has_no_buttons_and_sees_no_number(app: Flask, ref: str) -> None:
    kiem = signed_in(app, "kiem")

    html = kiem.get(f"/workers/{ref}").text
    assert "Ghi cuộc gọi" not in html
    assert "/reveal/" not in html
    assert post(kiem, f"/workers/{ref}/reveal/id").status_code == 403


def test_a_call_that_reached_the_worker_is_the_newest_sure_sign(app: Flask, lan: FlaskClient, ref: str) -> None:
    context = in_house(app)
    point = first_point()
    context.pop()

    answer = post(lan, f"/workers/{ref}/call", number=point, outcome="reached", how="ok", note="Lương đúng hạn")

    html = lan.get(answer.headers["Location"]).text
    assert "15/07/2020 · cán bộ gọi được" in html
    assert "Lương đúng hạn" in html
    assert ">tốt<" in html


def test_a_call_that_tells_of_need_opens_one_alert_however_often_it_is_told(
    app: Flask, lan: FlaskClient, ref: str
) -> None:
    for _ in range(2):
        answer = post(lan, f"/workers/{ref}/call", number="other", outcome="relative_answered", how="help", note="Ốm")
        assert answer.status_code == 303

    context = in_house(app)
    opened = db.session.query(Alert.severity, Alert.times_fired).filter(Alert.cause == "help").all()
    context.pop()
    assert [tuple(row) for row in opened] == [(1, 2)]


def test_a_wrong_number_is_marked_wrong(app: Flask, lan: FlaskClient, ref: str) -> None:
    context = in_house(app)
    point = first_point()
    context.pop()

    post(lan, f"/workers/{ref}/call", number=point, outcome="wrong_number", how="", note="")

    assert "sai số" in lan.get(f"/workers/{ref}").text


def first_point() -> str:
    return db.session.query(ContactPoint).filter(ContactPoint.relative_id.is_(None)).one().ref


def test_whoever_was_spoken_with_has_said_how_the_worker_is(lan: FlaskClient, ref: str) -> None:
    answer = post(lan, f"/workers/{ref}/call", number="other", outcome="reached")

    assert answer.status_code == 422
    assert "đã nói chuyện thì cần biết" in answer.text


def test_a_call_sent_twice_is_kept_once(app: Flask, lan: FlaskClient, ref: str) -> None:
    page = lan.get(f"/workers/{ref}/call").text
    token = page.split('name="form_token"')[-1].split('value="')[1].split('"')[0]
    fields = {"number": "other", "outcome": "no_answer", "form_token": token}

    first, second = (post(lan, f"/workers/{ref}/call", **fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["Location"] == first.headers["Location"]
    assert [what for what, *_ in looks(app, ref)].count("worker.contact") == 1


def test_the_timeline_merges_all_rooms_newest_first_and_goes_on_where_it_stopped(house: Flask) -> None:
    the_cast()
    with transaction():
        worker = anh()
        for days in range(5):
            at = clock.now() - timedelta(days=40 + days)
            actions.record_sign(worker.id, "family", at, source="em gái", note=f"lần {days}", now=clock.now())

    whole = timeline(worker.id)
    first = timeline(worker.id, size=4)
    rest = timeline(worker.id, size=40, before=first.more_before)

    assert [event.at for event in whole.events] == sorted((event.at for event in whole.events), reverse=True)
    assert {event.kind for event in whole.events} == {"sign", "alert", "contract"}
    assert [*first.events, *rest.events] == list(whole.events)
    assert {event.kind for event in timeline(worker.id, kind="sign").events} == {"sign"}


def test_a_worker_still_abroad_after_the_contract_s_end_is_flagged(app: Flask, lan: FlaskClient, ref: str) -> None:
    with clock.stopped_at("2020-09-01T09:00+07:00"):
        html = signed_in(app, "lan").get(f"/workers/{ref}").text

    assert "Hết hạn hợp đồng, chưa về nước" in html


def test_two_workers_with_one_phone_are_flagged(app: Flask, lan: FlaskClient, ref: str) -> None:
    context = in_house(app)
    with transaction():
        shared = Person(
            "Cà Thị Én", "female", date(1990, 1, 1), "cmnd", "040999000", "vn.11", contacts=(NewContact("0594093769"),)
        )
        actions.add_worker(shared, by=None, now=clock.now())
    context.pop()

    assert "Dùng chung điện thoại" in lan.get(f"/workers/{ref}").text


def test_the_file_takes_as_many_statements_however_long_its_history(house: Flask) -> None:
    the_cast()
    with transaction():
        worker = anh()
    short = statements(worker.ref)
    with transaction():
        for days in range(20):
            at = clock.now() - timedelta(days=days)
            actions.record_sign(worker.id, "family", at, now=clock.now())
            kin = NewRelative(f"Lò Văn {days}", "anh", (NewContact(f"05684876{days:02d}"),))
            actions.add_relative(worker, kin, by=None, now=clock.now())

    assert statements(worker.ref) == short <= 30


def statements(ref: str) -> int:
    db.session.expire_all()
    with counted() as sent:
        worker = queries.worker_by_ref(ref)
        assert worker
        worker_file(worker, today=TODAY)
        timeline(worker.id)
    return len(sent)
