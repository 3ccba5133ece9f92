"""Clocks: which one binds which form, and the day it ends."""

from datetime import date

import pytest

from tests.law.cases import IN_2020, IN_2023, a_contract
from tracker.law.clocks import clocks
from tracker.law.forms import SendingForm

LATER = date(2024, 12, 1)
FRIDAY = date(2022, 4, 1)

BINDS = {
    "clock.liquidation": {"PUBLIC_UNIT", "SERVICE_ENTERPRISE", "INVESTOR"},
    "clock.residence_notice": set(SendingForm) - {"POST_EXIT"},
    "clock.database_entry": {"PUBLIC_UNIT", "SERVICE_ENTERPRISE", "CONTRACTOR", "TRAINEE", "INVESTOR"},
    "clock.monthly_list": {"PUBLIC_UNIT", "SERVICE_ENTERPRISE"},
    "clock.selection_to_exit": {"SERVICE_ENTERPRISE"},
    "clock.notice_before_exit": {"PUBLIC_UNIT", "CONTRACTOR", "INVESTOR"},
    "clock.registration_answer": {"DIRECT"},
    "clock.internship_answer": {"TRAINEE"},
    "orientation.valid_months": {"PUBLIC_UNIT", "SERVICE_ENTERPRISE", "CONTRACTOR", "TRAINEE", "INVESTOR"},
    "fund.days_before_exit": set(SendingForm) - {"POST_EXIT"},
}


@pytest.mark.parametrize("form", list(SendingForm))
@pytest.mark.parametrize("rule", list(BINDS))
def test_since_2022_each_clock_runs_only_on_the_forms_it_binds(rule, form):
    assert (rule in _running(form, IN_2023)) is (form in BINDS[rule])


@pytest.mark.parametrize("form", list(SendingForm))
def test_in_2020_only_the_clocks_seen_in_a_source_run(form):
    known = {
        "SERVICE_ENTERPRISE": {"clock.liquidation", "clock.monthly_list"},
        "PUBLIC_UNIT": {"clock.monthly_list"},
        "INVESTOR": {"clock.notice_before_exit"},
        "DIRECT": {"clock.registration_answer"},
        "TRAINEE": {"clock.internship_answer"},
    }

    assert {rule for rule in _running(form, IN_2020) if rule in BINDS} == known.get(form, set())


def test_an_exit_on_friday_is_in_the_database_by_wednesday_or_by_friday_week():
    enterprise = _due("clock.database_entry", a_contract(departed_on=FRIDAY), today=FRIDAY)
    contractor = _due("clock.database_entry", a_contract(form="CONTRACTOR", departed_on=FRIDAY), today=FRIDAY)

    assert (enterprise.due_on, enterprise.unit) == (date(2022, 4, 6), "day")
    assert (contractor.due_on, contractor.unit) == (date(2022, 4, 8), "working_day")


def test_the_return_is_told_within_fifteen_days_moved_off_a_day_off():
    facts = a_contract(**IN_2023)

    monday, friday = date(2024, 1, 1), date(2024, 1, 5)

    assert _due("clock.residence_notice", facts, returned_on=monday, today=monday).due_on == date(2024, 1, 16)
    assert _due("clock.residence_notice", facts, returned_on=friday, today=friday).due_on == date(2024, 1, 22)


def test_a_contract_is_liquidated_within_180_days_of_its_end():
    clock = _due("clock.liquidation", a_contract(**IN_2023), ended_on=date(2024, 1, 2))

    assert (clock.due_on, clock.anchor, clock.anchor_on) == (date(2024, 7, 1), "ended_on", date(2024, 1, 2))
    assert not clock.is_over(date(2024, 7, 1))
    assert clock.is_over(date(2024, 7, 2))


def test_the_180_days_of_2020_are_shown_as_unchecked():
    clock = _due("clock.liquidation", a_contract(), ended_on=date(2020, 12, 1))

    assert clock.confidence_text == "chưa đối chiếu văn bản"


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2020, 8, 1), date(2020, 8, 19)),
        (date(2020, 8, 19), date(2020, 8, 19)),
        (date(2020, 8, 20), date(2020, 9, 19)),
        (date(2020, 12, 25), date(2021, 1, 19)),
    ],
)
def test_the_monthly_list_is_due_the_day_before_the_twentieth(today, due):
    assert _due("clock.monthly_list", a_contract(), today=today).due_on == due


def test_no_monthly_list_after_the_end_of_the_contract():
    rules = {clock.rule for clock in clocks(a_contract(), ended_on=date(2020, 9, 1), today=date(2020, 9, 2))}

    assert "clock.monthly_list" not in rules


def test_a_direct_file_handed_in_before_tet_is_answered_after_it():
    facts = a_contract(form="DIRECT", filed_on=date(2020, 1, 16), departed_on=None, starts_on=date(2020, 3, 1))

    assert _due("clock.registration_answer", facts, today=date(2020, 1, 16)).due_on == date(2020, 1, 30)


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (date(2020, 7, 1), date(2020, 7, 15)),
        (date(2023, 7, 3), date(2023, 7, 10)),
        (date(2026, 4, 14), date(2026, 4, 21)),
        (date(2026, 4, 15), date(2026, 4, 20)),
    ],
)
def test_an_internship_file_is_answered_by_the_law_of_the_day_it_was_handed_in(filed, due):
    facts = a_contract(form="TRAINEE", filed_on=filed, departed_on=date(2026, 12, 1))

    assert _due("clock.internship_answer", facts, today=filed).due_on == due


def test_after_the_departure_no_clock_before_it_is_shown():
    facts = a_contract(**IN_2023, form="INVESTOR", selected_on=date(2023, 6, 1))
    rules = {clock.rule for clock in clocks(facts, today=LATER)}

    assert not rules & {"clock.notice_before_exit", "clock.selection_to_exit", "fund.days_before_exit"}


def test_clocks_come_nearest_first_and_the_draft_has_none():
    facts = a_contract(**IN_2023, passport_expires_on=date(2030, 1, 1))
    days = [clock.due_on for clock in clocks(facts, date(2024, 6, 1), date(2024, 6, 3), today=date(2024, 6, 10))]

    assert days == sorted(days)
    assert len(days) == 3
    assert not clocks(facts, date(2024, 6, 1), today=LATER, ruleset="vn-draft-2020")


def test_a_passport_runs_out_on_its_own_day():
    clock = _due("passport.months_left", a_contract(passport_expires_on=date(2023, 5, 6)))

    assert (clock.name_vi, clock.due_on, clock.unit) == ("Hộ chiếu hết hạn", date(2023, 5, 6), "date")


def test_what_others_do_without_telling_us_is_told_while_its_term_runs_and_never_as_broken():
    facts = a_contract(**IN_2023 | {"departed_on": FRIDAY})
    left = {day: {clock.rule for clock in clocks(facts, today=day)} for day in (date(2022, 4, 6), date(2022, 4, 7))}
    back = {clock.rule for clock in clocks(facts, LATER, LATER, today=date(2025, 6, 1))}

    assert "clock.database_entry" in left[date(2022, 4, 6)]
    assert "clock.database_entry" not in left[date(2022, 4, 7)]
    assert "clock.residence_notice" not in back
    assert "clock.liquidation" in back


def test_the_certificate_and_the_answer_to_a_registration_bind_until_the_departure():
    facts = a_contract(**IN_2023, filed_on=IN_2023["signed_on"], orientation_issued_on=IN_2023["signed_on"])
    told = [{clock.rule for clock in clocks(facts, today=IN_2023[day])} for day in ("signed_on", "departed_on")]

    assert ["orientation.valid_months" in rules for rules in told] == [True, False]


def _running(form, year):
    """The rules of every clock a contract of a form has, before and after its departure."""
    facts = a_contract(
        **year,
        form=form,
        selected_on=year["signed_on"],
        filed_on=year["signed_on"],
        orientation_issued_on=year["signed_on"],
    )
    before = clocks(facts, today=year["signed_on"])
    after = clocks(facts, today=year["departed_on"])
    home = clocks(facts, ended_on=LATER, returned_on=LATER, today=LATER)
    return {clock.rule for clock in [*before, *after, *home]}


def _due(rule, facts, ended_on=None, returned_on=None, *, today=LATER):
    (clock,) = [each for each in clocks(facts, ended_on, returned_on, today=today) if each.rule == rule]
    return clock
