"""Pages of lists: send, look, apply, take the error sheet; nobody sees another office's lists."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import load_workbook

from tests.cast import in_house, post, signed_in, the_cast
from tests.intake.lists import a_line, another_line, as_csv, as_xlsx
from tracker.core.db import db
from tracker.people.models import Worker


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    """The browser of an officer of Điện Biên."""
    context = in_house(app)
    the_cast()
    context.pop()
    return signed_in(app, "lan")


def send(browser: FlaskClient, content: bytes, name: str = "list.csv") -> Any:
    """Upload a file."""
    return post(browser, "/lists/", file=(BytesIO(content), name))


def workers(app: Flask) -> int:
    """How many workers are registered."""
    context = in_house(app)
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Worker))
    context.pop()
    return int(count or 0)


def test_the_page_of_lists_says_what_to_do_when_there_is_none(lan: FlaskClient) -> None:
    page = lan.get("/lists/")

    assert page.status_code == 200
    assert "Chưa có danh sách nào được gửi." in page.text


def test_a_list_is_looked_at_first_and_written_on_demand(app: Flask, lan: FlaskClient) -> None:
    sent = send(lan, as_csv([a_line(), another_line(7, ho_ten="GIÀNG A CHỐNG"), another_line(8, nuoc="Xứ Mơ")]))
    page = lan.get(sent.location)

    assert workers(app) == 0
    assert "Xứ Mơ" in page.text
    assert "đổi kiểu viết hoa" in page.text

    post(lan, f"{sent.location}/apply")

    assert workers(app) == 2
    assert "Đã ghi danh sách vào sổ." in lan.get(sent.location).text
    assert "2 mới · 0 cập nhật · 0 như cũ · 1 từ chối" in lan.get("/lists/").text


def test_the_page_can_show_one_kind_of_remark(lan: FlaskClient) -> None:
    sent = send(lan, as_csv([a_line(ho_ten="LÒ THỊ ÁNH"), another_line(8, nuoc="Xứ Mơ")]))

    page = lan.get(f"{sent.location}?kind=refused").text

    assert "Xứ Mơ" in page
    assert "đổi kiểu viết hoa" not in page


def test_a_number_in_a_remark_is_masked_on_the_page(lan: FlaskClient) -> None:
    page = lan.get(send(lan, as_csv([a_line(so_giay_to="0409123456")])).location).text

    assert "0409123456" not in page
    assert "456" in page


def test_what_is_no_list_is_answered_at_the_field(lan: FlaskClient) -> None:
    answer = send(lan, b"\xd0\xcf\x11\xe0", "list.xls")

    assert answer.status_code == 422
    assert "Lưu lại dạng .xlsx" in answer.text


def test_a_list_can_be_thrown_away_with_its_file(app: Flask, lan: FlaskClient) -> None:
    sent = send(lan, as_csv([a_line(nuoc="Xứ Mơ")]))

    post(lan, f"{sent.location}/discard")

    assert "Danh sách này đã được bỏ" in lan.get(sent.location).text
    assert lan.get(f"{sent.location}/remarks.xlsx").status_code == 404
    assert workers(app) == 0


def test_applying_twice_writes_once(app: Flask, lan: FlaskClient) -> None:
    sent = send(lan, as_csv([a_line()]))

    for _time in range(2):
        post(lan, f"{sent.location}/apply")

    assert workers(app) == 1


def test_a_long_list_shows_its_progress_and_the_way_without_scripts(
    lan: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.intake.actions.lists.IN_REQUEST", 1)
    sent = send(lan, as_csv([a_line(), another_line(7)]))

    page, part = lan.get(sent.location).text, lan.get(f"{sent.location}/progress")

    assert "hx-get" in page
    assert "Xem lại tình trạng" in page
    assert "0 / 2" in part.text
    assert "HX-Refresh" not in part.headers


def test_the_error_sheet_holds_the_lines_with_remarks_and_can_be_sent_again(app: Flask, lan: FlaskClient) -> None:
    sent = send(lan, as_xlsx([a_line(), another_line(8, nuoc="Xứ Mơ")]), "list.xlsx")

    sheet = lan.get(f"{sent.location}/remarks.xlsx")
    rows = load_workbook(BytesIO(sheet.data)).get_sheet_by_index(0).to_python()

    assert [row[0] for row in rows] == ["Dòng", 3.0]
    assert rows[1][-2] == "Từ chối"
    assert "Xứ Mơ" in rows[1][-1]
    corrected = [dict(zip(rows[0], rows[1], strict=True)) | {"nuoc": "Đài Loan"}]
    again = send(lan, as_xlsx(corrected), "corrected.xlsx")
    post(lan, f"{again.location}/apply")
    assert workers(app) == 1


def test_no_formula_lives_in_the_error_sheet(lan: FlaskClient) -> None:
    evil = {"ho_ten": "=cmd|' /C calc'!A0", "noi_lam_viec": "@SUM(A1)", "nganh_nghe": "+1+1", "dan_toc": "-2+3"}
    sent = send(lan, as_csv([a_line(**evil)]))

    lines = list(csv.reader(StringIO(lan.get(f"{sent.location}/remarks.csv").data.decode("utf-8-sig"))))
    rows = load_workbook(BytesIO(lan.get(f"{sent.location}/remarks.xlsx").data)).get_sheet_by_index(0).to_python()

    assert not [cell for cell in lines[1] if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1][2] == evil["ho_ten"]


def test_markup_in_a_list_is_shown_as_text(lan: FlaskClient) -> None:
    sent = send(lan, as_csv([a_line(nuoc="<script>alert(1)</script>")]), "<b>list</b>.csv")

    assert not re.search(r"<script>alert|<b>list", lan.get(sent.location).text)


def test_a_list_of_one_province_does_not_exist_for_another(app: Flask, lan: FlaskClient) -> None:
    sent = send(lan, as_csv([a_line()]))
    nga = signed_in(app, "nga")

    assert nga.get(sent.location).status_code == 404
    assert nga.get(f"{sent.location}/remarks.xlsx").status_code == 404
    assert post(nga, f"{sent.location}/apply").status_code == 404
    assert "list.csv" not in nga.get("/lists/").text


def test_an_officer_of_a_district_takes_in_its_own_people_only(app: Flask, lan: FlaskClient) -> None:
    binh = signed_in(app, "binh")
    sent = send(binh, as_csv([a_line(), another_line(7, ma_huyen="096", ma_xa="03158", ten_huyen="", ten_xa="")]))

    post(binh, f"{sent.location}/apply")

    assert workers(app) == 1
    assert "ngoài địa bàn" in binh.get(sent.location).text


def test_a_person_whose_file_lies_with_another_province_is_refused_when_the_list_is_written(
    app: Flask, lan: FlaskClient
) -> None:
    post(lan, f"{send(lan, as_csv([a_line()])).location}/apply")
    nga = signed_in(app, "nga")
    sent = send(nga, as_csv([a_line(ma_tinh="40", ma_huyen="412", ma_xa="16681", ten_huyen="", ten_xa="")]))

    post(nga, f"{sent.location}/apply")

    assert workers(app) == 1
    page = nga.get(sent.location).text
    assert "hồ sơ của cơ quan khác" in page
    assert "NLD-" not in page
