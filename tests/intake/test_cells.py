"""Cells: what is certain is repaired and said, what is not is refused in words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.intake.lists import TODAY
from tracker.intake.cells import papers, places
from tracker.intake.cells.cell import text_of
from tracker.intake.cells.dates import read_day
from tracker.intake.cells.names import read_name, read_worker_name
from tracker.intake.cells.numbers import read_money, read_months
from tracker.intake.cells.words import read_choice
from tracker.intake.rows import read_country
from tracker.people.identity import Bearer

NOBODY = Bearer()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("LÒ THỊ ÁNH", "Lò Thị Ánh"),
        ("lò thị ánh", "Lò Thị Ánh"),
        ("  Lò   Thị\u00a0Ánh ", "Lò Thị Ánh"),
        ("Lo\u0300 Thi\u0323 A\u0301nh", "Lò Thị Ánh"),
        ("Lò\u200b Thị Ánh", "Lò Thị Ánh"),
        ("H'MAI NIÊ", "H'Mai Niê"),
    ],
)
def test_a_name_in_capitals_loose_accents_or_stray_spaces_is_set_right_and_said(written: str, read: str) -> None:
    cell = read_worker_name(written)

    assert cell.value == read
    assert cell.repairs


def test_a_good_name_is_left_alone() -> None:
    assert read_worker_name("Giàng A Chống").repairs == ()


@pytest.mark.parametrize("written", ["NguyÔn V¨n A", "Vµng A Sö", "L? Thị Ánh", "Lò Thị 4", "Lò\ufffd Thị", "Ánh"])
def test_a_name_from_a_broken_encoding_or_without_a_family_name_is_refused(written: str) -> None:
    assert read_worker_name(written).problem


def test_a_relative_may_be_known_by_one_name() -> None:
    assert read_name("Bun").value == "Bun"


@pytest.mark.parametrize(
    "written",
    ["5/3/2019", "05-03-2019", " 05 / 03 / 2019 ", "2019-03-05", "5.3.2019", "2019-03-05 00:00:00", "5/3/19",
     "20190305", "ngày 5 tháng 3 năm 2019", 43529, 43529.0, "43529", date(2019, 3, 5),
     datetime(2019, 3, 5)],  # noqa: DTZ001  (Excel knows no zones)
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: Any) -> None:
    assert read_day(written, near=TODAY).value == date(2019, 3, 5)


@pytest.mark.parametrize(
    "written", ["1994", 1994.0, "03/2019", "31/02/2019", "12/25/2019", "5/13/2019", "mai", "00/01/2019", "5/3/1019", 12]
)
def test_a_day_that_is_half_told_impossible_or_american_is_refused(written: Any) -> None:
    cell = read_day(written, near=TODAY)

    assert cell.value is None
    assert cell.problem


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("15.000.000", 15_000_000),
        ("15,000,000 đ", 15_000_000),
        ("15 000 000", 15_000_000),
        ("1,800", 1800),
        ("1.800", 1800),
        (1800.0, 1800),
        (1800.33333, Decimal("1800.33")),
        ("12,5 triệu", 12_500_000),
        ("25.000 NT$", 25_000),
        ("1.250,50", Decimal("1250.5")),
        ("1,250.50", Decimal("1250.5")),
        ("172000/tháng", 172_000),
    ],
)
def test_money_is_read_with_dots_commas_and_signs(written: Any, read: Any) -> None:
    assert read_money(written, currency=None).value == read


@pytest.mark.parametrize("written", ["15-20 triệu", "1.8000", "0.500", "0", "-5", "15.000.00", "theo thỏa thuận"])
def test_money_that_could_be_two_sums_is_refused(written: str) -> None:
    assert read_money(written, currency=None).problem


def test_money_in_another_currency_than_the_column_says_is_refused() -> None:
    assert read_money("25.000 NT$", currency="JPY").problem
    assert read_money("$500", currency="TWD").value == 500


@pytest.mark.parametrize(("written", "months"), [("36", 36), (36.0, 36), ("36 tháng", 36), ("3 năm", 36)])
def test_a_term_is_read_in_months(written: Any, months: int) -> None:
    assert read_months(written).value == months


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        ("sex", "NỮ", "female"), ("sex", "nu", "female"), ("sex", "F", "female"), ("sex", "M", "male"),
        ("yes_no", 1.0, "yes"), ("yes_no", "không", "no"), ("yes_no", "x", "yes"), ("yes_no", True, "yes"),
        ("form", "DOANH_NGHIEP", "SERVICE_ENTERPRISE"), ("form", "EPS", "PUBLIC_UNIT"),
        ("form", "CA_NHAN", "DIRECT"), ("form", "TRUNG_THAU", "CONTRACTOR"), ("form", "Thực tập", "TRAINEE"),
        ("state", "Đang làm việc", "DANG_LAM_VIEC"), ("state", "bỏ hợp đồng", "RA_NGOAI_HOP_DONG"),
        ("kinship", "ba", "Bố"), ("kinship", "Bà", "Bà"), ("kinship", "VO", "Vợ"),
        ("ethnic_group", "H'MÔNG", "Mông"), ("ethnic_group", "Khơ-mú", "Khơ Mú"), ("currency", "¥", "JPY"),
    ],
)  # fmt: skip
def test_words_of_a_list_are_known_in_all_their_spellings(kind: str, written: Any, code: str) -> None:
    assert read_choice(written, kind).value == code


def test_a_word_nobody_knows_is_refused_with_what_may_be_written() -> None:
    problem = read_choice("chuyến bay", "form").problem

    assert "chuyến bay" in problem
    assert "Doanh nghiệp dịch vụ" in problem


@pytest.mark.parametrize("written", ["JPN", "Nhật Bản", "NHAT BAN", "nhật", "Japan"])
def test_a_country_is_known_in_five_spellings(written: str) -> None:
    assert read_country(written).value == "JPN"


@pytest.mark.parametrize(
    ("written", "code"), [("Đài Loan (TQ)", "TWN"), ("Đài Loan - TQ", "TWN"), ("Guinê xích đạo", "GNQ")]
)
def test_a_country_is_known_by_what_lists_call_it(written: str, code: str) -> None:
    assert read_country(written).value == code


@pytest.mark.parametrize("written", ["Xứ Mơ", "Việt Nam"])
def test_a_country_that_is_unknown_or_home_is_refused(written: str) -> None:
    assert read_country(written).problem


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [("ma_huyen", "96", "096"), ("ma_huyen", 96.0, "096"), ("ma_xa", 3158.0, "03158"), ("ma_tinh", "1", "01")],
)
def test_a_code_gets_its_leading_zeros_back(key: str, written: Any, code: str) -> None:
    cell = places.read_code(written, key)

    assert (cell.value, bool(cell.repairs)) == (code, True)


def test_a_commune_must_lie_in_the_district_that_is_written() -> None:
    assert places.find_home(places.Written("11", "096", "03158"), TODAY).value == places.Home(
        "03158", TODAY, ("11", "096", "03158")
    )
    assert places.find_home(places.Written("11", "094", "03158"), TODAY).problem


def test_a_list_on_the_map_of_districts_is_read_on_it_long_after() -> None:
    home = places.find_home(places.Written("11", "096", "03158"), date(2026, 11, 26)).value

    assert home == places.Home("03158", date(2025, 6, 30), ("11", "096", "03158"))


def test_a_commune_is_found_by_name_when_the_code_is_missing() -> None:
    cell = places.find_home(places.Written(district_name="mường nhé", commune_name="XÃ LENG SU SÌN"), TODAY)

    assert cell.value is not None
    assert cell.value.commune == "03158"
    assert cell.repairs


def test_a_code_beside_the_name_of_another_commune_is_refused() -> None:
    assert places.find_home(places.Written("11", "096", "03158", "", "Xã Sín Thầu"), TODAY).problem


def test_an_old_list_is_read_on_the_map_of_its_day() -> None:
    after_the_reform = date(2026, 11, 23)

    home = places.find_home(places.Written("11", "096", "03158"), after_the_reform).value

    assert home is not None
    assert home.office_path == "vn.11.096.03158"


def test_a_cmnd_gets_its_zero_back_only_on_evidence() -> None:
    def read(raw: Any, province: str = "", lost_zeros: bool = False) -> Any:
        return papers.read_id_number(raw, "cmnd", Bearer(province=province), lost_zeros=lost_zeros)

    assert read(40912345.0).value.number == "040912345"
    assert read("40912345", province="11").value.number == "040912345"
    assert read("40912345", lost_zeros=True).value.number == "040912345"
    assert "9 chữ số" in read("40912345").problem


def test_a_cccd_gets_its_zero_back_when_birth_year_and_sex_agree() -> None:
    bearer = Bearer(birth_date=date(1994, 3, 5), sex="female")

    assert papers.read_id_number("11194990423", "cccd", bearer, lost_zeros=False).value == papers.IdNumber(
        "cccd", "011194990423"
    )
    assert papers.read_id_number("11095990423", "cccd", bearer, lost_zeros=False).problem


@pytest.mark.parametrize("written", ["1,1E+10", "0409A2345", "000000000", "12345"])
def test_a_number_that_is_damaged_is_refused_without_being_repeated(written: str) -> None:
    problem = papers.read_id_number(written, None, NOBODY, lost_zeros=False).problem

    assert problem
    assert written not in problem


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0594.093.769", ("+84594093769",)),
        (594093769.0, ("+84594093769",)),
        ("+84 594 093 769", ("+84594093769",)),
        ("0169 409 3769", ("+84394093769",)),
        ("0594093769 / 0566478492", ("+84594093769", "+84566478492")),
        ("+886912345678", ("+886912345678",)),
    ],
)
def test_phones_are_read_in_all_their_forms(written: Any, numbers: tuple[str, ...]) -> None:
    assert papers.read_phones(written).value == numbers


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0566123456 (zalo)", ("+84566123456",)),
        ("0566123456(số của vợ); 0594093769 (mẹ)", ("+84566123456", "+84594093769")),
        (2153825123.0, ("+842153825123",)),
        ("84 215 3825123", ("+842153825123",)),
    ],
)
def test_a_word_in_brackets_and_the_lost_zero_of_a_landline_are_set_right_and_said(
    written: Any, numbers: tuple[str, ...]
) -> None:
    cell = papers.read_phones(written)

    assert cell.value == numbers
    assert cell.repairs


def test_a_number_that_cannot_be_read_takes_no_other_with_it() -> None:
    cell = papers.read_phones("0566123456; 0912 zalo; 0594093769")

    assert cell.value == ("+84566123456", "+84594093769")
    assert cell.warnings == ("Một số trong ô chưa được ghi: Số điện thoại chỉ gồm chữ số, có thể bắt đầu bằng dấu +.",)
    assert papers.read_phones("0912 zalo").problem


def test_excel_errors_and_dashes_are_no_values() -> None:
    assert text_of("#N/A").problem
    assert text_of(" - ").value == ""


def test_a_commune_is_found_by_names_whose_kinds_are_abbreviated() -> None:
    home = places.find_home(places.Written("11", "", "", "H. Tuần Giáo", "X. Chiềng Sinh"), TODAY).value

    assert home is not None
    assert home.codes == ("11", "099", "03298")
