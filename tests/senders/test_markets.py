"""Closed markets: written by a document, ended by another, corrected with a reason, and heard by the law."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import in_house, inside, post, signed_in
from tests.intake.registration.walk import a_full_draft, a_province_at_work, send
from tracker.audit.queries import entries_about
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.senders import actions
from tracker.senders.actions import Decision
from tracker.senders.models import MarketStatus

TYPED = {
    "host_country": "LBY",
    "status": "BANNED",
    "valid_from": "01/05/2020",
    "valid_to": "",
    "document": "Công văn 123/QLLĐNN ngày 29/04/2020",
    "issuer": "Cục Quản lý lao động ngoài nước",
}
LIBYA = "/markets/LBY/BANNED/2020-05-01"


@pytest.fixture
def sender(app: Flask) -> str:
    return a_province_at_work(app)


@pytest.fixture
def minh(app: Flask, sender: str) -> FlaskClient:
    return signed_in(app, "minh")


@pytest.fixture
def closed(minh: FlaskClient) -> None:
    """Libya is closed since May 2020."""
    assert post(minh, "/markets/new", **TYPED).status_code == 303


def stored(app: Flask) -> list[MarketStatus]:
    with inside(app):
        found = list(db.session.scalars(sa.select(MarketStatus).order_by(MarketStatus.id)))
        db.session.expunge_all()
        return found


def at(page: str, field: str) -> str:
    """The error that stands at a field."""
    return page.split(f'id="{field}-error">', 1)[1].split("</p>", 1)[0]


@pytest.mark.usefixtures("closed")
def test_a_decision_stands_with_its_document_issuer_and_days_for_every_office(app: Flask) -> None:
    for reader in ("lan", "nga", "kiem"):
        page = " ".join(signed_in(app, reader).get("/markets").text.split())
        assert "Libya" in page
        assert "Công văn 123/QLLĐNN ngày 29/04/2020, Cục Quản lý lao động ngoài nước" in page
        assert "từ 01/05/2020" in page
        assert LIBYA not in page


def test_without_any_decision_the_page_says_that_nothing_is_closed(app: Flask, minh: FlaskClient) -> None:
    assert "Hôm nay không nước nào bị cấm" in minh.get("/markets").text


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"host_country": ""}, "host_country", "Cần điền ô này."),
        ({"status": ""}, "status", "Hãy chọn một mục."),
        ({"document": ""}, "document", "Cần điền ô này."),
        ({"issuer": ""}, "issuer", "Cần điền ô này."),
        ({"valid_to": "30/04/2020"}, "valid_to", "Ngày cuối đứng trước ngày đầu 01/05/2020."),
    ],
)
def test_a_decision_without_its_document_or_days_is_refused_at_the_field(
    app: Flask, minh: FlaskClient, changes: dict[str, str], field: str, said: str
) -> None:
    refused = post(minh, "/markets/new", **TYPED | changes)

    assert refused.status_code == 422
    assert said in at(refused.text, field)
    assert stored(app) == []


@pytest.mark.usefixtures("closed")
def test_the_same_decision_is_written_once(app: Flask, minh: FlaskClient) -> None:
    refused = post(minh, "/markets/new", **TYPED)

    assert "Nước này đã có quyết định như vậy từ ngày đó" in at(refused.text, "valid_from")
    assert len(stored(app)) == 1


@pytest.mark.usefixtures("closed")
def test_a_decision_ends_on_a_day_by_another_document(app: Flask, minh: FlaskClient) -> None:
    early = post(minh, f"{LIBYA}/end", version="1", last_day="30/04/2020", ending="Công văn 200")
    silent = post(minh, f"{LIBYA}/end", version="1", last_day="30/06/2020", ending="")
    ended = post(minh, f"{LIBYA}/end", version="1", last_day="30/06/2020", ending="Công văn 200")

    assert "Ngày cuối đứng trước ngày đầu 01/05/2020." in at(early.text, "last_day")
    assert "Cần điền ô này." in at(silent.text, "ending")
    page = " ".join(minh.get(ended.headers["Location"]).text.split())
    assert "Đã hết hoặc chưa tới" in page
    assert "01/05/2020 – 30/06/2020" in page
    assert "chấm dứt: Công văn 200" in page
    assert [(one.valid_to, one.ended_by) for one in stored(app)] == [(date(2020, 6, 30), "Công văn 200")]


@pytest.mark.usefixtures("closed")
def test_two_supervisors_end_one_decision_and_the_second_sees_both_texts(app: Flask, minh: FlaskClient) -> None:
    post(minh, f"{LIBYA}/end", version="1", last_day="30/06/2020", ending="Công văn 200")

    lost = post(minh, f"{LIBYA}/end", version="1", last_day="10/07/2020", ending="Công văn 200")

    assert lost.status_code == 409
    assert "Người khác vừa ghi: “30/06/2020”." in at(lost.text, "last_day")
    assert stored(app)[0].valid_to == date(2020, 6, 30)


@pytest.mark.usefixtures("closed")
def test_a_wrong_line_is_corrected_with_a_reason_that_the_audit_book_keeps(app: Flask, minh: FlaskClient) -> None:
    right = TYPED | {"version": "1", "host_country": "SYR", "ended_by": ""}

    silent = post(minh, LIBYA, **right, reason="")
    done = post(minh, LIBYA, **right, reason="chọn nhầm nước")

    assert "Cần ghi lý do" in at(silent.text, "reason")
    assert done.status_code == 303
    assert [one.host_country for one in stored(app)] == ["SYR"]
    with inside(app):
        entry = entries_about("country", "SYR")[0]
        assert (entry.detail["before"], entry.detail["reason"]) == ({"host_country": "LBY"}, "chọn nhầm nước")


@pytest.mark.usefixtures("closed")
def test_a_correction_over_a_newer_text_shows_both(app: Flask, minh: FlaskClient) -> None:
    told = TYPED | {"version": "1", "ended_by": "", "reason": "ghi nhầm"}
    post(minh, LIBYA, **told | {"issuer": "Bộ Ngoại giao"})

    lost = post(minh, LIBYA, **told | {"issuer": "Bộ LĐTBXH"})

    assert lost.status_code == 409
    assert "Người khác vừa ghi: “Bộ Ngoại giao”." in at(lost.text, "issuer")


@pytest.mark.usefixtures("closed")
def test_a_line_that_never_was_is_taken_out_with_a_reason(app: Flask, minh: FlaskClient) -> None:
    stale = post(minh, f"{LIBYA}/remove", version="7", why="ghi nhầm")
    done = post(minh, f"{LIBYA}/remove", version="1", why="ghi nhầm")

    assert (stale.status_code, done.status_code) == (409, 303)
    assert "Có người vừa sửa dòng này." in at(stale.text, "why")
    assert stored(app) == []


@pytest.mark.usefixtures("closed")
def test_an_officer_reads_and_writes_nothing(app: Flask) -> None:
    lan = signed_in(app, "lan")

    answers = [
        post(lan, "/markets/new", **TYPED),
        post(lan, LIBYA, **TYPED),
        post(lan, f"{LIBYA}/end", version="1", last_day="30/06/2020", ending="x"),
        post(lan, f"{LIBYA}/remove", version="1", why="x"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert stored(app)[0].version == 1


def test_an_address_of_no_decision_is_not_found(minh: FlaskClient) -> None:
    for address in (LIBYA, "/markets/LBY/BANNED/hom-qua", "/markets/QQQ/OPEN/2020-05-01"):
        assert minh.get(address).status_code == 404


def test_a_day_to_come_is_written_with_a_warning(minh: FlaskClient) -> None:
    answer = post(minh, "/markets/new", **TYPED | {"valid_from": "01/09/2020"})

    assert "Ngày 01/09/2020 chưa tới" in minh.get(answer.headers["Location"]).text


# The registration form hears of it.
def closes(app: Flask, status: str, **more: Any) -> None:
    """Taiwan, where the contract of every draft goes, gets a decision that holds on its first day, 1 August 2020."""
    context = in_house(app)
    decision = Decision("TWN", status, date(2020, 7, 1), "Công văn 9", issuer="Bộ LĐTBXH", **more)
    with transaction():
        actions.declare_market(decision, by=None, now=clock.now())
    context.pop()


def test_a_closed_market_stops_the_registration_and_names_document_and_issuer(app: Flask, sender: str) -> None:
    closes(app, "BANNED")
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")

    said = lan.get(f"{draft}/contract").text.split('id="law-host_country"', 1)[1].split('class="field', 1)[0]
    refused = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert "là khu vực cấm đưa người lao động đến (từ 01/07/2020; Công văn 9, Bộ LĐTBXH)" in said
    assert refused.status_code == 422
    assert f'href="{draft}/contract#host_country"' in refused.text


def test_a_suspended_market_waits_for_a_supervisor_and_the_contract_keeps_the_finding(app: Flask, sender: str) -> None:
    closes(app, "SUSPENDED")
    draft = a_full_draft(app, sender)
    lan, minh = signed_in(app, "lan"), signed_in(app, "minh")

    refused = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)
    lifted = send(minh, f"{draft}/check", minh.get(f"{draft}/check").text, override="Bộ cho đi đợt này, công văn 10.")

    assert "Lãnh đạo có thể cho đăng ký kèm lý do" in refused.text
    assert lifted.headers["Location"] == f"{draft}/done"
    with inside(app):
        found = db.session.scalars(sa.select(Contract)).one().findings
        assert "market.suspended" in {one.rule for one in found}


def test_a_market_that_is_open_again_on_the_day_of_leaving_says_nothing(app: Flask, sender: str) -> None:
    closes(app, "BANNED", valid_to=date(2020, 7, 31))
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")

    assert send(lan, f"{draft}/check", lan.get(f"{draft}/check").text).headers["Location"] == f"{draft}/done"
