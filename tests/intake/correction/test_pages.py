"""The page that corrects a contract: what stands, what was typed, what the law says, who was faster, what remains."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, in_house, inside, post, signed_in
from tests.intake.registration.walk import a_province_at_work
from tests.test_every_page import hold_up
from tracker.audit.models import AuditEntry
from tracker.contracts.models import Contract, ContractChange
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.intake.correction.typed import rate_words
from tracker.intake.registration.forms.fields import PartForm, RateField
from tracker.senders import actions as senders
from tracker.senders.models import Sender

PAPER = {"proof_kind": "contract", "proof": "Hợp đồng 12/HD, trang 2"}


@pytest.fixture
def sender(app: Flask) -> str:
    return a_province_at_work(app)


@pytest.fixture
def contract(app: Flask, sender: str) -> str:
    """A contract abroad with everything in it: the address of its page."""
    return a_page(app, sender)


def a_page(app: Flask, sender: str = "", **terms: Any) -> str:
    context = in_house(app)
    with transaction():
        boss = senders.add_employer("Formosa Plastics", "TWN", place="Đào Viên", by=None, now=clock.now())
        told = {
            "number": "12/HD",
            "sender_id": db.session.scalars(sa.select(Sender.id).where(Sender.ref == sender)).one() if sender else None,
            "employer_id": boss.id,
            "wage": Decimal("23800.50"),
            "wage_currency": "TWD",
            "wage_rate_vnd": Decimal("790.125"),
            "service_charge": Decimal(50_000_000),
            "paid_by_foreign_side": Decimal(0),
            "usd_rate_vnd": Decimal(23200),
            "orientation_no": "77/GCN",
            "orientation_issued_on": date(2019, 2, 1),
        }
        ref = a_contract_abroad(a_worker(), **{**told, **terms}).ref
    context.pop()
    return f"/contracts/{ref}/edit"


def typed(client: FlaskClient, address: str, **changes: str) -> dict[str, str]:
    """Every field of the page as it is shown, with the changes: what a browser would send."""
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(client.get(address).text)
    form = next(node for node in page.iter("form") if node.get("id") == "contract-form")
    found: dict[str, str] = {}
    for node in form.iter("input"):
        if node.get("type") not in ("radio", "checkbox") or node.get("checked") is not None:
            found[node.get("name")] = node.get("value", "")
    for node in form.iter("select"):
        chosen = [each.get("value") for each in node.iter("option") if each.get("selected") is not None]
        found[node.get("name")] = chosen[0] if chosen else ""
    return {**found, **changes}


def sent(client: FlaskClient, address: str, **changes: str) -> Any:
    return client.post(address, data=typed(client, address, **changes))


def the_contract() -> Contract:
    return db.session.scalars(sa.select(Contract).order_by(Contract.id)).all()[-1]


def test_a_page_sent_as_it_is_shown_changes_nothing_and_says_so(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")

    answer = sent(lan, contract, **PAPER)

    assert "Không có gì thay đổi." in lan.get(answer.headers["Location"]).text
    with inside(app):
        assert the_contract().version == 1


def test_the_page_is_whole_and_looking_at_it_is_written_down(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")

    hold_up(lan, contract)
    hold_up(lan, f"{contract}?change=1")

    with inside(app):
        assert "worker.read" in set(db.session.scalars(sa.select(AuditEntry.what)))
    page = lan.get(contract).text
    assert page.count("btn-primary") == 1
    assert re.search(r'href="/workers/NLD[^"]+#contract">Thôi', page)


def test_a_corrected_end_stands_in_the_file_with_who_when_which_and_why(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")

    answer = sent(lan, contract, ends_on="9/5/2023", **PAPER)
    page = lan.get(answer.headers["Location"]).text

    assert "Đã sửa hợp đồng." in page
    assert "Sửa hợp đồng: đến ngày 09/05/2022 → 09/05/2023; thời hạn (tháng) 36 → 48" in page
    assert "Bản hợp đồng đã ký · Lường Thị Lan" in page
    assert "<blockquote>Hợp đồng 12/HD, trang 2</blockquote>" in page
    assert "Hết hạn 09/05/2023" in page


def test_money_country_and_blanks_are_told_in_words(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")

    answer = sent(lan, contract, wage="25.000", host_country="JPN", place="", **PAPER)
    page = lan.get(answer.headers["Location"]).text

    assert "nước đến làm việc Đài Loan (Trung Quốc) → Nhật Bản" in page
    assert "nơi làm việc Đào Viên → để trống" in page
    assert "tiền lương mỗi tháng 23.800,5 → 25.000" in page


def test_the_file_leads_whoever_may_to_the_page_and_an_auditor_not(app: Flask, contract: str) -> None:
    with inside(app):
        file = f"/workers/{the_contract().worker.ref}"

    assert f'href="{contract}"' in signed_in(app, "lan").get(file).text
    kiem = signed_in(app, "kiem")
    assert f'href="{contract}"' not in kiem.get(file).text
    assert kiem.get(contract).status_code == 403


def test_another_province_has_no_such_contract(app: Flask, contract: str) -> None:
    nga = signed_in(app, "nga")

    assert nga.get(contract).status_code == nga.get(f"{contract}/findings").status_code == 404
    assert post(nga, contract, ends_on="09/05/2023", **PAPER).status_code == 404


def test_without_a_paper_nothing_is_written_and_what_was_typed_stays(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")

    answer = sent(lan, contract, ends_on="09/05/2023", wage="hai mươi nghìn")

    assert answer.status_code == 422
    for field in ("proof_kind", "proof", "wage"):
        assert f'id="{field}-error"' in answer.text
    assert 'value="hai mươi nghìn"' in answer.text
    assert 'value="09/05/2023"' in answer.text
    with inside(app):
        assert the_contract().ends_on == date(2022, 5, 9)


def test_the_loser_of_a_race_sees_both_texts_and_may_send_again(app: Flask, contract: str) -> None:
    lan, minh = signed_in(app, "lan"), signed_in(app, "minh")
    mine = typed(lan, contract, ends_on="09/05/2023", employer="Formosa", **PAPER)
    sent(minh, contract, ends_on="09/06/2022", employer="Đài Tô", **PAPER)

    answer = lan.post(contract, data=mine)
    again = {**mine, "version": re.findall(r'name="version"[^>]*value="(\d+)"', answer.text)[0]}
    lan.post(contract, data=again)

    assert answer.status_code == 409
    assert "Có người vừa sửa hợp đồng này." in answer.text
    assert "Người khác vừa ghi: “09/06/2022”." in answer.text
    assert "Người khác vừa ghi: “Đài Tô”." in answer.text
    assert 'value="09/05/2023"' in answer.text
    with inside(app):
        assert the_contract().ends_on == date(2023, 5, 9)


def test_a_number_of_another_contract_of_the_file_is_refused_at_its_field(app: Flask, contract: str) -> None:
    context = in_house(app)
    with transaction():
        first = the_contract()
        a_contract_abroad(first.worker, number="9/HD", returned_on=date(2019, 6, 1))
    context.pop()
    lan = signed_in(app, "lan")

    answer = sent(lan, contract, number="9/HD", **PAPER)

    assert answer.status_code == 422
    assert "Hồ sơ đã có hợp đồng khác số 9/HD" in answer.text
    assert 'id="number-error"' in answer.text


def test_what_a_list_left_blank_need_not_be_known_to_correct_something_else(app: Flask, sender: str) -> None:
    blank = {"signed_on": None, "employer_id": None, "occupation": ""}
    address = a_page(app, **blank)
    lan = signed_in(app, "lan")

    answer = sent(lan, address, ends_on="09/05/2023", **PAPER)

    assert answer.status_code == 303, answer.text
    with inside(app):
        kept = the_contract()
        assert (kept.signed_on, kept.sender_id, kept.employer_id, kept.occupation) == (None, None, None, "")
        assert kept.ends_on == date(2023, 5, 9)


def test_the_law_stops_a_plan_and_a_supervisor_goes_on_with_a_reason(app: Flask, sender: str) -> None:
    address = a_page(app, sender, departed_on=None, starts_on=date(2020, 8, 1), ends_on=date(2023, 7, 31))
    lan, minh = signed_in(app, "lan"), signed_in(app, "minh")
    early = {"signed_on": "01/06/2014", **PAPER}

    refused, silent = sent(lan, address, **early), sent(minh, address, **early)
    lifted = sent(minh, address, override="Bộ đã xác nhận giấy phép bằng công văn 12.", **early)

    assert refused.status_code == silent.status_code == 422
    assert "Lãnh đạo có thể cho sửa kèm lý do." in refused.text
    assert 'id="override"' not in refused.text
    assert 'id="override-error"' in silent.text
    assert lifted.status_code == 303


def test_the_law_speaks_while_one_types(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")
    form = {name: value for name, value in typed(lan, contract).items() if name not in ("csrf_token", "form_token")}

    said = lan.get(f"{contract}/findings", query_string={**form, "service_charge": "950.000.000"}).text

    assert 'id="law-service_charge" hx-swap-oob="true"' in said
    assert "vượt trần" in said


def test_a_sender_is_searched_without_losing_what_was_typed(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")

    answer = sent(lan, contract, sender_search="song ma", ends_on="09/05/2023", find="sender")

    assert answer.status_code == 200
    assert "Công ty Hợp tác lao động Sông Mã" in answer.text
    assert 'value="09/05/2023"' in answer.text


def test_under_another_form_of_going_abroad_what_it_does_not_know_is_dropped(app: Flask, contract: str) -> None:
    lan = signed_in(app, "lan")
    address = f"{contract}?form=DIRECT"

    data = typed(lan, address, confirmation_no="5/XN", confirmation_on="01/04/2019", **PAPER)
    answer = lan.post(contract, data=data)

    assert answer.status_code == 303, answer.text
    with inside(app):
        kept = the_contract()
        assert (kept.form, kept.sender_id, kept.service_charge, kept.confirmation_no) == ("DIRECT", None, None, "5/XN")
        assert "sender_id" in db.session.scalars(sa.select(ContractChange)).one().terms


class OneRate(PartForm):
    """A rate alone."""

    rate = RateField()


@pytest.mark.parametrize("rate", ["790", "23200", "215.37", "0.1234", "1.234", "1234567.5", "790.125"])
def test_a_rate_is_read_back_as_it_is_written(app: Flask, rate: str) -> None:
    with app.test_request_context():
        form = OneRate.over({"rate": rate_words(Decimal(rate))})

        assert form.validate(), form.errors
        assert form.rate.data == Decimal(rate)
