"""The telephone of an office: who writes it down, where it is shown, and which one stands in where there is none."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import in_house, inside, offices, post, signed_in, the_cast
from tracker.audit.queries import entries_about
from tracker.auth.models import Office
from tracker.auth.queries import phone_of
from tracker.cli.offices import office as office_command
from tracker.core.db import db, transaction


@pytest.fixture
def minh(app: Flask) -> FlaskClient:
    context = in_house(app)
    the_cast()
    context.pop()
    return signed_in(app, "minh")


def phone(path: str) -> str:
    return db.session.scalars(sa.select(Office.phone).where(Office.path == path)).one()


def test_a_supervisor_writes_down_the_telephone_of_an_office_below(app: Flask, minh: FlaskClient) -> None:
    answer = post(minh, "/offices/vn.11.099", phone="02153000123")

    assert answer.headers["Location"] == "/offices"
    page = minh.get("/offices").text
    assert "Đã ghi điện thoại của Phòng LĐ-TBXH Tuần Giáo" in page
    assert "0215 3000 123" in page
    with inside(app):
        assert phone("vn.11.099") == "0215 3000 123"
        [entry] = entries_about("office", "vn.11.099")
        assert (entry.what, entry.by_name, entry.detail) == ("office.phone", "Lò Văn Minh", {"phone": "0215 3000 123"})


def test_what_is_no_telephone_is_refused_at_the_field_and_kept_as_typed(minh: FlaskClient) -> None:
    answer = post(minh, "/offices/vn.11", phone="0215 38")

    assert answer.status_code == 422
    assert "Số cố định cần 11 chữ số" in answer.text
    assert 'value="0215 38"' in answer.text


def test_an_office_without_a_telephone_says_whose_stands_in(minh: FlaskClient) -> None:
    assert "chưa gửi được tin đề nghị gọi lại" in minh.get("/offices").text

    post(minh, "/offices/vn.11", phone="02153000123")
    post(minh, "/offices/vn.11.099", phone="02153000456")
    post(minh, "/offices/vn.11.099", phone="")

    assert minh.get("/offices").text.count("chưa ghi; đang dùng 0215 3000 123") == 2


def test_no_supervisor_reaches_an_office_of_another_province(app: Flask, minh: FlaskClient) -> None:
    assert minh.get("/offices/vn.40").status_code == 404
    assert post(minh, "/offices/vn.40", phone="02153000123").status_code == 404
    assert minh.get("/offices/vn").status_code == 404
    assert "Nghệ An" not in minh.get("/offices").text
    with inside(app):
        assert phone("vn.40") == ""


def test_the_nearest_telephone_upwards_is_the_one_in_use(house: Flask) -> None:
    offices()
    with transaction():
        for path, number in (("vn", "024 1"), ("vn.11", "0215 1"), ("vn.11.094", "0215 2")):
            db.session.get_one(Office, path).phone = number

    assert [phone_of(path) for path in ("vn.11.094", "vn.11.099", "vn.40.412")] == ["0215 2", "0215 1", "024 1"]


def test_a_command_writes_it_down_too_and_says_what_is_wrong(house: Flask) -> None:
    offices()
    run = house.test_cli_runner().invoke

    told = run(office_command, ["phone", "11.099", "02153000123"])
    nowhere = run(office_command, ["phone", "77", "02153000123"])
    nonsense = run(office_command, ["phone", "11", "12"])

    assert (told.exit_code, told.output) == (0, "Phòng LĐ-TBXH Tuần Giáo: 0215 3000 123\n")
    assert (nowhere.exit_code, nonsense.exit_code) == (1, 1)
    assert "Chưa có đơn vị mã 77" in nowhere.output
    assert "10 chữ số" in nonsense.output
