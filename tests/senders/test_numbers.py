"""Numbers of enterprises: enterprise code and licence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.senders.numbers import check_digit, check_enterprise_code, check_licence


def test_an_enterprise_code_with_its_check_digit_passes_with_or_without_a_branch():
    assert check_digit("010010910") == 6
    assert check_enterprise_code("0100109106").problems == ()
    assert check_enterprise_code("0100109106001").value == "0100109106-001"
    assert check_enterprise_code("0100109106-001").problems == ()


def test_a_wrong_check_digit_only_warns():
    checked = check_enterprise_code("0100109105")

    assert checked.ok
    assert len(checked.warnings) == 1


def test_the_zero_a_spreadsheet_swallowed_returns_when_the_check_digit_agrees():
    assert check_enterprise_code("100109106").value == "0100109106"
    assert not check_enterprise_code("100109105").ok


@pytest.mark.parametrize("typed", ["", "12345", "01001091061", "010010910A"])
def test_a_code_of_another_form_is_refused(typed):
    assert not check_enterprise_code(typed).ok


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_changing_the_check_digit_is_always_noticed(number):
    nine = f"{number:09d}"
    for last in range(10):
        warned = bool(check_enterprise_code(f"{nine}{last}").warnings)

        assert warned == (last != check_digit(nine))


def test_a_licence_is_kept_in_the_ministry_s_spelling_and_an_older_form_only_warns():
    assert check_licence("1166/LĐTBXH-GP").problems == ()
    assert check_licence("001 / ldtbxh-gp").value == "001/LĐTBXH-GP"
    assert check_licence("001 / ldtbxh-gp").repairs == ("Đã viết lại là 001/LĐTBXH-GP.",)
    assert check_licence("12/BNV-GP").problems == ()
    assert len(check_licence("57/2001/GP").warnings) == 1
    assert not check_licence(" ").ok


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_a_check(text):
    check_enterprise_code(text)
    check_licence(text)
