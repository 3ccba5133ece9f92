"""Numbers of papers change: a CCCD takes the place of a CMND, a passport is renewed, a number was written wrongly."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import inside, post, signed_in, the_cast
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people import actions, queries, secrets
from tracker.people.models import SuspectedPair, Worker
from tracker.people.person import Person
from tracker.people.search import find

CMND, CCCD, TYPO = "040912345", "011194000123", "011194000132"
OLD_PASSPORT, NEW_PASSPORT = "B7741203", "C12345678"
RENEWED = {"version": "1", "id_kind": "cccd", "id_number": "", "passport": "", "passport_expires_on": ""} | {
    "why": "renewed",
    "proof": "CCCD gốc, cấp ngày 12/03/2021",
}


def a_file(app: Flask, **told: str) -> str:
    """Ánh with a CMND and a passport that ends in 2022, in Tuần Giáo; the reference."""
    known = {"full_name": "Lò Thị Ánh", "id_kind": "cmnd", "id_number": CMND, "passport": OLD_PASSPORT} | told
    with inside(app), transaction():
        person = Person(
            sex="female",
            birth_date=date(1994, 3, 5),
            office_path=known.pop("office_path", "vn.11.099"),
            passport_expires_on=date(2022, 5, 1),
            **known,
        )
        return actions.add_worker(person, by=None, now=clock.now()).ref


@pytest.fixture
def ref(app: Flask) -> str:
    with inside(app):
        the_cast()
    return a_file(app)


@pytest.fixture
def binh(app: Flask, ref: str) -> FlaskClient:
    """The browser of the officer of Tuần Giáo."""
    return signed_in(app, "binh")


def worker(ref: str) -> Worker:
    found = queries.worker_by_ref(ref)
    assert found
    return found


def known_before(ref: str) -> list[tuple[str, str]]:
    return [(one.kind, secrets.open_earlier(one)) for one in queries.earlier_numbers_of(worker(ref).id)]


def test_a_cccd_takes_the_place_of_a_cmnd_and_either_number_finds_the_file(
    app: Flask, binh: FlaskClient, ref: str
) -> None:
    answer = post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": "0111 9400 0123"})

    assert answer.status_code == 303
    with inside(app):
        anh = worker(ref)
        assert (anh.id_kind, secrets.open_id(anh), secrets.open_passport(anh)) == ("cccd", CCCD, OLD_PASSPORT)
        assert known_before(ref) == [("cmnd", CMND)]
        assert [find(typed).ids for typed in (CCCD, CMND, "0123", "2345")] == [(anh.id,)] * 4
    page = binh.get(f"/workers/{ref}").text
    assert "CMND cũ" in page
    assert CMND not in page


def test_a_renewed_passport_brings_its_own_last_day(app: Flask, binh: FlaskClient, ref: str) -> None:
    cmnd = RENEWED | {"id_kind": "cmnd"}
    post(binh, f"/workers/{ref}/papers", **cmnd | {"passport": NEW_PASSPORT})

    with inside(app):
        anh = worker(ref)
        assert (secrets.open_passport(anh), anh.passport_expires_on) == (NEW_PASSPORT, None)
        assert known_before(ref) == [("passport", OLD_PASSPORT)]
    post(binh, f"/workers/{ref}/papers", **cmnd | {"version": "2", "passport_expires_on": "1/5/2032"})
    with inside(app):
        assert worker(ref).passport_expires_on == date(2032, 5, 1)


def test_a_number_written_wrongly_is_forgotten_and_its_true_bearer_can_be_registered(
    app: Flask, binh: FlaskClient, ref: str
) -> None:
    other = a_file(app, full_name="Lò Thị Hạnh", id_kind="cccd", id_number=TYPO, passport="B1111111")
    mistake = RENEWED | {"why": "mistake", "proof": "CCCD gốc"}
    post(binh, f"/workers/{other}/papers", **mistake | {"id_number": CCCD, "passport": "B2222222"})

    with inside(app):
        assert known_before(other) == []
        assert not find(TYPO).ids
        assert not find("B1111111").ids
    assert a_file(app, full_name="Vàng Thị Dở", id_kind="cccd", id_number=TYPO, passport="") != other


def test_a_number_that_comes_back_is_no_longer_an_earlier_one(app: Flask, binh: FlaskClient, ref: str) -> None:
    post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": CCCD})
    back = {"version": "2", "id_kind": "cmnd", "id_number": CMND, "why": "mistake"}
    post(binh, f"/workers/{ref}/papers", **RENEWED | back)

    with inside(app):
        assert secrets.open_id(worker(ref)) == CMND
        assert known_before(ref) == []


@pytest.mark.parametrize("bears", [CCCD, "renewed"])
def test_a_number_of_another_file_is_refused_and_leads_there(
    app: Flask, binh: FlaskClient, ref: str, bears: str
) -> None:
    other = a_file(app, full_name="Lò Thị Hạnh", id_kind="cccd", id_number=CCCD, passport="")
    if bears == "renewed":
        post(binh, f"/workers/{other}/papers", **RENEWED | {"id_number": TYPO})

    answer = post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": CCCD})

    assert answer.status_code == 422
    assert f"Số này đã có trong hồ sơ {other}." in answer.text
    assert f'href="/workers/{other}"' in answer.text
    assert f'value="{CCCD}"' in answer.text
    with inside(app):
        assert (secrets.open_id(worker(ref)), known_before(ref)) == (CMND, [])


def test_of_a_number_in_another_province_only_the_fact_is_told(app: Flask, binh: FlaskClient, ref: str) -> None:
    other = a_file(app, id_kind="cccd", id_number=CCCD, office_path="vn.40", passport="")

    answer = post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": CCCD})

    assert answer.status_code == 422
    assert "Số này đã có trong hồ sơ của đơn vị khác." in answer.text
    assert other not in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"id_number": ""}, "Đổi loại giấy tờ thì nhập cả số của giấy tờ ấy."),
        ({"id_number": "01119400012"}, "cần 12 chữ số; số vừa nhập có 11."),
        ({"id_kind": "cmnd", "passport": "12"}, "Số hộ chiếu gồm 1 chữ cái"),
        ({"id_number": CCCD, "why": ""}, "Cần chọn một mục."),
        ({"id_number": CCCD, "proof": ""}, "Cần điền ô này."),
        ({"id_number": CCCD, "proof": f"CCCD {CCCD}"}, "Không ghi số giấy tờ ở ô này."),
    ],
)
def test_bad_input_is_told_at_its_field_and_changes_nothing(
    app: Flask, binh: FlaskClient, ref: str, typed: dict[str, str], said: str
) -> None:
    answer = post(binh, f"/workers/{ref}/papers", **RENEWED | typed)

    assert answer.status_code == 422
    assert said in answer.text
    with inside(app):
        assert worker(ref).version == 1


def test_a_number_that_does_not_fit_the_birth_is_kept_and_the_doubt_is_told(
    app: Flask, binh: FlaskClient, ref: str
) -> None:
    answer = post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": "011195000123"})

    assert answer.status_code == 303
    assert "ứng với năm sinh 1995" in binh.get(f"/workers/{ref}").text


def test_the_second_of_two_officers_keeps_what_was_typed_and_may_send_again(
    app: Flask, binh: FlaskClient, ref: str
) -> None:
    lan = signed_in(app, "lan")
    post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": CCCD})

    lost = post(lan, f"/workers/{ref}/papers", **RENEWED | {"id_number": TYPO, "why": "mistake"})

    assert lost.status_code == 409
    assert "Có người vừa sửa hồ sơ này." in lost.text
    assert f'value="{TYPO}"' in lost.text
    assert 'name="version" type="hidden" value="2"' in lost.text
    with inside(app):
        assert secrets.open_id(worker(ref)) == CCCD


def test_the_audit_book_keeps_what_was_changed_and_on_which_proof_but_no_number(
    app: Flask, binh: FlaskClient, ref: str
) -> None:
    post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_number": CCCD, "passport": NEW_PASSPORT})

    with inside(app):
        told = next(each.detail for each in entries_about("worker", ref) if each.what == "worker.papers")
    assert told == {"fields": ["id_kind", "id_number", "passport"], "renewed": True, "proof": RENEWED["proof"]}


def test_the_same_papers_again_change_nothing(app: Flask, binh: FlaskClient, ref: str) -> None:
    same = {"id_kind": "cmnd", "id_number": CMND, "passport": OLD_PASSPORT}
    answer = post(binh, f"/workers/{ref}/papers", **RENEWED | same)

    assert "Không có gì thay đổi." in binh.get(answer.headers["Location"]).text
    with inside(app):
        assert (worker(ref).version, known_before(ref)) == (1, [])


def test_a_passport_that_another_file_has_too_makes_them_a_pair(app: Flask, binh: FlaskClient, ref: str) -> None:
    a_file(app, full_name="Lò Thị Hạnh", id_kind="cccd", id_number=CCCD, passport=NEW_PASSPORT)

    post(binh, f"/workers/{ref}/papers", **RENEWED | {"id_kind": "cmnd", "passport": NEW_PASSPORT})

    with inside(app):
        assert db.session.query(SuspectedPair).count() == 1


def test_an_officer_of_another_province_reaches_no_papers(app: Flask, ref: str) -> None:
    nga = signed_in(app, "nga")

    assert nga.get(f"/workers/{ref}/papers").status_code == 404
    assert post(nga, f"/workers/{ref}/papers", **RENEWED | {"id_number": CCCD}).status_code == 404
