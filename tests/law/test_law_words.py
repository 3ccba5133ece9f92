"""Names of bodies and forms, kinds of work, amounts as written, findings as stored."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.cases import IN_2020, IN_2023, a_contract, found, vnd
from tracker.law import amounts, authority, jobs
from tracker.law.checks import findings
from tracker.law.facts import Facts, whole_months
from tracker.law.findings import Finding, worst
from tracker.law.forms import FORM_NAMES, LegacyForm, SendingForm, legacy_form


@pytest.mark.parametrize(
    ("level", "on", "short"),
    [
        ("ministry", date(2020, 7, 16), "Bộ LĐ-TBXH"),
        ("ministry", date(2025, 2, 28), "Bộ LĐ-TBXH"),
        ("ministry", date(2025, 3, 1), "Bộ Nội vụ"),
        ("province", date(2020, 7, 16), "Sở LĐ-TBXH"),
        ("province", date(2025, 2, 28), "Sở LĐ-TBXH"),
        ("province", date(2025, 3, 1), "Sở Nội vụ"),
        ("district", date(2025, 6, 30), "Phòng LĐ-TBXH"),
        ("commune", date(2026, 1, 1), "UBND cấp xã"),
        ("bureau", date(2020, 7, 16), "Cục QLLĐNN"),
    ],
)
def test_a_paper_names_the_body_of_its_day(level, on, short):
    assert authority.authority(level, on).short == short


def test_from_july_2025_there_is_no_district():
    assert authority.authority("district", date(2025, 7, 1)) is None
    assert authority.authority_name("district", date(2025, 7, 1)) == ""
    assert authority.authority_name("province", date(2020, 7, 1)) == "Sở Lao động - Thương binh và Xã hội"


def test_an_unknown_level_is_an_error():
    with pytest.raises(KeyError):
        authority.authority("village", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("on", "days", "level"),
    [
        (date(2020, 7, 1), 89, "province"),
        (date(2020, 7, 1), 90, "ministry"),
        (date(2023, 7, 1), 89, "province"),
        (date(2023, 7, 1), 90, "ministry"),
        (date(2026, 7, 1), 90, "province"),
    ],
)
def test_internships_of_ninety_days_went_to_the_ministry_until_2025(on, days, level):
    assert authority.registrar_level("TRAINEE", on=on, days=days) == level


def test_direct_contracts_are_registered_by_the_province_and_enterprises_contracts_are_not():
    assert authority.registrar_level("DIRECT", on=date(2020, 7, 1)) == "province"
    assert authority.registrar_level("SERVICE_ENTERPRISE", on=date(2020, 7, 1)) is None


def test_every_form_has_a_name_and_the_law_of_2006_knew_four_of_them():
    assert set(FORM_NAMES) == set(SendingForm)
    assert {legacy_form(form) for form in SendingForm} == {*LegacyForm, None}
    assert legacy_form("POST_EXIT") is None


@pytest.mark.parametrize(
    ("occupation", "kind"),
    [
        ("Giúp việc gia đình", "domestic_work"),
        ("KHÁN HỘ CÔNG GIA ĐÌNH", "household_care"),
        ("Khán hộ công", "institution_care"),
        ("Thuyền viên gần bờ", "nearshore_fishing"),
        ("Thuyền viên tàu cá xa bờ", "deepsea_fishing"),
        ("Thuyền viên tàu viễn dương", "deepsea_fishing"),
        ("Sĩ quan tàu cá xa bờ", "deepsea_fishing"),
        ("Thuyền viên tàu cá", "some_fishing"),
        ("Sĩ quan boong tàu vận tải viễn dương", "transport_ship"),
        ("Sĩ quan máy", "transport_ship"),
        ("Thuyền viên vận tải biển", "transport_ship"),
        ("Thủy thủ tàu chở dầu", "transport_ship"),
        ("Thuyền viên", "some_ship"),
        ("Thợ hàn đóng tàu biển", None),
        ("Nông nghiệp", "farm_work"),
        ("Điện tử", None),
        ("", None),
    ],
)
def test_the_kind_of_work_is_read_from_the_words(occupation, kind):
    assert jobs.job_kind(occupation) == kind


def test_a_sector_code_wins_over_the_words():
    assert jobs.job_kind("Nông nghiệp", "highly_skilled") == "highly_skilled"
    assert jobs.job_name("highly_skilled")


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (vnd(90_000_000), "VND", "90.000.000 ₫"),
        (Decimal("1250.50"), "USD", "1.250,50 USD"),
        (Decimal("129000.00"), "JPY", "129.000 JPY"),
        (Decimal("0.5"), "VND", "1 ₫"),
        (Decimal(0), "VND", "0 ₫"),
    ],
)
def test_amounts_are_written_with_dots_and_the_sign_after(amount, currency, written):
    assert amounts.money(amount, currency) == written


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 10, 15), date(2023, 10, 14), 36),
        (date(2020, 10, 15), date(2023, 10, 15), 36),
        (date(2020, 10, 15), date(2023, 10, 13), 35),
        (date(2021, 2, 1), date(2021, 2, 28), 1),
        (date(2020, 8, 1), date(2025, 7, 31), 60),
    ],
)
def test_months_are_counted_with_both_days_in(first, last, months):
    assert whole_months(first, last) == months


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 120))
def test_the_same_day_months_later_is_that_many_months_away(start, months):
    later = amounts.months_after(start, months)

    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day <= start.day


def test_a_lawful_contract_has_no_finding_in_2020_or_2023():
    assert not findings(a_contract(**IN_2020))
    assert not findings(a_contract(**IN_2023))


def test_nothing_known_finds_nothing():
    assert not findings(Facts())


def test_a_finding_comes_back_from_storage_as_it_was_said():
    for finding in findings(a_contract(service_charge=vnd(95_000_000), orientation_no="")):
        stored = json.loads(json.dumps(finding.as_json(), ensure_ascii=False))
        assert stored["confidence_text"] == finding.confidence_text
        assert Finding.from_json(stored) == finding


def test_every_finding_is_about_a_field_of_the_facts():
    named = set(Facts.__dataclass_fields__)
    bad = a_contract(
        birth_date=date(2010, 1, 1),
        occupation="Massage",
        service_charge=vnd(10**9),
        brokerage_fee=vnd(10**9),
        deposit=vnd(10**9),
        orientation_no="",
        licence_spells=(),
        market_status=(("BANNED", date(2020, 1, 1), None, ""),),
        ends_on=date(2019, 1, 1),
        fund_paid=False,
    )

    everything = [*findings(bad), *findings(bad, ruleset="vn-draft-2020"), *findings(bad, ruleset="vn-69-2020")]

    assert len(everything) > 20
    assert {finding.field for finding in everything} <= named


@given(
    st.builds(
        Facts,
        form=st.sampled_from([None, *SendingForm]),
        birth_date=st.none() | st.dates(date(1950, 1, 1), date(2015, 1, 1)),
        host_country=st.sampled_from(["", "JPN", "TWN", "KOR", "MYS", "SAU", "ROU", "ZZZ"]),
        occupation=st.sampled_from(["", "Khán hộ công", "Giúp việc gia đình", "massage"]),
        departed_on=st.none() | st.dates(date(2005, 1, 1), date(2030, 1, 1)),
        signed_on=st.none() | st.dates(date(2005, 1, 1), date(2030, 1, 1)),
        term_months=st.none() | st.integers(0, 120),
        wage=st.none() | st.decimals(0, 10**9, places=2),
        wage_currency=st.sampled_from(["", "VND", "JPY", "USD"]),
        usd_rate_vnd=st.none() | st.just(Decimal(23000)),
        service_charge=st.none() | st.decimals(0, 10**10, places=2),
        brokerage_fee=st.none() | st.decimals(0, 10**10, places=2),
        deposit=st.none() | st.decimals(0, 10**10, places=2),
        orientation_issued_on=st.none() | st.dates(date(2005, 1, 1), date(2030, 1, 1)),
    ),
    st.sampled_from([None, "vn-72-2006", "vn-draft-2020", "vn-69-2020"]),
)
def test_what_has_happened_and_what_does_not_bind_is_never_refused(facts, ruleset):
    happened = findings(facts, ruleset=ruleset, planned=False)
    preview = findings(facts, ruleset="vn-draft-2020")

    assert not any(finding.stops for finding in [*happened, *preview])
    assert not any(finding.violation for finding in preview)


def test_the_worst_of_several_findings_is_the_one_that_stops():
    several = findings(a_contract(orientation_no="", service_charge=vnd(95_000_000)))

    assert worst(several) == "block"
    assert worst([]) is None
    assert found("service_charge.rate", a_contract(service_charge=vnd(95_000_000)))
