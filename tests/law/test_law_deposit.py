"""Checks about the deposit, the days on which money may be taken, and the support fund."""

from datetime import date
from decimal import Decimal

import pytest

from tests.law.cases import IN_2020, IN_2023, a_contract, found, the, vnd

YEARS = [pytest.param(IN_2020, id="vn-72-2006"), pytest.param(IN_2023, id="vn-69-2020")]


@pytest.mark.parametrize(
    ("country", "occupation", "dollars"),
    [
        ("JPN", "Cơ khí", 3000),
        ("TWN", "Điện tử", 1000),
        ("TWN", "Khán hộ công", 800),
        ("TWN", "Thuyền viên xa bờ", 900),
        ("KOR", "Thuyền viên gần bờ", 3000),
        ("MYS", "Điện tử", 300),
        ("SAU", "Xây dựng", 800),
        ("DZA", "Xây dựng", 1000),
        ("DEU", "Điều dưỡng", 2000),
        ("ROU", "Xây dựng", 2000),
    ],
)
def test_the_deposit_of_2020_follows_the_table_of_2013(country, occupation, dollars):
    where = {"host_country": country, "occupation": occupation, "deposit_currency": "USD"}

    assert not found("deposit.ceiling", a_contract(**where, deposit=Decimal(dollars)))
    assert the("deposit.ceiling", a_contract(**where, deposit=Decimal(dollars + 1))).severity == "warn"


@pytest.mark.parametrize(
    ("country", "occupation", "ceiling"),
    [
        ("TWN", "Điện tử", 12_000_000),
        ("TWN", "Thuyền viên xa bờ", 0),
        ("KOR", "Nông nghiệp", 36_000_000),
        ("JPN", "Cơ khí", 0),
        ("MYS", "Điện tử", 0),
        ("SAU", "Xây dựng", 0),
        ("USA", "Điều dưỡng", 0),
    ],
)
def test_the_deposit_since_2022_follows_annex_ii_of_decree_112(country, occupation, ceiling):
    where = {**IN_2023, "host_country": country, "occupation": occupation}

    assert ceiling == 0 or not found("deposit.ceiling", a_contract(**where, deposit=vnd(ceiling)))
    assert the("deposit.ceiling", a_contract(**where, deposit=vnd(ceiling + 1))).severity == "warn"


@pytest.mark.parametrize(("year", "country"), [(IN_2020, "UZB"), (IN_2023, "ROU")])
def test_where_the_ceiling_is_a_ticket_home_no_figure_is_made_up(year, country):
    ticket = the("deposit.ceiling", a_contract(**year, host_country=country, deposit=vnd(50_000_000)))

    assert (ticket.severity, ticket.allowed) == ("info", "một vé máy bay lượt về")


def test_the_hundred_million_of_eps_counts_from_15_may_2020_and_is_second_hand():
    eps = {"form": "PUBLIC_UNIT", "host_country": "KOR", "deposit": vnd(100_000_001)}

    over = the("deposit.ceiling", a_contract(**eps, departed_on=date(2020, 5, 15)))
    before = the("deposit.ceiling", a_contract(**eps, departed_on=date(2020, 5, 14)))

    assert (over.allowed, over.confidence) == ("100.000.000 ₫", "second_hand")
    assert before.severity == "info"
    assert the("deposit.ceiling", a_contract(**(eps | IN_2023))).confidence_text == "nguồn thứ cấp"


def test_the_draft_knows_no_deposit_ceiling():
    assert the("deposit.ceiling", a_contract(deposit=vnd(1)), ruleset="vn-draft-2020").severity == "info"


def test_a_charge_of_2020_waits_for_the_contract_and_for_acceptance_or_visa():
    early = a_contract(accepted_on=date(2020, 7, 10), charge_paid_on=date(2020, 7, 9))
    on_the_day = a_contract(accepted_on=date(2020, 7, 10), charge_paid_on=date(2020, 7, 10))

    assert the("service_charge.earliest", early).field == "charge_paid_on"
    assert not found("service_charge.earliest", on_the_day)


def test_a_charge_since_2022_waits_for_the_supply_contract_s_approval():
    early = a_contract(**IN_2023, supply_approved_on=date(2023, 7, 10), charge_paid_on=date(2023, 7, 9))

    assert "chấp thuận" in the("service_charge.earliest", early).message


def test_a_deposit_since_2022_waits_for_acceptance_and_in_2020_no_such_day_is_known():
    early = {"accepted_on": date(2023, 7, 10), "deposit_paid_on": date(2023, 7, 9)}

    assert found("deposit.earliest", a_contract(**IN_2023, **early))
    assert not found("deposit.earliest", a_contract(**early))


@pytest.mark.parametrize("year", YEARS)
def test_an_unpaid_share_of_the_fund_warns_with_its_sum(year):
    unpaid = the("fund.worker", a_contract(**year, fund_paid=False))

    assert (unpaid.severity, unpaid.allowed) == ("warn", "100.000 ₫")


def test_in_january_2022_the_fund_still_follows_the_decision_of_2007():
    unpaid = the("fund.worker", a_contract(departed_on=date(2022, 2, 20), fund_paid=False))

    assert "144/2007" in unpaid.cite


def test_a_fund_nobody_asked_about_is_not_judged():
    assert not found("fund.worker", a_contract())


@pytest.mark.parametrize(("paid", "late"), [(date(2023, 7, 29), False), (date(2023, 7, 30), True)])
def test_the_fund_is_paid_three_days_before_exit_since_february_2022(paid, late):
    assert bool(found("fund.days_before_exit", a_contract(**IN_2023, fund_paid_on=paid))) is late
    assert not found("fund.days_before_exit", a_contract(fund_paid_on=date(2020, 8, 1)))
