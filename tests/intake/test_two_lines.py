"""One person on several lines of a list: the newest contract tells of the person, every line what it adds."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tests.intake.lists import a_line, look, take
from tracker.core.db import db, transaction
from tracker.intake.entry import Kind
from tracker.people import secrets
from tracker.people.models import ContactPoint, Relative, Worker

BEFORE = {
    "so_hop_dong": "HĐ-1",
    "ngay_ky": "01/03/2015",
    "ngay_xuat_canh": "10/05/2015",
    "ngay_het_han": "09/05/2018",
    "ngay_ve_nuoc": "09/05/2018",
    "trang_thai": "HET_HAN_VE_NUOC",
}


def an_older_line(**changes: Any) -> dict[str, Any]:
    """The good line's worker under a contract that has ended."""
    return a_line(**BEFORE, **changes)


@pytest.fixture(autouse=True)
def areas(house: Flask) -> None:
    offices()


def the_worker() -> Worker:
    return db.session.scalars(sa.select(Worker)).one()


def numbers() -> set[str]:
    return {secrets.open_contact(point) for point in db.session.scalars(sa.select(ContactPoint))}


def relatives() -> set[str]:
    return set(db.session.scalars(sa.select(Relative.full_name)))


OLD = an_older_line(so_ho_chieu="B1112233", trinh_do="THCS", dien_thoai="0566123456")
NEW = a_line(
    dien_thoai="0912345678",
    nguoi_than="Lò Thị Mai",
    quan_he="Vợ",
    dien_thoai_nguoi_than="0598123457",
    ma_xa="03253",
    ten_xa="",
)


@pytest.mark.parametrize("lines", [(OLD, NEW), (NEW, OLD)])
def test_a_newcomer_is_as_the_newest_contract_says_with_numbers_and_relatives_of_all_lines(
    lines: tuple[dict[str, Any], ...],
) -> None:
    take(*lines)

    assert (the_worker().qualification, the_worker().commune_code) == ("THPT", "03253")
    assert secrets.open_passport(the_worker()) == "C9112233"
    assert numbers() == {"+84566123456", "+84912345678", "+84598123456", "+84598123457"}
    assert relatives() == {"Lò Văn Bun", "Lò Thị Mai"}
    counts = take(*lines)
    assert (counts["new"], counts["update"], counts["unchanged"]) == (0, 0, 2)


def test_someone_known_is_changed_by_the_newest_contract_and_given_what_both_lines_add() -> None:
    take(OLD | {"trinh_do": "THPT", "so_ho_chieu": "C9112233"})

    counts = take(OLD | {"dien_thoai": "0912345670", "nguoi_than": "Lò Văn Hom"}, NEW)

    assert (counts["new"], counts["update"]) == (0, 2)
    assert (the_worker().qualification, the_worker().commune_code) == ("THPT", "03253")
    assert {"+84566123456", "+84912345670", "+84912345678"} <= numbers()
    assert relatives() == {"Lò Văn Bun", "Lò Văn Hom", "Lò Thị Mai"}
    again = take(OLD | {"dien_thoai": "0912345670", "nguoi_than": "Lò Văn Hom"}, NEW)
    assert (again["update"], again["unchanged"]) == (0, 2)


def test_every_cell_of_the_older_line_that_is_not_taken_is_remarked() -> None:
    left_out = {issue.column: issue.message for issue in look(OLD, NEW).issues if issue.kind is Kind.DIFFERS}

    assert left_out.keys() == {"so_ho_chieu", "trinh_do", "ma_xa"}
    assert left_out["trinh_do"] == "Dòng 3 của cùng người ghi “THPT”; hồ sơ theo dòng đó vì hợp đồng mới hơn."
    assert "C9112233" not in left_out["so_ho_chieu"]


def test_where_the_newest_line_is_silent_the_older_one_is_heard() -> None:
    take(an_older_line(), a_line(so_ho_chieu="", trinh_do="", ho_ngheo=""))

    assert secrets.open_passport(the_worker()) == "C9112233"
    assert (the_worker().qualification, the_worker().household) == ("THPT", "poor")


def test_a_household_no_longer_poor_is_no_silence() -> None:
    take(an_older_line(), a_line(ho_ngheo="0"))

    assert the_worker().household == ""


def test_one_relative_on_two_lines_is_one_with_both_numbers() -> None:
    take(an_older_line(), a_line(nguoi_than="LÒ VĂN BUN", dien_thoai_nguoi_than="0598123457"))

    assert relatives() == {"Lò Văn Bun"}
    assert {"+84598123456", "+84598123457"} <= numbers()


@pytest.mark.parametrize("by", [("HĐ-1",), ("HĐ-2",), ("HĐ-1", "HĐ-2")])
def test_lists_may_change_a_field_again_and_again_under_any_of_the_contracts(by: tuple[str, ...]) -> None:
    under = {"HĐ-1": an_older_line(), "HĐ-2": a_line(so_hop_dong="HĐ-2")}
    take(*under.values())

    for told in ("Trung cấp", "Đại học", "Cao đẳng"):
        take(*[under[number] | {"trinh_do": told} for number in by])

        assert the_worker().qualification == told


def test_what_one_contract_was_changed_by_is_known_under_the_other_and_under_a_new_one() -> None:
    take(an_older_line())
    take(an_older_line(trinh_do="Trung cấp"), a_line(so_hop_dong="HĐ-2", trinh_do="Trung cấp"))

    take(a_line(so_hop_dong="HĐ-2", trinh_do="Đại học"))
    take(an_older_line(trinh_do="Cao đẳng"))

    assert the_worker().qualification == "Cao đẳng"


def test_an_officers_word_stands_under_every_contract() -> None:
    take(an_older_line(), a_line(so_hop_dong="HĐ-2"))
    take(a_line(so_hop_dong="HĐ-2", trinh_do="Trung cấp"))
    with transaction():
        the_worker().qualification = "THPT"

    counts = take(an_older_line(trinh_do="Đại học"))

    assert (the_worker().qualification, counts["unchanged"]) == ("THPT", 1)
