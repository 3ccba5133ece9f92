"""The three editions of the policy files read into the same days, and every fault is named at its cell."""

import gzip
import io
from datetime import date

import pytest

from tracker.disruptions import oxcgrt
from tracker.disruptions.oxcgrt import BadCell, Edition, NotPolicyFile, PolicyDay

FINAL = (
    "CountryName,CountryCode,RegionName,RegionCode,Jurisdiction,Date,"
    "C2M_Workplace closing,C2M_Flag,C8EV_International travel controls,E1_Income support,E1_Flag,MajorityVaccinated"
)
LIVE = "CountryName,CountryCode,Date,C2_Workplace closing,C2_Flag,C8_International travel controls,M1_Wildcard"
LEGACY = (
    "CountryName,CountryCode,Date,S2_Workplace closing,S2_IsGeneral,S4_Close public transport,S4_IsGeneral,"
    "S6_Restrictions on internal movement,S6_IsGeneral,S7_International travel controls,S8_Fiscal measures,"
)


def days_in(*lines: str, end: str = "\r\n") -> list[PolicyDay]:
    with oxcgrt.opened(io.BytesIO(end.join([*lines, ""]).encode())) as file:
        return list(file.days)


def edition_of(header: str) -> Edition:
    with oxcgrt.opened(io.BytesIO(f"{header}\r\n".encode())) as file:
        return file.edition


@pytest.mark.parametrize(
    ("header", "edition"), [(FINAL, Edition.FINAL), (LIVE, Edition.LIVE), (LEGACY, Edition.LEGACY)]
)
def test_an_edition_is_known_by_the_prefixes_of_its_columns(header: str, edition: Edition):
    assert edition_of(header) == edition


def test_words_after_the_prefix_may_change():
    renamed = FINAL.replace("C2M_Workplace closing", "C2M_Closing of workplaces").replace("C8EV_Int", "C8EV_int")

    assert edition_of(renamed) == Edition.FINAL


def test_the_final_edition_gives_value_and_flag_and_a_flag_is_blank_when_the_value_is_nought():
    days = days_in(FINAL, "Malaysia,MYS,,,NAT_TOTAL,20200318,3.00,1,3.00,0.00,,NV")

    assert days == [
        PolicyDay("MYS", "C2", date(2020, 3, 18), 3, 1),
        PolicyDay("MYS", "C8", date(2020, 3, 18), 3, None),
        PolicyDay("MYS", "E1", date(2020, 3, 18), 0, None),
    ]


def test_rows_of_states_and_provinces_are_left_out():
    days = days_in(
        FINAL,
        "United States,USA,Texas,US_TX,STATE_TOTAL,20200318,3.00,1,3.00,0.00,,NV",
        "United States,USA,,,NAT_GOV,20200318,0.00,,3.00,0.00,,NV",
        "United States,USA,,,NAT_TOTAL,20200318,2.00,0,3.00,0.00,,NV",
    )

    assert [day.value for day in days] == [2, 3, 0]


def test_three_is_three_however_it_is_written_and_a_blank_is_unknown():
    days = days_in(LIVE, "Laos,LAO,20200330,3,1,4.00,", "Laos,LAO,20200331,3.00,1,4,", "Laos,LAO,20200401,,,,")

    assert [day.value for day in days if day.indicator == "C2"] == [3, 3, None]
    assert [day.value for day in days if day.indicator == "C8"] == [4, 4, None]


def test_early_copies_with_a_doubled_carriage_return_read_the_same():
    rows = (LIVE, "Laos,LAO,20200330,3,1,4.00,", "Laos,LAO,20200331,2,0,4,")

    assert days_in(*rows, end="\r\r\n") == days_in(*rows) == days_in(*rows, end="\n")


def test_the_legacy_edition_with_its_unnamed_last_column_is_put_under_the_later_names():
    days = days_in(LEGACY, "Taiwan,TWN,20200319,1,1,0,,2,0,3,0.00,\t")

    assert days == [
        PolicyDay("TWN", "C2", date(2020, 3, 19), 1, 1),
        PolicyDay("TWN", "C5", date(2020, 3, 19), 0, None),
        PolicyDay("TWN", "C7", date(2020, 3, 19), 2, 0),
        PolicyDay("TWN", "C8", date(2020, 3, 19), 3, None),
    ]


def test_a_gzipped_file_a_bom_and_a_short_last_row_do_no_harm():
    text = f"\ufeff{LIVE}\r\nLaos,LAO,20200330,3,1,4.00,\r\nLaos,LAO,20200331,3"

    with oxcgrt.opened(io.BytesIO(gzip.compress(text.encode()))) as file:
        days = list(file.days)

    assert [day.value for day in days] == [3, 4, 3, None]


def test_a_row_sent_twice_counts_once():
    row = "Laos,LAO,20200330,3,1,4.00,"

    assert len(days_in(LIVE, row, row)) == 2


def test_two_rows_that_contradict_each_other_are_refused():
    with pytest.raises(BadCell) as refused:
        days_in(LIVE, "Laos,LAO,20200330,3,1,4.00,", "Laos,LAO,20200330,2,1,4.00,")

    assert (refused.value.row, refused.value.column) == (3, "Date")


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("Laos,LAO,20200330,4,1,4.00,", "C2_Workplace closing", "4"),
        ("Laos,LAO,20200330,2.50,1,4.00,", "C2_Workplace closing", "2.50"),
        ("Laos,LAO,20200330,-1,1,4.00,", "C2_Workplace closing", "-1"),
        ("Laos,LAO,20200330,2,1,đóng,", "C8_International travel controls", "đóng"),
        ("Laos,LAO,30/03/2020,2,1,4,", "Date", "30/03/2020"),
        ("Laos,LAO,20200231,2,1,4,", "Date", "20200231"),
        ("Laos,lao,20200330,2,1,4,", "CountryCode", "lao"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(row: str, column: str, found: str):
    with pytest.raises(BadCell) as refused:
        days_in(LIVE, "Laos,LAO,20200329,2,1,4,", row)

    assert (refused.value.row, refused.value.column, refused.value.found) == (3, column, found)
    assert f"“{found}”" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ho_ten,ngay_sinh\r\nA,1990-01-01\r\n",
        b"CountryCode,Date,Confirmed\r\nLAO,20200330,1\r\n",
        b"CountryCode,Date,C2_Workplace\r\n\xff\xfe\xff,20200330,1\r\n",
        gzip.compress(LIVE.encode() * 50, mtime=0)[:40],
        b"\x1f\x8bnot really gzip",
    ],
)
def test_another_kind_of_file_is_refused_with_a_sentence(content: bytes):
    with pytest.raises(NotPolicyFile) as refused, oxcgrt.opened(io.BytesIO(content)) as file:
        list(file.days)

    assert refused.value.why


def test_a_file_with_notes_reads_values_not_notes():
    header = (
        "CountryName,CountryCode,RegionName,RegionCode,Jurisdiction,Date,C2E_Workplace closing,C2E_Flag,"
        "C2M_Workplace closing,C2M_Flag,C2_Notes,C8E_International travel controls,C8EV_International travel controls"
    )

    days = days_in(header, 'Laos,LAO,,,NAT_TOTAL,20200330,1,0,3,1,"đóng, cửa\r\ntoàn quốc",2,4')

    assert [(day.indicator, day.value, day.flag) for day in days] == [("C2", 3, 1), ("C8", 4, None)]
