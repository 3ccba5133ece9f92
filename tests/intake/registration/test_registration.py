"""An officer registers a worker part by part."""

import re
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_worker, in_house, inside, signed_in
from tests.intake.registration.walk import (
    CONTRACT,
    PERSON,
    RELATIVE,
    a_full_draft,
    a_province_at_work,
    begun,
    saved,
    send,
)
from tracker.audit.models import AuditEntry
from tracker.contracts.models import Contract, Document
from tracker.core.db import db, transaction
from tracker.intake.models import RegistrationDraft
from tracker.people import secrets
from tracker.people.models import Relative, Worker


@pytest.fixture
def sender(app: Flask) -> str:
    return a_province_at_work(app)


def test_an_officer_registers_a_worker_part_by_part(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    saved(lan, draft, "person", **PERSON)
    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")
    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender})
    saved(lan, draft, "relatives", finish="1", **RELATIVE)
    saved(lan, draft, "papers", **{"passport-present": "y"})
    answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert answer.headers["Location"] == f"{draft}/done"
    end = lan.get(f"{draft}/done").text
    assert "Ghi nhận xuất cảnh" in end
    assert "Cấp mã cho thân nhân" in end
    with inside(app):
        worker = db.session.scalars(sa.select(Worker)).one()
        contract = db.session.scalars(sa.select(Contract)).one()
        assert (worker.full_name, worker.birth_date, worker.office_path) == (
            "Lò Thị Ánh",
            date(1994, 3, 5),
            "vn.11.099",
        )
        assert secrets.open_id(worker) == "011194000123"
        assert (contract.service_charge, contract.term_months, contract.host_country) == (
            Decimal(50_000_000),
            36,
            "TWN",
        )
        assert contract.sender.name == "Công ty Hợp tác lao động Sông Mã"
        assert contract.employer.name == "Formosa Plastics"
        assert db.session.scalars(sa.select(Relative)).one().may_see == "last_contact"
        assert db.session.scalars(sa.select(Document)).one().kind == "passport"
        assert worker.ref in end


def test_what_was_typed_is_kept_with_its_errors_at_the_field_and_above(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    answer = saved(lan, draft, "person", **{**PERSON, "id_number": "01119400012", "birth_date": "31/2/1994"})
    page = lan.get(answer.headers["Location"]).text

    assert 'value="01119400012"' in page
    assert 'value="31/2/1994"' in page
    assert 'id="id_number-error"' in page
    assert 'href="#birth_date"' in page
    assert "Số CCCD cần 12 chữ số; số vừa nhập có 11." in page
    assert "1 Người lao động · Đang nhập" in page


def test_an_address_with_marks_is_refused_at_its_field(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    answer = saved(lan, draft, "person", **{**PERSON, "email": "hoà@example.vn"})
    page = lan.get(answer.headers["Location"]).text

    assert "Thư điện tử cần có dạng ten@noi.vn, viết không dấu." in page.split('id="email-error"')[1]


def test_a_draft_left_half_way_is_listed_and_goes_on_with_every_word(app: Flask, sender: str) -> None:
    saved(first := signed_in(app, "lan"), begun(first), "person", full_name="Vàng A Sùng")

    lan = signed_in(app, "lan")
    listed = lan.get("/register").text
    found = re.search(r'href="(/register/DK-[^"]+)"', listed)

    assert "Vàng A Sùng" in listed
    assert found
    assert 'value="Vàng A Sùng"' in lan.get(f"{found[1]}/person").text


def test_nothing_typed_into_a_draft_stands_readable_in_the_tables(app: Flask, sender: str) -> None:
    a_full_draft(app, sender)

    with inside(app):
        kept = str([*db.session.execute(sa.text("SELECT * FROM registration_draft"))])
        book = str([*db.session.execute(sa.text("SELECT * FROM audit_entry"))])
        assert "000123" not in kept + book
        assert "Lò" not in kept
        assert "Ánh" not in kept + book


def test_what_was_not_chosen_is_a_dash_in_the_check_and_the_law_speaks_before_the_words(
    app: Flask, sender: str
) -> None:
    draft = a_full_draft(app, sender, person={**PERSON, "ethnic_group": "", "household": ""})

    page = signed_in(app, "lan").get(f"{draft}/check").text

    assert "Chọn dân tộc" not in page
    assert "không thuộc diện nào" in page
    assert page.index("Đối chiếu quy định") < page.index("Họ và tên")


def test_the_same_click_twice_registers_once(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")
    page = lan.get(f"{draft}/check").text

    first, second = send(lan, f"{draft}/check", page), send(lan, f"{draft}/check", page)

    assert first.headers["Location"] == second.headers["Location"] == f"{draft}/done"
    with inside(app):
        assert db.session.scalar(sa.select(sa.func.count(Worker.id))) == 1
        assert db.session.scalar(sa.select(sa.func.count(Contract.id))) == 1


def test_a_draft_of_another_office_is_not_there(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender)
    nga = signed_in(app, "nga")

    statuses = {nga.get(f"{draft}{part}").status_code for part in ("", "/person", "/contract", "/check", "/slip")}

    assert statuses == {404}
    assert send(nga, f"{draft}/discard", nga.get("/register").text).status_code == 404
    assert "Đang làm dở" in nga.get("/register").text
    assert "ÁNH" not in nga.get("/register").text


def test_a_number_known_already_leads_back_to_its_field_and_keeps_the_rest(app: Flask, sender: str) -> None:
    context = in_house(app)
    with transaction():
        a_worker("Lò Văn Khác", id_number="011194000123", office="vn.40.412")
    context.pop()
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")

    answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)
    check = lan.get(answer.headers["Location"]).text
    person = lan.get(f"{draft}/person").text

    assert f'href="{draft}/person#id_number"' in check
    assert "đơn vị khác" in person
    assert "Lò Văn Khác" not in check + person
    assert 'value="0912 345 678"' in person


def test_who_looks_alike_is_shown_and_asked_about_once(app: Flask, sender: str) -> None:
    context = in_house(app)
    with transaction():
        twin = a_worker("Lò Thị Ánh", born=date(1994, 3, 5)).ref
    context.pop()
    lan = signed_in(app, "lan")
    draft = begun(lan)

    back = saved(lan, draft, "person", **PERSON)
    asked = lan.get(f"{draft}/person").text
    on = saved(lan, draft, "person", not_same=twin, **PERSON)

    assert back.headers["Location"].endswith("/person#candidates")
    assert "cùng họ tên và ngày sinh" in asked
    assert on.headers["Location"].endswith("/contract")
    assert twin not in lan.get(f"{draft}/person").text


def test_a_known_worker_gets_a_new_contract_without_being_typed_again(app: Flask, sender: str) -> None:
    context = in_house(app)
    with transaction():
        known = a_worker("Quàng Văn Hặc", sex="male", born=date(1990, 1, 2)).ref
    context.pop()
    lan = signed_in(app, "lan")
    draft = begun(lan, worker=known)

    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")
    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender})
    answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert answer.headers["Location"] == f"{draft}/done"
    with inside(app):
        assert db.session.scalars(sa.select(Contract)).one().worker.ref == known


def test_two_pages_on_one_part_show_both_texts_instead_of_overwriting(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)
    old_page = lan.get(f"{draft}/person").text
    saved(lan, draft, "person", full_name="Vàng A Sùng")

    answer = send(lan, f"{draft}/person", old_page, full_name="Vàng A Súng")

    assert answer.status_code == 409
    assert "bạn nhập: Vàng A Súng" in answer.text
    assert "đang lưu: Vàng A Sùng" in answer.text
    assert send(lan, f"{draft}/person", answer.text, full_name="Vàng A Súng").status_code == 303


def test_a_commune_is_found_by_words_without_accents_and_without_javascript(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    answer = saved(lan, draft, "person", full_name="Vàng A Sùng", commune="quai", find="commune")
    page = lan.get(answer.headers["Location"]).text

    assert "Xã Quài Nưa, Huyện Tuần Giáo, Tỉnh Điện Biên" in page
    assert "Cần điền ô này" not in page
    assert 'value="Vàng A Sùng"' in page
    assert "Xã Quài Tở" in lan.get("/register/communes?commune=quai+to").text


def test_a_commune_of_another_province_is_refused_in_words(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    saved(lan, draft, "person", **{**PERSON, "commune": "", "commune_code": "16684"})

    assert "ngoài địa bàn của đơn vị bạn" in lan.get(f"{draft}/person").text


def test_a_relative_sees_nothing_without_the_workers_consent_written_down(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    answer = saved(lan, draft, "relatives", finish="1", **{**RELATIVE, "consent_on": "", "consent_how": ""})
    page = lan.get(answer.headers["Location"]).text

    assert "edit=0" in answer.headers["Location"]
    assert 'id="consent_on-error"' in page
    assert "Lò Văn Pâng" in page


def test_relatives_are_added_changed_and_taken_off_one_by_one(app: Flask, sender: str) -> None:
    lan = signed_in(app, "lan")
    draft = begun(lan)

    saved(lan, draft, "relatives", save="1", **RELATIVE)
    saved(lan, draft, "relatives", save="1", **{**RELATIVE, "full_name": "Cà Thị Xôm", "kinship": "Mẹ"})
    both = lan.get(f"{draft}/relatives").text
    saved(lan, draft, "relatives", remove="0")
    one = lan.get(f"{draft}/relatives").text

    assert "Lò Văn Pâng" in both
    assert "Cà Thị Xôm" in both
    assert "Lò Văn Pâng" not in one
    assert "Cà Thị Xôm" in one


def test_a_draft_thrown_away_is_gone_with_all_that_was_typed(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")

    send(lan, f"{draft}/discard", lan.get(draft).text)

    assert lan.get(draft).status_code == 404
    with inside(app):
        assert len(db.session.scalars(sa.select(RegistrationDraft)).one().parts_sealed) < 250


def test_every_step_of_a_registration_leaves_a_trace_without_names(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")

    send(lan, f"{draft}/person/look", lan.get(f"{draft}/person").text, **PERSON)
    send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    with inside(app):
        traces = set(db.session.scalars(sa.select(AuditEntry.what)))
        assert {
            "draft.begin",
            "draft.save",
            "draft.look",
            "draft.register",
            "worker.add",
            "contract.register",
        } <= traces


def test_a_slip_bears_the_reference_and_its_qr(app: Flask, sender: str) -> None:
    draft = a_full_draft(app, sender)
    lan = signed_in(app, "lan")
    send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    slip = lan.get(f"{draft}/slip").text

    assert re.search(r"NLD-[0-9A-Z]{10}", slip)
    assert "data:image/svg+xml" in slip
    assert "Điện Biên, ngày 15 tháng 07 năm 2020" in slip
