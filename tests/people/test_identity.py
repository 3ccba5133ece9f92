"""Numbers of persons: CCCD, CMND, passport, telephone."""

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.people.identity import (
    Bearer,
    birth_year_in,
    check_cccd,
    check_cmnd,
    check_id_number,
    check_passport,
    sex_in,
)
from tracker.people.phones import MOBILE, NEW_PREFIXES, check_phone, shown_phone

REAL = Path(os.environ.get("TRACKER_REAL_FILES", Path(__file__).parents[3] / "shared" / "data"))
LIST = REAL / "workers" / "workers.csv"
BIEN = Bearer(birth_date=date(1995, 7, 13), sex="male", province="11")
CCCD = "011095990423"


def test_a_cccd_that_agrees_with_its_bearer_passes_as_it_is():
    checked = check_cccd("011 095 990 423", bearer=BIEN)

    assert (checked.value, checked.problems, checked.repairs) == (CCCD, (), ())
    assert (birth_year_in(CCCD), sex_in(CCCD)) == (1995, "male")
    assert (birth_year_in("011303000001"), sex_in("011303000001")) == (2003, "female")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("01109599042", "Số CCCD cần 12 chữ số; số vừa nhập có 11."),
        ("0110959904231", "Số CCCD cần 12 chữ số; số vừa nhập có 13."),
        ("040959352", "Nếu là CMND, hãy chọn loại giấy tờ CMND."),
        ("01109599O423", "chỉ gồm chữ số"),
        ("000000000000", "một chữ số lặp lại"),
        ("  ", "Chưa nhập"),
    ],
)
def test_a_cccd_of_another_form_is_refused_in_a_sentence_that_never_repeats_it(typed, sentence):
    checked = check_cccd(typed)

    assert not checked.ok
    assert checked.value == ""
    assert sentence in " ".join(checked.refusals)
    assert not typed.strip() or typed.strip() not in " ".join(checked.refusals)


def test_the_zero_a_spreadsheet_swallowed_returns_only_when_birth_year_and_sex_agree():
    repaired = check_cccd("11095990423", bearer=BIEN)

    assert (repaired.value, repaired.ok) == (CCCD, True)
    assert repaired.repairs == ("Đã thêm lại số 0 bị mất ở đầu.",)
    assert not check_cccd("11095990423").ok
    assert not check_cccd("11095990423", bearer=Bearer(date(1996, 1, 1), "male")).ok
    assert not check_cccd("11095990423", bearer=Bearer(date(1995, 7, 13), "female")).ok


def test_both_zeros_of_a_number_from_ha_noi_return():
    assert check_cccd("1095000017", bearer=BIEN).value == "001095000017"


def test_another_birth_year_or_sex_only_warns_because_papers_get_corrected():
    checked = check_cccd(CCCD, bearer=Bearer(date(1994, 1, 1), "female"))

    assert checked.ok
    assert checked.value == CCCD
    assert len(checked.warnings) == 2
    assert "1995" in checked.warnings[0]


def test_a_cccd_from_no_province_warns():
    assert len(check_cccd("013095990423").warnings) == 1
    assert len(check_cccd("911095990423").warnings) == 1


def test_a_cmnd_has_nine_digits_or_the_twelve_of_2012():
    assert check_cmnd("040.959.352").value == "040959352"
    assert check_cmnd(CCCD, bearer=BIEN).value == CCCD
    assert "cần 9 chữ số" in check_cmnd("0409593").refusals[0]


def test_the_zero_of_a_cmnd_returns_only_for_the_series_of_the_province():
    assert check_cmnd("40959352", bearer=BIEN).value == "040959352"
    assert check_cmnd("40959352", bearer=BIEN).repairs != ()
    assert not check_cmnd("40959352").ok
    assert not check_cmnd("18595935", bearer=BIEN).ok


def test_a_cmnd_warns_once_it_has_lost_its_validity():
    assert check_cmnd("040959352", today=date(2024, 12, 31)).warnings == ()
    assert len(check_cmnd("040959352", today=date(2025, 1, 1)).warnings) == 1


@pytest.mark.parametrize("typed", ["b9882172", "B 988 2172", "P12345678"])
def test_a_passport_is_a_letter_with_seven_or_eight_digits(typed):
    assert check_passport(typed).value == typed.upper().replace(" ", "")


@pytest.mark.parametrize("typed", ["12345678", "BB123456", "B123456", "C1O34567", ""])
def test_a_passport_of_another_form_is_refused(typed):
    assert not check_passport(typed).ok


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("+84 (0)912 345 678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("01655123456", "+84355123456"),
        ("1655123456", "+84355123456"),
        ("+84 165 5123456", "+84355123456"),
        ("0215 3825 123", "+842153825123"),
        ("2153825123", "+842153825123"),
        ("842153825123", "+842153825123"),
        ("0230 3825 123", "+842153825123"),
        ("+81 90-1234-5678", "+819012345678"),
        ("+886 912 345 678", "+886912345678"),
    ],
)
def test_telephone_numbers_are_kept_in_one_form(typed, kept):
    checked = check_phone(typed)

    assert checked.value == kept
    assert checked.ok


def test_a_number_without_country_code_is_read_in_the_country_told():
    assert check_phone("010-1234-5678", country="KOR").value == "+821012345678"
    assert check_phone("0912345678", country="TWN").value == "+886912345678"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("091234567", "cần 10 chữ số; số vừa nhập có 9"),
        ("0512345678", "Đầu số 051"),
        ("01112345678", "cần 10 chữ số"),
        ("0215382512", "Đầu số 021"),
        ("09123x5678", "chỉ gồm chữ số"),
        ("+81 12", "Nhật Bản"),
        ("", "Chưa nhập"),
    ],
)
def test_a_telephone_number_that_cannot_be_is_refused_with_the_reason(typed, sentence):
    assert sentence in check_phone(typed).refusals[0]


def test_a_landline_warns_that_it_gets_no_messages_and_repairs_are_told():
    assert "không nhận tin nhắn" in check_phone("02153825123").warnings[0]
    assert check_phone("01655123456").repairs == ("Đã đổi đầu số cũ 0165 thành 035.",)
    assert check_phone("912345678").repairs == ("Đã thêm lại số 0 bị mất ở đầu.",)


def test_every_old_prefix_leads_to_a_mobile_prefix_of_today():
    for old, new in NEW_PREFIXES.items():
        assert check_phone(f"{old}1234567").value == f"+84{new[1:]}1234567"


def test_a_kept_number_is_shown_as_people_read_it():
    assert shown_phone("+84912345678") == "0912 345 678"
    assert shown_phone("+819012345678").startswith("+81 90")
    assert shown_phone("unknown") == "unknown"


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_a_check_and_what_is_kept_has_the_form_promised(text):
    assert re.fullmatch(r"([0-9]{12})?", check_cccd(text, bearer=BIEN).value)
    assert re.fullmatch(r"([0-9]{9}|[0-9]{12})?", check_cmnd(text, bearer=BIEN).value)
    assert re.fullmatch(r"([A-Z][0-9]{7,8})?", check_passport(text).value)
    assert re.fullmatch(r"(\+[0-9]{5,15})?", check_phone(text).value)


@given(st.from_regex(MOBILE, fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_a_mobile_number_is_kept_alike_however_it_is_written_and_checking_again_changes_nothing(number, gap):
    first = check_phone(gap.join([number[:4], number[4:7], number[7:]]))

    assert first.value == check_phone(number[1:]).value == check_phone(first.value).value == f"+84{number[1:]}"


@given(st.integers(min_value=0, max_value=10**12))
def test_a_repaired_cccd_always_agrees_with_its_bearer(number):
    checked = check_cccd(str(number), bearer=BIEN)

    if checked.repairs:
        assert (birth_year_in(checked.value), sex_in(checked.value)) == (1995, "male")
        assert int(checked.value) == number


@pytest.mark.skipif(not LIST.exists(), reason=f"no list of workers at {LIST}")
def test_every_number_of_a_provincial_list_passes():
    with LIST.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            sex = "female" if row["gioi_tinh"] == "Nữ" else "male"
            bearer = Bearer(date.fromisoformat(row["ngay_sinh"]), sex, row["ma_tinh"])
            paper = check_id_number(row["so_giay_to"], row["loai_giay_to"].lower(), bearer=bearer)

            assert (paper.value, paper.problems) == (row["so_giay_to"], ())
            assert check_passport(row["so_ho_chieu"]).value == row["so_ho_chieu"]
            for phone in (row["dien_thoai"], row["dien_thoai_nguoi_than"]):
                assert check_phone(phone).value == f"+84{phone[1:]}"
