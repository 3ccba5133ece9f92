"""The law speaks at the field: article, rule set, how sure we are; previews beside; what stops and who may lift it."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import inside, post, signed_in
from tests.intake.registration.walk import CONTRACT, PERSON, a_full_draft, a_province_at_work, begun, saved, send
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db


@pytest.fixture
def sender(app: Flask) -> str:
    return a_province_at_work(app)


def at(page: str, field: str) -> str:
    """What stands at one field under its control."""
    return page.split(f'id="law-{field}"', 1)[1].split("</div>\n", 1)[0].split('class="field', 1)[0]


def test_a_charge_above_the_ceiling_is_said_at_its_field_with_article_set_and_confidence(
    app: Flask, sender: str
) -> None:
    draft = a_full_draft(app, sender, service_charge="95.000.000")
    lan = signed_in(app, "lan")

    said = at(lan.get(f"{draft}/contract").text, "service_charge")

    assert "Tiền dịch vụ 95.000.000 ₫ vượt trần" in said
    assert "Luật 72/2006" in said
    assert "đối chiếu văn bản" in said or "dẫn lại" in said


def test_the_law_speaks_while_one_types_without_saving(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")

    said = lan.get(f"{draft}/contract/findings", query_string={"service_charge": "95.000.000"}).text

    assert 'id="law-service_charge" hx-swap-oob="true"' in said
    assert "vượt trần" in said
    assert "vượt trần" not in at(lan.get(f"{draft}/contract").text, "service_charge")


def test_the_draft_law_and_the_law_to_come_are_shown_as_previews_only(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender, brokerage_fee="10.000.000")
    lan = signed_in(app, "lan")

    page = lan.get(f"{draft}/contract").text

    assert "Dự thảo Luật năm 2020 (xem trước)" in page
    assert "Luật 69/2020/QH14 và văn bản hướng dẫn (xem trước)" in page
    assert "không được thu của người lao động" in page
    assert "không được thu của người lao động" not in at(page, "brokerage_fee")


def test_someone_under_age_is_not_registered_and_the_birth_date_says_why(app: Flask, sender: str) -> None:
    young = {**PERSON, "birth_date": "05/03/2004", "id_number": "011304000123"}
    draft = a_full_draft(app, sender, person=young)
    lan = signed_in(app, "lan")

    answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert answer.status_code == 422
    assert f'href="{draft}/person#birth_date"' in answer.text
    assert "phải đủ 18 tuổi" in at(lan.get(f"{draft}/person").text, "birth_date")


def test_without_a_licence_on_signing_only_a_supervisor_goes_on_and_says_why(app: Flask, sender: str) -> None:
    early = {"signed_on": "01/06/2014", "starts_on": "01/08/2020", "ends_on": "31/07/2023"}
    draft = a_full_draft(app, sender, **early)
    lan, minh = signed_in(app, "lan"), signed_in(app, "minh")

    refused = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text, override="tôi muốn")
    silent = send(minh, f"{draft}/check", minh.get(f"{draft}/check").text)
    lifted = send(minh, f"{draft}/check", silent.text, override="Bộ đã xác nhận giấy phép bằng công văn 12.")

    assert refused.status_code == silent.status_code == 422
    assert "Lãnh đạo có thể cho đăng ký kèm lý do" in refused.text
    assert 'id="override-error"' in silent.text
    assert lifted.headers["Location"] == f"{draft}/done"


def test_each_sender_is_offered_with_its_licence_on_the_day_of_signing(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")

    then = lan.get("/register/senders?sender_search=song+ma&signed_on=01/06/2020").text
    before = lan.get("/register/senders?sender_search=0100108695&signed_on=01/06/2014").text

    assert "Giấy phép 1166/LĐTBXH-GP còn hiệu lực vào ngày ký 01/06/2020." in then
    assert "Không có giấy phép vào ngày ký 01/06/2014." in before


def test_where_the_licence_is_missing_a_supervisor_is_led_to_write_it_down_and_an_officer_is_not(
    app: Flask, sender: str
) -> None:
    offered = f"/register/senders?sender_search=song+ma&sender={sender}&signed_on="
    licensed = f'href="/senders/{sender}/licences/new"'
    lan, minh = signed_in(app, "lan"), signed_in(app, "minh")

    assert licensed in minh.get(f"{offered}01/06/2014").text
    assert licensed not in minh.get(f"{offered}01/06/2020").text
    assert licensed not in lan.get(f"{offered}01/06/2014").text


def test_a_licence_written_down_meanwhile_lets_the_registration_go_on(app: Flask, sender: str) -> None:
    early = {"signed_on": "01/06/2014", "starts_on": "01/08/2020", "ends_on": "31/07/2023"}
    draft = a_full_draft(app, sender, **early)
    lan, minh = signed_in(app, "lan"), signed_in(app, "minh")
    licence = {"number": "500/LĐTBXH-GP", "status": "in_force", "valid_from": "01/01/2010", "valid_to": "31/12/2014"}

    refused = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)
    post(minh, f"/senders/{sender}/licences/new", **licence)
    registered = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert refused.status_code == 422
    assert registered.headers["Location"] == f"{draft}/done"


def test_a_form_of_going_abroad_asks_only_for_its_own_fields(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    saved(lan, draft, "contract", choose="1", form="DIRECT")
    direct = lan.get(f"{draft}/contract?quiet=1").text
    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")
    enterprise = lan.get(f"{draft}/contract?quiet=1").text

    assert 'name="confirmation_no"' in direct
    assert 'name="service_charge"' not in direct
    assert 'name="sender_search"' not in direct
    assert 'name="service_charge"' in enterprise
    assert 'name="confirmation_no"' not in enterprise


def test_a_direct_contract_is_registered_with_an_employer_and_without_a_sender(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender, form="DIRECT")
    lan = signed_in(app, "lan")

    answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert answer.headers["Location"] == f"{draft}/done", answer.text
    with inside(app):
        contract = db.session.scalars(sa.select(Contract)).one()
        assert (contract.form, contract.sender, contract.service_charge) == ("DIRECT", None, None)


def test_money_of_another_kind_than_the_chosen_one_is_refused_at_its_field(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)
    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")

    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender, "service_charge": "4.000 USD", "wage": "hai mươi"})
    page = lan.get(f"{draft}/contract").text

    assert "Số tiền ghi bằng tiền khác với VND đã chọn" in page
    assert 'value="4.000 USD"' in page
    assert 'value="hai mươi"' in page


def test_after_2022_brokerage_stops_the_registration(app: Flask, sender: str) -> None:
    with clock.stopped_at("2022-03-01T09:00+07:00"):
        dates = {"signed_on": "15/02/2022", "starts_on": "01/04/2022", "ends_on": "31/03/2025"}
        draft = a_full_draft(app, sender, brokerage_fee="10.000.000", **dates)
        lan = signed_in(app, "lan")

        answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert answer.status_code == 422
    assert f'href="{draft}/contract#brokerage_fee"' in answer.text
