"""Checks about service charge and brokerage."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.cases import IN_2020, IN_2023, IN_2024, IN_2026, a_contract, found, the, vnd
from tracker.law.checks.service_charge import ceiling_in_wage

WAGE = 30_000_000
YEARS = [pytest.param(IN_2020, id="vn-72-2006"), pytest.param(IN_2023, id="vn-69-2020")]


@pytest.mark.parametrize("year", YEARS)
def test_the_charge_of_three_years_is_at_most_three_months_wage(year):
    assert not found("service_charge.rate", a_contract(**year, service_charge=vnd(3 * WAGE)))
    over = the("service_charge.rate", a_contract(**year, service_charge=vnd(95_000_000)))
    assert over.message == "Tiền dịch vụ 95.000.000 ₫ vượt trần 90.000.000 ₫."
    assert (over.severity, over.found, over.allowed) == ("warn", "95.000.000 ₫", "90.000.000 ₫")


def test_the_ceiling_of_2022_stands_in_article_23_and_was_read():
    over = the("service_charge.rate", a_contract(**IN_2023, service_charge=vnd(95_000_000)))

    assert (over.cite, over.confidence_text) == ("69/2020 Điều 23 khoản 4 điểm a", "đã đối chiếu văn bản")


def test_the_ceiling_of_2020_comes_from_a_second_hand_source():
    over = the("service_charge.rate", a_contract(service_charge=vnd(95_000_000)))

    assert (over.ruleset, over.confidence_text) == ("vn-72-2006", "nguồn thứ cấp")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("months", "ceiling"), [(12, 30_000_000), (6, 15_000_000), (35, 87_500_000), (60, 90_000_000)])
def test_the_ceiling_goes_by_months_and_stops_at_three_wages(year, months, ceiling):
    terms = {**year, "term_months": months}

    assert not found("service_charge.rate", a_contract(**terms, service_charge=vnd(ceiling)))
    assert found("service_charge.rate", a_contract(**terms, service_charge=vnd(ceiling + 1)))


@pytest.mark.parametrize("year", YEARS)
def test_seafarers_may_be_charged_one_and_a_half_wages_a_year_but_three_at_most(year):
    at_sea = {**year, "occupation": "Sĩ quan tàu"}

    assert not found(
        "service_charge.rate_seafarer", a_contract(**at_sea, term_months=12, service_charge=vnd(45_000_000))
    )
    assert found("service_charge.rate_seafarer", a_contract(**at_sea, term_months=12, service_charge=vnd(45_000_001)))
    assert found("service_charge.rate_seafarer", a_contract(**at_sea, service_charge=vnd(90_000_001)))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("occupation", ["Thuyền viên tàu cá xa bờ", "Thuyền viên đánh cá gần bờ", "Thuyền viên tàu cá"])
def test_fishermen_have_the_general_ceiling(year, occupation):
    fishing = {**year, "host_country": "POL", "occupation": occupation, "term_months": 24}

    assert not found("service_charge.rate", a_contract(**fishing, service_charge=vnd(2 * WAGE)))
    assert found("service_charge.rate", a_contract(**fishing, service_charge=vnd(2 * WAGE + 1)))
    assert not found("service_charge.rate_seafarer", a_contract(**fishing, service_charge=vnd(3 * WAGE)))


@pytest.mark.parametrize("year", YEARS)
def test_crew_of_a_ship_not_told_has_the_general_ceiling_and_is_asked_which_ship(year):
    crew = {**year, "occupation": "Thuyền viên", "term_months": 24}

    over = the("service_charge.rate", a_contract(**crew, service_charge=vnd(3 * WAGE)))
    asked = the("service_charge.rate_seafarer", a_contract(**crew, service_charge=vnd(WAGE)))

    assert over.allowed == "60.000.000 ₫"
    assert (asked.field, asked.severity) == ("occupation", "info")
    assert "ghi rõ tàu vận tải hay tàu cá" in asked.message
    assert not found("service_charge.rate_seafarer", a_contract(**crew))


@given(st.decimals(1, 10**9, places=2), st.integers(1, 120), st.sampled_from(["0.4", "0.5", "0.7", "1.0", "1.5"]))
def test_the_ceiling_never_passes_its_cap_and_never_falls_as_the_contract_grows(wage, months, rate):
    now, later = (ceiling_in_wage(wage, each, rate=Decimal(rate), long_cap=Decimal(3)) for each in (months, months + 1))

    assert now <= 3 * wage
    assert now <= later


def test_what_the_foreign_side_paid_comes_off_the_ceiling_since_2022_but_not_in_2020():
    agreed = {"service_charge": vnd(2 * WAGE), "paid_by_foreign_side": vnd(WAGE)}

    assert not found("service_charge.rate", a_contract(**IN_2023, **agreed))
    one_more = agreed | {"service_charge": vnd(2 * WAGE + 1)}
    assert the("service_charge.rate", a_contract(**IN_2023, **one_more)).allowed == "60.000.000 ₫"
    assert not found("service_charge.rate", a_contract(**one_more))


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ("PUBLIC_UNIT", "service_charge.zero_forms"),
        ("INVESTOR", "service_charge.zero_forms"),
        ("CONTRACTOR", "service_charge.own_employees"),
        ("TRAINEE", "service_charge.own_employees"),
    ],
)
def test_forms_that_may_charge_nothing_since_2022_warn_at_one_dong(form, rule):
    paid = the(rule, a_contract(form=form, **IN_2023, service_charge=vnd(1)))

    assert (paid.severity, paid.found) == ("warn", "1 ₫")


def test_a_public_unit_s_charge_of_2020_is_not_judged_for_want_of_a_source():
    paid = the("service_charge.zero_forms", a_contract(form="PUBLIC_UNIT", service_charge=vnd(5_000_000)))

    assert (paid.severity, paid.cite) == ("info", "Chưa có căn cứ")


def test_the_draft_s_ceiling_is_not_known():
    preview = the("service_charge.rate", a_contract(service_charge=vnd(1)), ruleset="vn-draft-2020")

    assert (preview.severity, preview.binding) == ("info", False)


def test_the_later_law_can_be_previewed_on_a_contract_of_2020():
    preview = the("service_charge.rate", a_contract(service_charge=vnd(95_000_000)), ruleset="vn-69-2020")

    assert (preview.ruleset, preview.allowed) == ("vn-69-2020", "90.000.000 ₫")


def test_a_renewal_since_2022_is_charged_half_and_of_2020_is_not_known():
    renewed = {"renewal": True, "term_months": 12, "service_charge": vnd(15_000_001)}

    assert the("service_charge.rate_renewal", a_contract(**IN_2023, **renewed)).allowed == "15.000.000 ₫"
    assert the("service_charge.rate", a_contract(**renewed)).severity == "info"


@pytest.mark.parametrize(
    ("year", "country", "sector", "wages"),
    [
        (IN_2023, "TWN", "household_care", "1"),
        (IN_2023, "TWN", "institution_care", "2"),
        (IN_2023, "KOR", "nearshore_fishing", "2"),
        (IN_2023, "JPN", "highly_skilled", "2"),
        (IN_2023, "JPN", "technical_intern_3", "0"),
        (IN_2023, "MYS", "domestic_work", "0"),
        (IN_2023, "THA", "domestic_work", "3"),
        (IN_2024, "THA", "domestic_work", "0"),
        (IN_2026, "SAU", "domestic_work", "0"),
        (IN_2023, "AUS", "farm_work", "3"),
        (IN_2024, "AUS", "farm_work", "0"),
    ],
)
def test_some_markets_and_jobs_have_a_lower_ceiling(year, country, sector, wages):
    ceiling = Decimal(wages) * WAGE
    where = {**year, "host_country": country, "sector": sector, "occupation": ""}

    assert not _charge_warnings(a_contract(**where, service_charge=ceiling))
    assert _charge_warnings(a_contract(**where, service_charge=ceiling + 1))


def test_the_job_is_read_from_the_words_of_the_occupation():
    maid = a_contract(**IN_2023, host_country="SAU", occupation="Giúp việc gia đình", service_charge=vnd(1))

    assert the("service_charge.overrides", maid).allowed == "0 ₫"


def test_the_letter_for_taiwanese_households_of_2020_is_compared_in_dollars():
    maid = {"host_country": "TWN", "occupation": "Giúp việc gia đình", "usd_rate_vnd": vnd(23_000)}

    assert not found("service_charge.market_letters", a_contract(**maid, service_charge=vnd(23_000_000)))
    over = the("service_charge.market_letters", a_contract(**maid, service_charge=vnd(23_000_001)))
    assert over.allowed == "23.000.000 ₫ (1.000 USD)"


def test_a_wage_in_another_currency_asks_for_its_rate_and_is_compared_once_it_is_known():
    yen = {"wage": Decimal(150_000), "wage_currency": "JPY", "service_charge": vnd(95_000_000)}

    asks = the("service_charge.rate", a_contract(**yen))
    known = the("service_charge.rate", a_contract(**yen, wage_rate_vnd=vnd(200)))

    assert (asks.severity, asks.field) == ("info", "service_charge")
    assert "JPY" in asks.message
    assert known.allowed == "90.000.000 ₫ (450.000 JPY)"


def test_a_charge_without_a_wage_asks_for_the_wage():
    assert the("service_charge.rate", a_contract(wage=None, service_charge=vnd(1))).severity == "info"


def test_the_same_contract_on_two_days_of_departure_gets_two_answers_about_brokerage():
    brokered = {"signed_on": date(2021, 6, 1), "starts_on": date(2021, 12, 31), "brokerage_fee": vnd(1_000_000)}

    assert not found("brokerage.worker_may_pay", a_contract(**brokered, departed_on=date(2021, 12, 31)))
    refused = the("brokerage.worker_may_pay", a_contract(**brokered, departed_on=date(2022, 1, 1)))
    assert (refused.severity, refused.cite) == ("block", "69/2020 Điều 7 khoản 8")


def test_brokerage_already_paid_is_stored_as_a_violation():
    paid = the("brokerage.worker_may_pay", a_contract(**IN_2023, brokerage_fee=vnd(1)), planned=False)

    assert (paid.severity, paid.violation) == ("warn", True)


def test_brokerage_under_the_draft_is_not_known():
    preview = the("brokerage.worker_may_pay", a_contract(brokerage_fee=vnd(1)), ruleset="vn-draft-2020")

    assert preview.severity == "info"


def test_brokerage_of_2020_is_at_most_one_wage_for_each_year_of_the_contract():
    year = {"term_months": 12, "usd_rate_vnd": vnd(23_000)}

    assert not found("brokerage.rate", a_contract(**year, brokerage_fee=vnd(WAGE)))
    assert the("brokerage.rate", a_contract(**year, brokerage_fee=vnd(WAGE + 1))).severity == "warn"


def test_no_brokerage_is_due_on_a_renewal():
    assert found("brokerage.on_renewal", a_contract(renewal=True, brokerage_fee=vnd(1)))


@pytest.mark.parametrize(
    ("country", "occupation", "dollars"),
    [
        ("JPN", "Cơ khí", 1500),
        ("TWN", "Xây dựng", 1500),
        ("TWN", "Khán hộ công", 800),
        ("MYS", "Điện tử", 300),
        ("SAU", "Giúp việc gia đình", 0),
        ("ARE", "Xây dựng", 400),
        ("BGR", "Xây dựng", 500),
        ("RUS", "Xây dựng", 700),
    ],
)
def test_the_table_of_2008_caps_brokerage_by_market(country, occupation, dollars):
    where = {"host_country": country, "occupation": occupation, "brokerage_currency": "USD"}

    assert not found("brokerage.markets", a_contract(**where, brokerage_fee=Decimal(dollars)))
    assert found("brokerage.markets", a_contract(**where, brokerage_fee=Decimal(dollars + 1)))


def _charge_warnings(facts):
    return [each for rule in ("rate", "overrides") for each in found(f"service_charge.{rule}", facts)]
