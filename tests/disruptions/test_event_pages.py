"""The pages of Sự kiện: a supervisor confirms a proposal or writes a bulletin, others look, strangers see nothing."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, in_house, inside, post, signed_in, the_cast
from tests.checkins.cases import a_phone
from tests.disruptions.cases import policies
from tracker.core.db import transaction

BULLETIN = {
    "title": "Đóng cửa nhà máy, KCN Đào Viên",
    "kind": "workplace_closure",
    "cause": "covid19",
    "host_country": "TWN",
    "from_on": "01/07/2020",
    "source": "Thông báo của Ban Quản lý lao động, 13/07",
}


@pytest.fixture
def people(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    policies("4" * 137)
    with transaction():
        a_contract_abroad(a_worker("Lò Thị Ánh", office="vn.11.099"), ends_on=date(2020, 7, 1))
        a_contract_abroad(a_worker("Vì Văn Tú", office="vn.11.094"))
    context.pop()


@pytest.fixture
def minh(app: Flask, people: None) -> FlaskClient:
    return signed_in(app, "minh")


def proposed(client: FlaskClient) -> str:
    found = re.search(r"/events/proposals/[A-Z0-9-]+", client.get("/events").text)
    assert found
    return found.group()


def test_without_events_and_policies_the_page_says_why_it_is_empty(app: Flask):
    context = in_house(app)
    the_cast()
    context.pop()

    page = signed_in(app, "minh").get("/events").text

    assert "Không có sự kiện nào đang diễn ra." in page
    assert "Không có đề xuất nào đang chờ." in page


def test_a_supervisor_sees_a_dry_run_confirms_and_follows_the_event(minh: FlaskClient):
    address = proposed(minh)
    page = minh.get(address).text
    assert "Xác nhận và mở 2 cảnh báo" in page
    assert "ai được nhập cảnh vào nước đó" in page
    assert "Oxford COVID-19 Government Response Tracker" in page

    answer = post(minh, address, asks="high")

    assert answer.status_code == 303
    event = minh.get(answer.location).text
    assert "2 người bị ảnh hưởng" in event
    assert "Lò Thị Ánh" in event
    assert "/events/proposals/" not in minh.get("/events").text


def test_confirming_twice_leads_to_the_event_that_is_there(minh: FlaskClient):
    address = proposed(minh)

    first, second = post(minh, address, asks=""), post(minh, address, asks="")

    assert first.location == second.location


def test_a_proposal_may_be_set_aside_with_a_word_about_why(minh: FlaskClient):
    answer = post(minh, f"{proposed(minh)}/set-aside", note="Chỉ là hạn chế nhập cảnh")

    assert answer.status_code == 303
    page = minh.get("/events").text
    assert "đã bỏ qua" in page
    assert "/events/proposals/" not in page


def test_a_bulletin_is_written_rehearsed_and_then_started(minh: FlaskClient):
    written = post(minh, "/events/new", **BULLETIN)
    assert "Bắt đầu và mở 2 cảnh báo" in minh.get(written.location).text

    post(minh, f"{written.location}/start", asks="")

    people = minh.get(f"{written.location}/people?standing=waiting").text
    assert "Vì Văn Tú" in people
    assert "Hợp đồng đã hết hạn mà chưa về nước" in people
    assert "1 cảnh báo khác vẫn chờ người phụ trách giải quyết." in minh.get(written.location).text
    post(minh, f"{written.location}/close", note="Nhà máy mở lại")
    page = minh.get(written.location).text
    assert "đã kết thúc" in page
    assert "Phiếu tổng kết" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Cần điền ô này."),
        ({"host_country": ""}, "Chọn nước, hoặc ghi người sử dụng lao động."),
        ({"to_on": "30/06/2020"}, "Ngày kết thúc đứng trước ngày bắt đầu 01/07/2020."),
        ({"employer": "Không có nơi này"}, "Không tìm thấy đúng một nơi có tên này."),
    ],
)
def test_what_is_missing_in_a_bulletin_is_told_at_its_field(minh: FlaskClient, changes: dict[str, str], message: str):
    answer = post(minh, "/events/new", **BULLETIN | changes)

    assert answer.status_code == 422
    assert message in answer.text


def test_an_officer_of_a_district_sees_the_event_and_only_his_own_people(app: Flask, minh: FlaskClient):
    event = post(minh, proposed(minh), asks="").location

    page = signed_in(app, "binh").get(f"{event}/people").text

    assert "Lò Thị Ánh" in page
    assert "Vì Văn Tú" not in page


def test_an_officer_decides_nothing(app: Flask, minh: FlaskClient):
    address, officer = proposed(minh), signed_in(app, "binh")

    assert "Lãnh đạo quyết định đề xuất này." in officer.get(address).text
    assert post(officer, address).status_code == 403
    assert officer.get("/events/new").status_code == 200


def test_another_province_finds_neither_the_event_nor_its_people(app: Flask, minh: FlaskClient):
    event = post(minh, proposed(minh), asks="").location
    nga = signed_in(app, "nga")

    assert nga.get(event).status_code == 404
    assert nga.get(f"{event}/people").status_code == 404
    assert event.rpartition("/")[2] not in nga.get("/events").text


def test_starting_needs_a_word_on_how_people_are_asked(minh: FlaskClient):
    written = post(minh, "/events/new", **BULLETIN).location

    answer = post(minh, f"{written}/start")

    assert answer.status_code == 422
    assert "Hỏi ngay, rồi 2 ngày một lần cho tới khi kết thúc" in answer.text


def test_a_large_event_may_be_tried_with_the_first_fifty(app: Flask, minh: FlaskClient):
    with inside(app), transaction():
        for number in range(50):
            a_contract_abroad(a_worker(f"Lò Văn {number}"))
    written = post(minh, "/events/new", **BULLETIN).location
    assert "Thử với 50 người trước" in minh.get(written).text

    post(minh, f"{written}/start", asks="disruption", trial="1")

    page = minh.get(written).text
    assert "Đang thử với 50 người đứng đầu danh sách." in page
    assert "đang thử" in minh.get("/events").text
    post(minh, f"{written}/start", asks="disruption")
    assert "52 người bị ảnh hưởng" in minh.get(written).text


def test_a_dry_run_says_who_could_be_reached_and_is_not_asked(app: Flask, minh: FlaskClient):
    with inside(app), transaction():
        worker = a_worker("Lò Văn Planless")
        a_contract_abroad(worker)
        a_phone(worker.id, "+886900000001")

    written = post(minh, "/events/new", **BULLETIN).location

    assert "1 người liên lạc được nhưng không được hỏi thêm" in minh.get(written).text


def test_the_rhythm_of_asking_is_changed_on_the_board(minh: FlaskClient):
    event = post(minh, proposed(minh), asks="").location

    answer = post(minh, f"{event}/ask", asks="high")

    assert answer.status_code == 303
    assert re.search(r'value="high"[^>]*checked|checked[^>]*value="high"', minh.get(event).text)
    assert post(minh, f"{event}/ask", asks="never").status_code == 422


def test_the_map_of_an_event_tells_where_its_people_are(minh: FlaskClient):
    event = post(minh, proposed(minh), asks="").location

    told = minh.get(f"{event}/countries.json").get_json()

    assert [(one["code"], one["workers"], one["alerts"], one["severity"]) for one in told["countries"]] == [
        ("TWN", 2, 2, 2)
    ]


def test_the_bulk_page_opens_with_the_step_that_was_chosen_on_the_board(minh: FlaskClient):
    page = minh.get("/alerts/bulk?event=1&action=assign").text

    assert re.search(r'value="assign"[^>]*checked|checked[^>]*value="assign"', page)
