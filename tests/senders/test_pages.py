"""The pages of one sender: its details, its licences, the workers it has abroad, and who may write what."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.alerts.cases import an_alert
from tests.cast import a_contract_abroad, a_worker, in_house, inside, post, signed_in, the_cast
from tests.senders.register import GRANTED, a_licence, a_sender
from tracker.audit.queries import entries_about
from tracker.core.db import db, transaction
from tracker.people.models import Worker
from tracker.senders.models import Sender
from tracker.senders.queries import sender_by_ref

NAME = "Công ty Cổ phần Nhân lực Tây Bắc"
DETAILS = {"version": "1", "name": NAME, "code": "0100109106", "phone": "0215 382 4455", "email": ""}
TYPED = {"number": "45/LĐTBXH-GP", "status": "in_force", "valid_from": "01/03/2020", "valid_to": "", "document": ""}
LOST = {"status": "withdrawn", "valid_from": "01/05/2020", "valid_to": "", "document": "QĐ 7/QĐ-LĐTBXH"}


@pytest.fixture
def ref(app: Flask) -> str:
    """A sender licensed since 2017, with two workers of Điện Biên abroad and one who has not left."""
    context = in_house(app)
    the_cast()
    with transaction():
        sender = a_sender(NAME, code="0100109106")
        a_licence(sender)
        for name in ("Lò Thị Ánh", "Quàng Văn Bun"):
            a_contract_abroad(a_worker(name), sender_id=sender.id)
        a_contract_abroad(a_worker("Vàng Thị Cúc"), sender_id=sender.id, departed_on=None)
        found = sender.ref
    context.pop()
    return found


@pytest.fixture
def minh(app: Flask, ref: str) -> FlaskClient:
    return signed_in(app, "minh")


@pytest.fixture
def lan(app: Flask, ref: str) -> FlaskClient:
    return signed_in(app, "lan")


def stored(app: Flask, ref: str) -> Sender:
    """The sender with its licences, to look at after a page wrote."""
    with inside(app):
        sender = sender_by_ref(ref)
        assert sender
        assert sender.licences is not None
        db.session.expunge_all()
        return sender


def spells(app: Flask, ref: str) -> list[tuple[str, str, date, date | None]]:
    return [(each.number, each.status, each.valid_from, each.valid_to) for each in stored(app, ref).licences]


def counted(page: str, label: str) -> int:
    found = re.search(rf"<span>{label}</span> <b>(\d+)</b>", page)
    assert found, label
    return int(found[1])


def test_the_page_counts_the_workers_of_the_asking_office_as_the_list_of_workers_does(
    app: Flask, lan: FlaskClient, ref: str
) -> None:
    page = lan.get(f"/senders/{ref}").text

    assert counted(page, "Đang ở nước ngoài") == 2
    assert counted(page, "Chưa xuất cảnh") == 1
    assert lan.get(f"/workers?state=abroad&sender={ref}").text.count("person__name row-link") == 2
    assert counted(page, "Cảnh báo đang mở") == 0
    foreign = signed_in(app, "nga").get(f"/senders/{ref}").text
    assert NAME in foreign
    assert counted(foreign, "Đang ở nước ngoài") == counted(foreign, "Chưa xuất cảnh") == 0


def test_the_page_counts_the_open_alerts_about_its_workers_and_leads_to_them(
    app: Flask, lan: FlaskClient, ref: str
) -> None:
    with inside(app), transaction():
        for worker in db.session.scalars(sa.select(Worker)).all():
            an_alert(worker)
        an_alert(a_worker("Lò Của Bên Khác"))

    page = lan.get(f"/senders/{ref}").text

    assert counted(page, "Cảnh báo đang mở") == 3
    assert f'href="/alerts?sender={ref}"' in page
    assert "Lò Của Bên Khác" not in lan.get(f"/alerts?sender={ref}").text
    assert counted(signed_in(app, "nga").get(f"/senders/{ref}").text, "Cảnh báo đang mở") == 0


def test_a_withdrawn_licence_says_whom_it_concerns_and_what_the_law_asks(minh: FlaskClient, ref: str) -> None:
    answer = post(minh, f"/senders/{ref}/licences/change", **LOST)

    page = minh.get(answer.headers["Location"]).text
    assert "Đã ghi: bị thu hồi từ ngày 01/05/2020." in page
    assert "2 người đang ở nước ngoài và 1 người chưa xuất cảnh" in page
    assert "Bên đưa đi vẫn chịu mọi nghĩa vụ với người lao động đang ở nước ngoài." in page
    assert "TT 21/2007 mục I · theo nguồn dẫn lại" in " ".join(page.split())


def test_a_suspension_says_that_the_book_knows_no_more_instead_of_an_article(minh: FlaskClient, ref: str) -> None:
    answer = post(minh, f"/senders/{ref}/licences/change", **LOST | {"status": "suspended"})

    assert (
        "Sổ luật chưa ghi việc bên đưa đi phải làm trong trường hợp này." in minh.get(answer.headers["Location"]).text
    )


def test_a_licence_is_written_down_in_the_ministry_s_spelling(app: Flask, minh: FlaskClient, ref: str) -> None:
    post(minh, f"/senders/{ref}/licences/2017-01-01", **TYPED | {
        "version": "1", "number": "12", "valid_from": "01/01/2017", "valid_to": "31/12/2019", "reason": "có ngày cuối",
    })  # fmt: skip

    answer = post(minh, f"/senders/{ref}/licences/new", **TYPED | {"number": "45 / ldtbxh-gp"})

    assert spells(app, ref)[1] == ("45/LĐTBXH-GP", "in_force", date(2020, 3, 1), None)
    assert "Đã viết lại là 45/LĐTBXH-GP." in minh.get(answer.headers["Location"]).text


def test_an_overlap_names_the_other_spell_and_its_days_at_the_field(app: Flask, minh: FlaskClient, ref: str) -> None:
    refused = post(minh, f"/senders/{ref}/licences/new", **TYPED)

    assert refused.status_code == 422
    assert "Trùng ngày với dòng đã có: 12/LĐTBXH-GP, còn hiệu lực, từ 01/01/2017." in at(refused.text, "valid_from")
    assert 'value="45/LĐTBXH-GP"' in refused.text
    assert len(spells(app, ref)) == 1


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"valid_to": "01/01/2020"}, "valid_to", "Ngày cuối đứng trước ngày đầu 01/03/2020."),
        ({"valid_from": "31/02/2020"}, "valid_from", "Ngày cần viết dạng ngày/tháng/năm"),
        ({"valid_from": "01/03/0020"}, "valid_from", "Năm này không hợp lý"),
        ({"number": ""}, "number", "Cần điền ô này."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    minh: FlaskClient, ref: str, changes: dict[str, str], field: str, said: str
) -> None:
    refused = post(minh, f"/senders/{ref}/licences/new", **TYPED | changes)

    assert refused.status_code == 422
    assert said in at(refused.text, field)


def at(page: str, field: str) -> str:
    """The error that stands at a field."""
    return page.split(f'id="{field}-error">', 1)[1].split("</p>", 1)[0]


def test_a_day_to_come_is_written_with_a_warning(app: Flask, minh: FlaskClient, ref: str) -> None:
    answer = post(minh, f"/senders/{ref}/licences/change", **LOST | {"valid_from": "01/09/2020"})

    page = minh.get(answer.headers["Location"]).text
    assert "Ngày 01/09/2020 chưa tới: dòng này có hiệu lực từ ngày đó." in page
    assert "Còn hiệu lực" in page
    assert "chưa tới" in page
    assert spells(app, ref)[1][2] == date(2020, 9, 1)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"valid_from": "01/05/2016"}, "valid_from", "Vào ngày 01/05/2016 sổ không có giấy phép nào để đổi."),
        ({"valid_from": "01/01/2017"}, "valid_from", "Dòng đang có bắt đầu đúng ngày 01/01/2017."),
        ({"valid_to": "01/06/2020"}, "status", "Chỉ đình chỉ mới có ngày cuối."),
        ({"document": ""}, "document", "Cần điền ô này."),
    ],
)
def test_a_loss_that_cannot_be_is_refused_at_its_field(
    app: Flask, minh: FlaskClient, ref: str, changes: dict[str, str], field: str, said: str
) -> None:
    refused = post(minh, f"/senders/{ref}/licences/change", **LOST | changes)

    assert refused.status_code == 422
    assert said in at(refused.text, field)
    assert len(spells(app, ref)) == 1


def test_the_same_loss_sent_again_later_says_since_when_it_stands(minh: FlaskClient, ref: str) -> None:
    post(minh, f"/senders/{ref}/licences/change", **LOST)

    refused = post(minh, f"/senders/{ref}/licences/change", **LOST | {"valid_from": "01/06/2020"})

    assert "Đã ghi rồi: 12/LĐTBXH-GP, bị thu hồi, từ 01/05/2020." in at(refused.text, "valid_from")


def test_two_supervisors_correct_one_line_and_the_second_sees_both_texts(
    app: Flask, minh: FlaskClient, ref: str
) -> None:
    line = {**TYPED, "version": "1", "valid_from": "01/01/2017", "reason": "ghi nhầm số"}
    post(minh, f"/senders/{ref}/licences/2017-01-01", **line | {"number": "13/LĐTBXH-GP"})

    lost = post(minh, f"/senders/{ref}/licences/2017-01-01", **line | {"number": "14/LĐTBXH-GP"})

    assert lost.status_code == 409
    assert "Người khác vừa ghi: “13/LĐTBXH-GP”." in at(lost.text, "number")
    assert 'value="14/LĐTBXH-GP"' in lost.text
    again = post(minh, f"/senders/{ref}/licences/2017-01-01", **line | {"number": "14/LĐTBXH-GP", "version": "2"})
    assert (again.status_code, spells(app, ref)[0][0]) == (303, "14/LĐTBXH-GP")


def test_a_correction_needs_a_reason(minh: FlaskClient, ref: str) -> None:
    line = {**TYPED, "version": "1", "valid_from": "01/01/2017", "reason": ""}

    refused = post(minh, f"/senders/{ref}/licences/2017-01-01", **line)

    assert "Cần ghi lý do" in at(refused.text, "reason")


def test_a_line_that_never_was_is_taken_out_with_a_reason(app: Flask, minh: FlaskClient, ref: str) -> None:
    address = f"/senders/{ref}/licences/2017-01-01/remove"

    silent = post(minh, address, version="1", why="")
    stale = post(minh, address, version="7", why="của công ty khác")
    done = post(minh, address, version="1", why="của công ty khác")

    assert "Cần ghi lý do" in at(silent.text, "why")
    assert (stale.status_code, done.status_code) == (409, 303)
    assert spells(app, ref) == []
    with inside(app):
        assert entries_about("sender", ref)[0].detail["reason"] == "của công ty khác"


def test_an_officer_corrects_phone_and_e_mail_and_nothing_else(app: Flask, lan: FlaskClient, ref: str) -> None:
    page = lan.get(f"/senders/{ref}/edit").text

    post(lan, f"/senders/{ref}/edit", **DETAILS | {"name": "Tên khác", "code": "", "email": "lienhe@taybac.example"})

    assert 'name="name"' not in page
    sender = stored(app, ref)
    assert (sender.name, sender.code, sender.phone, sender.email) == (
        NAME, "0100109106", "0215 382 4455", "lienhe@taybac.example",
    )  # fmt: skip
    with inside(app):
        assert entries_about("sender", ref)[0].detail == {"fields": ["email", "phone"]}


def test_two_people_correct_one_sender_and_the_second_sees_both_texts(
    app: Flask, lan: FlaskClient, minh: FlaskClient, ref: str
) -> None:
    post(lan, f"/senders/{ref}/edit", **DETAILS)

    lost = post(minh, f"/senders/{ref}/edit", **DETAILS | {"phone": "0215 999 9999"})

    assert lost.status_code == 409
    assert "Người khác vừa ghi: “0215 382 4455”." in at(lost.text, "phone")
    assert stored(app, ref).phone == "0215 382 4455"


def test_a_code_of_another_sender_is_refused_by_that_sender_s_name(app: Flask, minh: FlaskClient, ref: str) -> None:
    with inside(app), transaction():
        a_sender("Công ty Sông Đà", code="0100108695")

    refused = post(minh, f"/senders/{ref}/edit", **DETAILS | {"code": "0100108695"})

    assert "Sổ đã có Công ty Sông Đà (0100108695)." in at(refused.text, "code")


def test_a_code_of_another_shape_is_refused_but_one_that_stood_there_is_left(
    app: Flask, minh: FlaskClient, ref: str
) -> None:
    with inside(app), transaction():
        old = a_sender("Công ty Sông Đà", code="DN173").ref

    refused = post(minh, f"/senders/{ref}/edit", **DETAILS | {"code": "DN173x"})
    kept = post(minh, f"/senders/{old}/edit", **DETAILS | {"name": "Công ty Sông Đà", "code": "DN173"})

    assert "gồm 10 chữ số" in at(refused.text, "code")
    assert (kept.status_code, stored(app, old).phone) == (303, "0215 382 4455")


def test_a_phone_of_letters_is_refused(lan: FlaskClient, ref: str) -> None:
    refused = post(lan, f"/senders/{ref}/edit", version="1", phone="gọi anh Nam", email="")

    assert "chỉ gồm chữ số" in at(refused.text, "phone")


def test_an_address_with_marks_is_refused(lan: FlaskClient, ref: str) -> None:
    refused = post(lan, f"/senders/{ref}/edit", version="1", phone="", email="liênhệ@taybac.example")

    assert "viết không dấu" in at(refused.text, "email")


def test_a_sender_nobody_has_named_is_entered_and_one_that_is_known_leads_to_its_page(
    app: Flask, minh: FlaskClient, ref: str
) -> None:
    entered = post(minh, "/senders/new", name="Công ty Sông Đà", code="0100108695", phone="", email="")
    refused = post(minh, "/senders/new", name=NAME.upper(), code="", phone="", email="")

    assert "Công ty Sông Đà" in minh.get(entered.headers["Location"]).text
    assert refused.status_code == 422
    assert f'href="/senders/{ref}"' in refused.text


def test_an_officer_reads_the_page_without_the_buttons_of_a_supervisor(lan: FlaskClient, ref: str) -> None:
    page = lan.get(f"/senders/{ref}").text

    assert f"/senders/{ref}/edit" in page
    assert "/licences/" not in page


def test_an_officer_writes_no_licence(app: Flask, lan: FlaskClient, ref: str) -> None:
    answers = [
        post(lan, f"/senders/{ref}/licences/new", **TYPED),
        post(lan, f"/senders/{ref}/licences/change", **LOST),
        post(lan, f"/senders/{ref}/licences/2017-01-01", **TYPED),
        post(lan, f"/senders/{ref}/licences/2017-01-01/remove", why="x", version="1"),
        post(lan, "/senders/new", name="Công ty Sông Đà"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert spells(app, ref) == [("12/LĐTBXH-GP", "in_force", GRANTED, None)]


def test_a_form_sent_twice_writes_one_licence(app: Flask, minh: FlaskClient, ref: str) -> None:
    tokens = {"form_token": "x" * 24}
    first = post(minh, f"/senders/{ref}/licences/change", **LOST, **tokens)

    second = post(minh, f"/senders/{ref}/licences/change", **LOST, **tokens)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(spells(app, ref)) == 2


def test_a_line_that_is_not_there_is_not_found(minh: FlaskClient, ref: str) -> None:
    for begins in ("2017-01-02", "hôm-qua"):
        assert minh.get(f"/senders/{ref}/licences/{begins}").status_code == 404


def test_every_write_about_a_sender_is_remembered(app: Flask, minh: FlaskClient, ref: str) -> None:
    post(minh, f"/senders/{ref}/edit", **DETAILS)
    post(minh, f"/senders/{ref}/licences/change", **LOST)
    post(minh, f"/senders/{ref}/licences/new", **TYPED | {"valid_from": "01/07/2020"})

    with inside(app):
        told = [(entry.what, entry.by_name) for entry in entries_about("sender", ref)]
    assert told[:3] == [
        ("sender.licence", "Lò Văn Minh"),
        ("sender.licence_status", "Lò Văn Minh"),
        ("sender.correct", "Lò Văn Minh"),
    ]
    assert [each.valid_to for each in stored(app, ref).licences] == [date(2020, 4, 30), date(2020, 6, 30), None]
