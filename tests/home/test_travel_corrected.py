"""The pages on which a departure or a return that was recorded wrongly is put right."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import csrf_token, form_token, inside, post, signed_in, the_cast
from tests.home.test_travel import a_contract
from tests.test_every_page import hold_up
from tracker.audit.models import AuditEntry
from tracker.checkins.models import Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db
from tracker.people.models import ContactStatus, SignOfLife

WHY = "Ghi nhầm sang người cùng tên"


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    with inside(app):
        the_cast()
    return signed_in(app, "lan")


@pytest.fixture
def gone(app: Flask, lan: FlaskClient) -> str:
    """Somebody who left on 14 July: the address of the contract."""
    contract = a_contract(app)
    post(lan, f"{contract}/departure", departed_on="14/07/2020")
    return contract


@pytest.fixture
def home_again(lan: FlaskClient, gone: str) -> str:
    """And who is said to have come home the day after."""
    post(lan, f"{gone}/return", returned_on="15/07/2020", reason="FAMILY")
    return gone


def version(client: FlaskClient, page: str) -> str:
    """The version of the contract that this page shows."""
    found = re.search(r'name="version"[^>]* value="(\d+)"', client.get(page).text)
    assert found, page
    return found.group(1)


def correct(client: FlaskClient, page: str, how: str, **fields: Any) -> Any:
    """Read a page and send the form on it that corrects what it shows."""
    return post(client, f"{page}/{how}", version=version(client, page), **fields)


def kept() -> Contract:
    return db.session.scalars(sa.select(Contract)).one()


def test_a_return_of_the_wrong_worker_is_taken_back_and_his_check_ins_go_on(
    app: Flask, lan: FlaskClient, home_again: str
) -> None:
    answer = correct(lan, f"{home_again}/return", "take-back", why=WHY)

    page = lan.get(answer.headers["Location"]).text
    assert "Đã bỏ ghi nhận về nước ngày 15/07/2020. Kế hoạch điểm danh chạy lại." in page
    assert "Lần hỏi tới: 17/07/2020 08:00 (giờ Việt Nam)" in page
    with inside(app):
        assert (kept().returned_on, kept().end_reason) == (None, "")
        plan = db.session.scalars(sa.select(Plan)).one()
        assert (plan.state, db.session.get_one(PlanDue, plan.id).next_open_at) == (
            "active",
            clock.at("2020-07-17T08:00"),
        )
        status = db.session.scalars(sa.select(ContactStatus)).one()
        assert (status.state, status.last_sure_at) == ("new", clock.at("2020-07-14T00:00"))
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "contract.return_taken_back")).one()
        assert entry.by_name == "Lường Thị Lan"


def test_the_file_tells_who_corrected_a_journey_from_what_to_what_and_why(
    app: Flask, lan: FlaskClient, home_again: str
) -> None:
    correct(lan, f"{home_again}/return", "take-back", why=WHY)

    with inside(app):
        file = f"/workers/{kept().worker.ref}?kind=contract"
    told = " ".join(re.sub(r"<[^>]+>", " ", lan.get(file).text).split())
    assert "Sửa hợp đồng: ngày về nước 15/07/2020 → để trống; lý do về nước Việc gia đình → để trống" in told
    assert f"Lường Thị Lan {WHY}" in told


def test_a_departure_that_was_none_is_taken_back_and_nobody_is_asked(app: Flask, lan: FlaskClient, gone: str) -> None:
    answer = correct(lan, f"{gone}/departure", "take-back", why=WHY)

    page = lan.get(answer.headers["Location"]).text
    assert "Đã bỏ ghi nhận xuất cảnh ngày 14/07/2020. Kế hoạch điểm danh đã đóng." in page
    assert "Ngày đã đi, không phải ngày dự kiến." in page  # it may be recorded again, when it happens
    with inside(app):
        assert kept().departed_on is None
        assert db.session.scalars(sa.select(Plan.state)).one() == "closed"
        assert db.session.scalars(sa.select(SignOfLife)).all() == []


def test_a_departure_taken_back_is_recorded_again_when_it_happens(app: Flask, lan: FlaskClient, gone: str) -> None:
    correct(lan, f"{gone}/departure", "take-back", why=WHY)

    post(lan, f"{gone}/departure", departed_on="15/07/2020")

    with inside(app):
        plan = db.session.scalars(sa.select(Plan)).one()
        assert (plan.state, kept().departed_on) == ("active", date(2020, 7, 15))
        assert db.session.get_one(PlanDue, plan.id).next_open_at == clock.at("2020-07-18T08:00")


def test_the_day_of_departure_is_corrected_and_the_first_question_moves(
    app: Flask, lan: FlaskClient, gone: str
) -> None:
    answer = correct(lan, f"{gone}/departure", "day", departed_on="13/07/2020", proof="Dấu trên hộ chiếu")

    page = lan.get(answer.headers["Location"]).text
    assert "Đã sửa ngày xuất cảnh thành 13/07/2020." in page
    assert "Lần hỏi tới: 16/07/2020 08:00" in page
    with inside(app):
        assert kept().departed_on == date(2020, 7, 13)
        assert db.session.scalars(sa.select(PlanDue.next_open_at)).one() == clock.at("2020-07-16T08:00")


def test_a_corrected_departure_that_breaks_a_rule_says_so(app: Flask, lan: FlaskClient) -> None:
    contract = a_contract(app, orientation_issued_on=date(2020, 7, 14))
    post(lan, f"{contract}/departure", departed_on="14/07/2020")

    answer = correct(lan, f"{contract}/departure", "day", departed_on="13/07/2020", proof=WHY)

    assert "đã gắn cờ: 72/2006" in lan.get(answer.headers["Location"]).text


def test_the_day_and_the_reason_of_a_return_are_corrected_and_the_plan_stays_closed(
    app: Flask, lan: FlaskClient, home_again: str
) -> None:
    page = f"{home_again}/return"
    answer = correct(lan, page, "day", returned_on="14/07/2020", reason="ILLNESS", proof=WHY)

    assert "Đã sửa: về nước ngày 14/07/2020, lý do: Ốm đau, bệnh tật." in lan.get(answer.headers["Location"]).text
    with inside(app):
        assert (kept().returned_on, kept().end_reason) == (date(2020, 7, 14), "ILLNESS")
        assert db.session.scalars(sa.select(Plan.state)).one() == "closed"


def test_a_correction_without_a_word_of_why_comes_back_open_with_what_was_typed(lan: FlaskClient, gone: str) -> None:
    day = correct(lan, f"{gone}/departure", "day", departed_on="13/07/2020", proof="   ")
    back = correct(lan, f"{gone}/departure", "take-back", why="")

    assert day.status_code == back.status_code == 422
    assert "Ghi vắn tắt vì sao" in day.text
    assert 'value="13/07/2020"' in day.text
    for answer, label in ((day, "Sửa ngày"), (back, "Bỏ ghi nhận này")):
        assert re.findall(r'<details class="move" open>\s*<summary[^>]*>([^<]+)<', answer.text) == [label]


def test_a_day_out_of_order_or_to_come_is_refused_and_says_why(lan: FlaskClient, home_again: str) -> None:
    left, back = f"{home_again}/departure", f"{home_again}/return"

    after = correct(lan, left, "day", departed_on="16/07/2020", proof=WHY)
    before = correct(lan, back, "day", returned_on="13/07/2020", reason="FAMILY", proof=WHY)
    ahead = correct(lan, back, "day", returned_on="16/07/2020", reason="FAMILY", proof=WHY)
    correct(lan, back, "day", returned_on="14/07/2020", reason="FAMILY", proof=WHY)
    crossed = correct(lan, left, "day", departed_on="15/07/2020", proof=WHY)

    assert [one.status_code for one in (after, before, ahead, crossed)] == [422] * 4
    assert "Ngày này chưa đến" in after.text
    assert "không thể trước ngày xuất cảnh" in before.text
    assert "Ngày này chưa đến" in ahead.text
    assert "không thể sau ngày về nước" in crossed.text


def test_a_departure_with_a_return_offers_no_way_back_but_leads_to_the_return(
    app: Flask, lan: FlaskClient, home_again: str
) -> None:
    page = f"{home_again}/departure"
    html = lan.get(page).text
    answer = correct(lan, page, "take-back", why=WHY)

    assert "Bỏ ghi nhận xuất cảnh" not in html
    assert "cần bỏ ghi nhận về nước trước" in html
    assert "Chưa bỏ được" in lan.get(answer.headers["Location"]).text
    with inside(app):
        assert kept().departed_on == date(2020, 7, 14)


def test_the_loser_of_a_race_reads_what_stands_and_may_send_again(app: Flask, lan: FlaskClient, gone: str) -> None:
    page = f"{gone}/departure"
    read = version(lan, page)
    binh = signed_in(app, "binh")
    correct(binh, page, "day", departed_on="12/07/2020", proof=WHY)

    lost = post(lan, f"{page}/day", version=read, departed_on="13/07/2020", proof=WHY)
    back = post(lan, f"{page}/take-back", version=read, why=WHY)

    assert lost.status_code == back.status_code == 409
    assert "Người khác vừa ghi: “12/07/2020”." in lost.text
    assert "Người khác vừa sửa hợp đồng này" in back.text
    with inside(app):
        assert kept().departed_on == date(2020, 7, 12)
    again = re.search(r'name="version"[^>]* value="(\d+)"', lost.text)
    assert again
    post(lan, f"{page}/day", version=again.group(1), departed_on="13/07/2020", proof=WHY)
    with inside(app):
        assert kept().departed_on == date(2020, 7, 13)


def test_whoever_corrects_what_was_taken_back_meanwhile_is_told(app: Flask, lan: FlaskClient, home_again: str) -> None:
    page = f"{home_again}/return"
    read = version(lan, page)
    correct(signed_in(app, "binh"), page, "take-back", why=WHY)

    lost = post(lan, f"{page}/day", version=read, returned_on="14/07/2020", reason="FAMILY", proof=WHY)

    assert lost.status_code == 409
    assert "Người khác vừa sửa hợp đồng này" in lost.text
    assert "Ghi nhận về nước</button>" in lost.text


def test_a_form_sent_twice_takes_back_once(app: Flask, lan: FlaskClient, home_again: str) -> None:
    page = f"{home_again}/return"
    sent = {
        "csrf_token": csrf_token(lan),
        "form_token": form_token(),
        "version": version(lan, page),
        "why": WHY,
    }

    first, second = (lan.post(f"{page}/take-back", data=sent) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    with inside(app):
        what = sa.select(AuditEntry.what).where(AuditEntry.what == "contract.return_taken_back")
        assert len(db.session.scalars(what).all()) == 1


def test_an_officer_of_another_province_corrects_nothing(app: Flask, lan: FlaskClient, home_again: str) -> None:
    nga = signed_in(app, "nga")
    told = {"version": version(lan, f"{home_again}/return"), "why": WHY, "proof": WHY, "reason": "FAMILY"}

    for address in ("departure/day", "departure/take-back", "return/day", "return/take-back"):
        days = {"departed_on": "13/07/2020", "returned_on": "14/07/2020"}
        assert post(nga, f"{home_again}/{address}", **told, **days).status_code == 404
    with inside(app):
        assert (kept().departed_on, kept().returned_on) == (date(2020, 7, 14), date(2020, 7, 15))


def test_the_pages_are_sound_before_and_after_a_correction(lan: FlaskClient, home_again: str) -> None:
    for page in (f"{home_again}/departure", f"{home_again}/return"):
        hold_up(lan, page)
    correct(lan, f"{home_again}/return", "take-back", why=WHY)
    for page in (f"{home_again}/departure", f"{home_again}/return"):
        hold_up(lan, page)


def test_the_file_leads_to_what_may_be_corrected(app: Flask, lan: FlaskClient, home_again: str) -> None:
    with inside(app):
        worker = kept().worker.ref

    html = lan.get(f"/workers/{worker}").text

    assert f'href="{home_again}/departure">Sửa ghi nhận xuất cảnh' in html
    assert f'href="{home_again}/return">Sửa ghi nhận về nước' in html


def test_a_form_that_came_back_still_stands_in_the_room_of_workers(lan: FlaskClient, home_again: str) -> None:
    page = correct(lan, f"{home_again}/return", "take-back", why="")

    assert page.status_code == 422
    assert re.search(r'href="/workers"[^>]*aria-current', page.text)
