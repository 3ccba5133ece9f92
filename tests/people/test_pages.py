"""Pages that correct a file."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import in_house, post, signed_in, the_cast
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.people import actions, queries
from tracker.people.models import Worker
from tracker.people.person import Correction, NewContact, NewRelative, Person

ANH = Person(
    full_name="Lò Thị Ánh",
    sex="female",
    birth_date=date(1994, 3, 5),
    id_kind="cccd",
    id_number="011194000123",
    office_path="vn.11.099",
    commune_code="03298",
    contacts=(NewContact("0594093769"),),
)
TYPED = {
    "version": "1",
    "full_name": "Lò Thị Ánh",
    "sex": "female",
    "birth_date": "05/03/1994",
    "ethnic_group": "Thái",
    "commune": "Xã Chiềng Sinh, Huyện Tuần Giáo, Tỉnh Điện Biên",
    "village": "",
    "note": "",
}


@pytest.fixture
def ref(app: Flask) -> str:
    """The reference of Ánh, registered in Tuần Giáo with a sister."""
    context = in_house(app)
    the_cast()
    with transaction():
        worker = actions.add_worker(ANH, by=None, now=clock.now())
        actions.add_relative(worker, NewRelative("Lò Thị Bun", "em gái"), by=None, now=clock.now())
        found = worker.ref
    context.pop()
    return found


@pytest.fixture
def binh(app: Flask, ref: str) -> FlaskClient:
    """The browser of the officer of Tuần Giáo."""
    return signed_in(app, "binh")


def stored(app: Flask, ref: str) -> Worker:
    context = in_house(app)
    worker = queries.worker_by_ref(ref)
    assert worker
    db.session.expunge(worker)
    context.pop()
    return worker


def test_a_corrected_name_is_found_by_its_new_words(app: Flask, binh: FlaskClient, ref: str) -> None:
    answer = post(binh, f"/workers/{ref}/edit", **TYPED | {"full_name": "Lò Thị Hạnh"})

    assert answer.status_code == 303
    assert "Lò Thị Hạnh" in post_search(binh, "thi hanh")
    assert "Chưa tìm thấy ai" in post_search(binh, "thi anh")


def post_search(client: FlaskClient, typed: str) -> str:
    answer = post(client, "/workers/search", q=typed)
    return client.get(answer.headers["Location"]).text


def test_two_officers_edit_one_file_and_the_second_sees_both_texts(app: Flask, ref: str) -> None:
    first, second = signed_in(app, "binh"), signed_in(app, "lan")
    post(first, f"/workers/{ref}/edit", **TYPED | {"village": "Bản Nậm Bay"})

    lost = post(second, f"/workers/{ref}/edit", **TYPED | {"village": "Bản Ta"})

    assert lost.status_code == 409
    assert "Bản Ta" in lost.text
    assert "Người khác vừa ghi: “Bản Nậm Bay”." in lost.text
    assert stored(app, ref).village == "Bản Nậm Bay"
    again = post(second, f"/workers/{ref}/edit", **TYPED | {"village": "Bản Ta", "version": "2"})
    assert (again.status_code, stored(app, ref).village) == (303, "Bản Ta")


def test_the_audit_book_names_the_fields_corrected_but_not_their_texts(app: Flask, binh: FlaskClient, ref: str) -> None:
    post(binh, f"/workers/{ref}/edit", **TYPED | {"village": "Bản Nậm Bay"})

    context = in_house(app)
    entry = entries_about("worker", ref)[0]
    told = (entry.what, entry.detail, entry.by_name)
    context.pop()
    assert told == ("worker.correct", {"fields": ["ethnic_group", "village"]}, "Quàng Văn Bình")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("birth_date", "05/03/2030", "Ngày sinh này không hợp lý"),
        ("commune", "không có xã này", "Không có xã nào tên như vậy"),
        ("commune", "thanh", "Có nhiều xã như vậy"),
        ("full_name", "", "Cần điền ô này."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(binh: FlaskClient, ref: str, field: str, typed: str, said: str) -> None:
    answer = post(binh, f"/workers/{ref}/edit", **TYPED | {field: typed})

    assert answer.status_code == 422
    assert said in answer.text


def test_a_commune_is_found_by_its_name_without_accents(app: Flask, binh: FlaskClient, ref: str) -> None:
    post(binh, f"/workers/{ref}/edit", **TYPED | {"commune": "leng su sin"})

    assert stored(app, ref).commune_code == "03158"


def test_numbers_are_added_marked_and_never_shown_whole(binh: FlaskClient, ref: str) -> None:
    added = post(binh, f"/workers/{ref}/numbers", kind="phone", value="+886 912 345 678")
    page = binh.get(added.headers["Location"]).text

    assert "••••••678" in page
    assert "912345678" not in page
    point_ref = page.split(f"/workers/{ref}/numbers/")[1].split('"')[0]
    marked = post(binh, f"/workers/{ref}/numbers/{point_ref}", what="wrong")
    assert "sai số" in binh.get(marked.headers["Location"]).text


def test_a_phone_that_cannot_be_is_refused_with_the_count_of_its_digits(binh: FlaskClient, ref: str) -> None:
    answer = post(binh, f"/workers/{ref}/numbers", kind="phone", value="05940937")

    assert answer.status_code == 422
    assert "cần 10 chữ số; số vừa nhập có 8" in answer.text


@pytest.mark.parametrize("typed", ["hoà@example.vn", "hoa@điện.vn", "hoa.example.vn"])
def test_an_address_that_no_mail_server_takes_is_refused(binh: FlaskClient, ref: str, typed: str) -> None:
    refused = post(binh, f"/workers/{ref}/numbers", kind="email", value=typed)
    taken = post(binh, f"/workers/{ref}/numbers", kind="email", value="hoa@example.vn")

    assert (refused.status_code, "viết không dấu" in refused.text) == (422, True)
    assert taken.status_code == 303


def test_a_relative_gets_nothing_to_see_without_day_and_way_of_consent(binh: FlaskClient, ref: str) -> None:
    fields = {"full_name": "Lò Văn Bun", "kinship": "anh", "phone": "0568487652", "may_see": "state"}

    refused = post(binh, f"/workers/{ref}/relatives/new", **fields, consent_on="", consent_how="")
    added = post(binh, f"/workers/{ref}/relatives/new", **fields, consent_on="01/07/2020", consent_how="đơn ký")

    assert "cần ngày người lao động đồng ý" in refused.text
    assert added.status_code == 303


def test_taking_the_view_away_needs_no_consent(app: Flask, binh: FlaskClient, ref: str) -> None:
    context = in_house(app)
    worker = queries.worker_by_ref(ref)
    assert worker
    bun = queries.relatives_of(worker.id)[0].ref
    context.pop()

    answer = post(binh, f"/workers/{ref}/relatives/{bun}", may_see="nothing", consent_on="", consent_how="")

    assert answer.status_code == 303


@pytest.mark.parametrize("page", ["edit", "numbers", "relatives/new"])
def test_another_province_cannot_open_a_page_of_the_file_by_its_address(app: Flask, ref: str, page: str) -> None:
    nga = signed_in(app, "nga")

    assert nga.get(f"/workers/{ref}/{page}").status_code == 404
    assert post(nga, f"/workers/{ref}/{page}", **TYPED).status_code == 404


def test_the_action_itself_refuses_an_old_version(app: Flask, ref: str) -> None:
    context = in_house(app)
    worker = queries.worker_by_ref(ref)
    assert worker
    wanted = Correction("Lò Thị Ánh", "female", date(1994, 3, 5), "", "03298", clock.today(), "Bản Ta", "")

    with pytest.raises(ChangedMeanwhile), transaction():
        actions.correct_person(worker, wanted, version=7, by=None, now=clock.now())
    context.pop()
