"""Lines: cells that contradict each other are refused where they stand; what has happened is kept with a flag."""

from datetime import date
from typing import Any

import pytest

from tests.intake.lists import TODAY, a_line
from tracker.intake.entry import Entry, Issue, Kind
from tracker.intake.rows import read_row


def read(**changes: Any) -> tuple[Entry | None, list[Issue]]:
    return read_row(2, a_line(**changes), today=TODAY)


def refused_at(**changes: Any) -> set[str]:
    entry, issues = read(**changes)
    assert entry is None
    return {issue.column for issue in issues if issue.kind is Kind.REFUSED}


def test_a_good_line_is_read_without_a_remark() -> None:
    entry, issues = read()

    assert issues == []
    assert entry is not None
    assert (entry.person.household, entry.terms.form) == ("poor", "SERVICE_ENTERPRISE")
    assert entry.person.home_path == "vn.11.099.03298"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"ngay_het_han": "01/05/2019"}, "ngay_het_han"),
        ({"trang_thai": "VE_TRUOC_HAN", "ngay_ve_nuoc": "01/05/2019"}, "ngay_ve_nuoc"),
        ({"trang_thai": "HET_HAN_VE_NUOC"}, "ngay_ve_nuoc"),
        ({"ngay_ve_nuoc": "01/06/2020"}, "ngay_ve_nuoc"),
        ({"trang_thai": "CHO_XUAT_CANH"}, "ngay_xuat_canh"),
        ({"ngay_xuat_canh": ""}, "ngay_xuat_canh"),
        ({"ngay_xuat_canh": "10/05/2021", "ngay_het_han": ""}, "ngay_xuat_canh"),
        ({"ngay_sinh": "05/03/2010"}, "ngay_sinh"),
        ({"ngay_sinh": "1994"}, "ngay_sinh"),
        ({"so_giay_to": ""}, "so_giay_to"),
        ({"loai_giay_to": "CCCD"}, "so_giay_to"),
        ({"ho_ten": ""}, "ho_ten"),
        ({"nuoc": "Xứ Mơ"}, "nuoc"),
        ({"ma_huyen": "094"}, "ma_xa"),
        ({"hinh_thuc": ""}, "hinh_thuc"),
        ({"gioi_tinh": "?"}, "gioi_tinh"),
        ({"thoi_han_thang": "", "ngay_het_han": ""}, "ngay_het_han"),
        ({"ngay_ky": "", "ngay_xuat_canh": "", "trang_thai": ""}, "ngay_ky"),
    ],
)
def test_a_line_that_cannot_be_true_is_refused_at_its_cell(changes: dict[str, Any], column: str) -> None:
    assert refused_at(**changes) == {column}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"so_ho_chieu": "9112233"}, "so_ho_chieu"),
        ({"dien_thoai": "12345"}, "dien_thoai"),
        ({"luong": "khoảng 24.000"}, "luong"),
        ({"loai_tien": ""}, "loai_tien"),
        ({"quan_he": "láng giềng xa"}, "quan_he"),
        ({"nguoi_than": ""}, "nguoi_than"),
        ({"ma_doanh_nghiep": ""}, "ma_doanh_nghiep"),
        ({"thoi_han_thang": "12"}, "thoi_han_thang"),
    ],
)
def test_a_cell_the_worker_can_do_without_is_left_out_and_said(changes: dict[str, Any], column: str) -> None:
    entry, issues = read(**changes)

    assert entry is not None
    assert [(issue.kind, issue.column) for issue in issues] == [(Kind.WARNED, column)]


@pytest.mark.parametrize(("column", "text"), [("nganh_nghe", "Đi?n t?"), ("noi_lam_viec", "Đài B?c")])
def test_letters_lost_on_the_way_are_kept_and_warned_of(column: str, text: str) -> None:
    entry, issues = read(**{column: text})

    assert entry is not None
    assert text in (entry.terms.occupation, entry.terms.place)
    assert [(issue.kind, issue.column) for issue in issues] == [(Kind.WARNED, column)]
    assert "mất chữ" in issues[0].message


def test_a_departure_before_the_signing_is_kept_with_a_flag() -> None:
    entry, issues = read(ngay_ky="01/06/2019")

    assert entry is not None
    assert entry.terms.departure_flag
    assert [(issue.kind, issue.column) for issue in issues] == [(Kind.WARNED, "ngay_xuat_canh")]


def test_someone_who_left_before_eighteen_is_kept_with_a_remark() -> None:
    entry, issues = read(ngay_sinh="05/03/2002")

    assert entry is not None
    assert [(issue.kind, issue.column) for issue in issues] == [(Kind.WARNED, "ngay_sinh")]


def test_a_missing_last_day_follows_from_the_term_and_is_said() -> None:
    entry, issues = read(ngay_het_han="")

    assert entry is not None
    assert entry.terms.ends_on == date(2022, 5, 9)
    assert [issue.kind for issue in issues] == [Kind.REPAIRED]


def test_someone_who_waits_to_leave_has_a_term_counted_from_the_signing() -> None:
    entry, _issues = read(trang_thai="CHO_XUAT_CANH", ngay_xuat_canh="", ngay_het_han="")

    assert entry is not None
    assert (entry.terms.starts_on, entry.terms.departed_on) == (date(2019, 3, 1), None)


def test_no_remark_repeats_a_number_of_a_person() -> None:
    numbers = ("0409123456", "91122334455", "056612345678", "+8866")
    _entry, issues = read(so_giay_to=numbers[0], so_ho_chieu=numbers[1], dien_thoai=numbers[2])

    assert len(issues) == 3
    assert not [issue for issue in issues if any(number in issue.message for number in numbers)]


def test_a_missing_sex_is_taken_from_a_cccd() -> None:
    entry, issues = read(gioi_tinh="", loai_giay_to="CCCD", so_giay_to="011194990423")

    assert entry is not None
    assert entry.person.sex == "female"
    assert [issue.column for issue in issues] == ["gioi_tinh"]
