"""Checks about the sender, the market, the job and the term."""

from datetime import date
from decimal import Decimal

import pytest

from tests.law.cases import IN_2020, IN_2023, IN_2024, IN_2026, a_contract, found, the

WITHDRAWN = (
    ("001/LĐTBXH-GP", date(2013, 1, 1), date(2020, 4, 30), "in_force"),
    ("001/LĐTBXH-GP", date(2020, 5, 1), None, "withdrawn"),
)


@pytest.mark.parametrize(
    ("signed", "stops"), [(date(2020, 4, 30), False), (date(2020, 5, 1), True), (date(2020, 5, 2), True)]
)
def test_a_licence_withdrawn_on_1_may_leaves_the_contract_of_30_april_valid(signed, stops):
    licences = found("licence.on_signing", a_contract(signed_on=signed, licence_spells=WITHDRAWN))

    assert [each.severity for each in licences] == (["override"] if stops else [])


def test_a_licence_is_looked_up_under_the_law_of_the_signing_day():
    facts = a_contract(signed_on=date(2021, 12, 31), departed_on=date(2022, 3, 1), licence_spells=WITHDRAWN)

    assert the("licence.on_signing", facts).ruleset == "vn-72-2006"
    assert the("licence.on_signing", a_contract(**IN_2023, licence_spells=WITHDRAWN)).ruleset == "vn-69-2020"


def test_a_sender_whose_register_holds_no_licence_needs_a_supervisor():
    assert the("licence.on_signing", a_contract(licence_spells=())).found == "không có giấy phép"


def test_a_register_nobody_asked_is_not_judged():
    assert not found("licence.on_signing", a_contract(licence_spells=None))


def test_only_service_enterprises_need_a_licence():
    assert not found("licence.on_signing", a_contract(form="PUBLIC_UNIT", licence_spells=()))


@pytest.mark.parametrize("year", [IN_2020, IN_2023], ids=["vn-72-2006", "vn-69-2020"])
@pytest.mark.parametrize(
    ("status", "rule", "severity"),
    [
        ("BANNED", "market.banned_areas", "block"),
        ("SUSPENDED", "market.suspended", "override"),
        ("WARNING", "market.suspended", "warn"),
    ],
)
def test_a_ban_blocks_a_suspension_asks_a_supervisor_a_warning_warns(year, status, rule, severity):
    closed = a_contract(**year, market_status=((status, date(2020, 2, 1), None, "CV 1/BLĐTBXH"),))

    finding = the(rule, closed)

    assert (finding.severity, finding.field) == (severity, "host_country")
    assert "CV 1/BLĐTBXH" in finding.message


def test_a_market_is_closed_to_the_last_day_of_its_spell_and_open_the_day_after():
    spell = (("BANNED", date(2020, 2, 1), date(2020, 7, 31), "CV"),)

    assert not found("market.banned_areas", a_contract(market_status=spell))
    assert found("market.banned_areas", a_contract(departed_on=date(2020, 7, 31), market_status=spell))


def test_the_ban_of_spring_2020_cites_the_decree_of_2007():
    early = a_contract(departed_on=date(2020, 5, 19), market_status=(("BANNED", date(2020, 2, 1), None, "CV"),))

    assert "126/2007" in the("market.banned_areas", early).cite


def test_the_draft_also_knows_barred_areas_but_only_warns():
    closed = a_contract(market_status=(("BANNED", date(2020, 2, 1), None, "CV"),))

    assert the("market.banned_areas", closed, ruleset="vn-draft-2020").severity == "warn"


@pytest.mark.parametrize("year", [IN_2020, IN_2023], ids=["vn-72-2006", "vn-69-2020"])
def test_a_job_marked_as_barred_blocks_and_one_that_sounds_like_it_asks_a_supervisor(year):
    marked = a_contract(**year, banned_job="massage", occupation="Nhân viên spa")
    sounds = a_contract(**year, occupation="Nhân viên massage")

    assert the("work.banned_jobs", marked).severity == "block"
    assert the("work.banned_jobs", sounds).severity == "override"


@pytest.mark.parametrize("occupation", ["Cơ khí", "Khán hộ công", "Thuyền viên gần bờ", "Đóng tàu/hàn", "Thẩm mỹ"])
def test_everyday_occupations_are_not_taken_for_barred_ones(occupation):
    assert not found("work.banned_jobs", a_contract(occupation=occupation))


def test_a_worker_found_abroad_in_a_barred_job_is_recorded_and_flagged():
    gone = the("work.banned_jobs", a_contract(banned_job="hunting"), planned=False)

    assert (gone.severity, gone.violation) == ("warn", True)


def test_the_draft_s_list_of_jobs_is_not_known():
    preview = the("work.banned_jobs", a_contract(occupation="Massage"), ruleset="vn-draft-2020")

    assert (preview.severity, preview.cite) == ("info", "Chưa có căn cứ")


@pytest.mark.parametrize("ruleset", ["vn-72-2006", "vn-draft-2020", "vn-69-2020"])
def test_a_contract_ends_after_it_starts(ruleset):
    facts = a_contract(ends_on=date(2020, 8, 1), term_months=None)

    stopped = the("term.order", facts, ruleset=ruleset)

    assert stopped.severity == ("warn" if ruleset == "vn-draft-2020" else "block")
    assert stopped.confidence_text == "quy tắc của phần mềm, không phải luật"


def test_sixty_months_are_as_good_as_thirty_six():
    facts = a_contract(starts_on=date(2020, 8, 1), ends_on=date(2025, 7, 31), term_months=60)

    assert not found("term.months_agree", facts)
    assert not found("term.order", facts)


@pytest.mark.parametrize(("months", "warns"), [(35, False), (36, False), (37, False), (34, True), (38, True)])
def test_months_written_may_differ_by_one_from_the_two_days(months, warns):
    facts = a_contract(starts_on=date(2020, 8, 1), ends_on=date(2023, 7, 31), term_months=months)

    assert bool(found("term.months_agree", facts)) is warns
    assert bool(found("term.months_agree", facts, ruleset="vn-draft-2020")) is warns
    assert bool(found("term.months_agree", facts, ruleset="vn-69-2020")) is warns


@pytest.mark.parametrize("year", [IN_2024, IN_2026], ids=["2024", "2026"])
@pytest.mark.parametrize(("country", "months"), [("ROU", 6), ("DZA", 6), ("MYS", 12), ("MAC", 12)])
def test_since_2024_a_market_has_a_shortest_contract(year, country, months):
    long_enough = a_contract(**year, host_country=country, term_months=months)
    too_short = a_contract(**year, host_country=country, term_months=months - 1)

    assert not found("term.minimum", long_enough)
    assert the("term.minimum", too_short).severity == "warn"
    assert not found("term.minimum", a_contract(host_country=country, term_months=months - 1))


@pytest.mark.parametrize(
    ("year", "country", "sector", "floor", "currency"),
    [
        (IN_2024, "TWN", "skilled_industry", 33_000, "TWD"),
        (IN_2026, "TWN", "skilled_industry", 35_000, "TWD"),
        (IN_2024, "TWN", "household_care", 20_000, "TWD"),
        (IN_2026, "TWN", "skilled_household_care", 26_000, "TWD"),
        (IN_2026, "MAC", "domestic_work", 4_500, "MOP"),
        (IN_2024, "SAU", "domestic_work", 350, "USD"),
        (IN_2024, "DZA", "", 400, "USD"),
        (IN_2024, "ROU", "", 600, "USD"),
        (IN_2026, "ROU", "", 700, "USD"),
    ],
)
def test_a_wage_one_unit_under_the_market_s_floor_warns(year, country, sector, floor, currency):
    where = {**year, "host_country": country, "sector": sector, "occupation": "", "wage_currency": currency}

    assert not found("wage.floor", a_contract(**where, wage=Decimal(floor)))
    assert the("wage.floor", a_contract(**where, wage=Decimal(floor - 1))).severity == "warn"


def test_a_short_contract_in_europe_has_a_higher_floor_and_no_floor_is_known_before_2024():
    half_year = {"host_country": "POL", "term_months": 6, "wage": Decimal(700), "wage_currency": "USD"}

    assert the("wage.floor", a_contract(**IN_2024, **half_year)).allowed == "800 USD"
    assert not found("wage.floor", a_contract(**IN_2023, **half_year))
    assert not found("wage.floor", a_contract(**half_year))


def test_a_wage_in_another_currency_asks_for_the_rate():
    facts = a_contract(**IN_2024, host_country="ROU", wage=Decimal(2500), wage_currency="RON")

    asks = the("wage.floor", facts)

    assert asks.severity == "info"
    assert "RON, USD" in asks.message
