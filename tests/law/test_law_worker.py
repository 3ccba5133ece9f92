"""Checks about the worker and the papers: age, orientation certificate, confirmation, passport."""

from datetime import date

import pytest

from tests.law.cases import IN_2023, a_contract, found, the

BOTH = [("vn-72-2006", date(2020, 8, 1)), ("vn-69-2020", date(2023, 8, 1))]


@pytest.mark.parametrize(("ruleset", "leaves"), BOTH)
def test_who_turns_eighteen_on_the_day_of_departure_may_go_and_the_day_before_may_not(ruleset, leaves):
    birthday = leaves.replace(year=leaves.year - 18)
    day_after = birthday.replace(day=2)

    assert not found("worker.min_age", a_contract(birth_date=birthday, departed_on=leaves))
    young = the("worker.min_age", a_contract(birth_date=day_after, departed_on=leaves))
    assert (young.severity, young.found, young.allowed, young.ruleset) == ("block", "17 tuổi", "18 tuổi", ruleset)


def test_the_age_of_2020_says_it_has_not_been_checked_against_a_text():
    young = the("worker.min_age", a_contract(birth_date=date(2003, 1, 1)))

    assert young.confidence_text == "chưa đối chiếu văn bản"
    assert young.field == "birth_date"


def test_the_draft_only_warns_of_age_because_it_binds_nobody():
    young = the("worker.min_age", a_contract(birth_date=date(2003, 1, 1)), ruleset="vn-draft-2020")

    assert (young.severity, young.binding, young.violation) == ("warn", False, False)


def test_a_minor_who_has_already_left_is_recorded_as_a_violation_not_refused():
    gone = the("worker.min_age", a_contract(birth_date=date(2003, 1, 1)), planned=False)

    assert (gone.severity, gone.violation) == ("warn", True)


@pytest.mark.parametrize(("ruleset", "leaves"), BOTH)
def test_an_enterprise_s_worker_does_not_leave_without_the_orientation_certificate(ruleset, leaves):
    missing = the("orientation.exempt_forms", a_contract(orientation_no="", departed_on=leaves))

    assert (missing.severity, missing.field, missing.ruleset) == ("block", "orientation_no", ruleset)


@pytest.mark.parametrize(("ruleset", "leaves"), BOTH)
def test_a_directly_concluded_contract_needs_no_orientation_certificate(ruleset, leaves):
    assert not found("orientation.exempt_forms", a_contract(form="DIRECT", orientation_no="", departed_on=leaves))


def test_a_contract_concluded_after_exit_needs_no_certificate_since_2022():
    assert not found("orientation.exempt_forms", a_contract(form="POST_EXIT", orientation_no="", **IN_2023))


def test_a_contract_concluded_after_exit_is_recorded_in_2020_with_a_word_that_the_law_does_not_know_it():
    abroad = a_contract(form="POST_EXIT", orientation_no="")

    assert (the("forms.known", abroad).severity, the("forms.known", abroad).field) == ("warn", "form")
    assert not found("orientation.exempt_forms", abroad)
    assert not found("forms.known", a_contract(form="POST_EXIT", **IN_2023))


def test_a_missing_certificate_only_informs_while_no_departure_is_planned():
    missing = the("orientation.exempt_forms", a_contract(orientation_no="", departed_on=None))

    assert missing.severity == "info"


def test_a_certificate_issued_after_the_departure_does_not_serve_it():
    late = the("orientation.exempt_forms", a_contract(orientation_issued_on=date(2020, 8, 2)))

    assert (late.field, late.severity) == ("orientation_issued_on", "block")


@pytest.mark.parametrize(("leaves", "stops"), [(date(2024, 3, 1), False), (date(2024, 3, 2), True)])
def test_a_certificate_of_1_march_2022_serves_until_1_march_2024(leaves, stops):
    facts = a_contract(orientation_issued_on=date(2022, 3, 1), departed_on=leaves)

    assert bool(found("orientation.valid_months", facts)) is stops


def test_the_certificate_of_2020_runs_out_on_no_day_because_none_is_known():
    assert not found("orientation.valid_months", a_contract(orientation_issued_on=date(2015, 1, 1)))


@pytest.mark.parametrize(("ruleset", "leaves"), BOTH)
def test_a_direct_worker_needs_the_confirmation_by_the_day_of_departure(ruleset, leaves):
    direct = {"form": "DIRECT", "departed_on": leaves}

    assert the("direct.confirmation", a_contract(**direct)).severity == "block"
    assert the("direct.confirmation", a_contract(**direct, confirmation_no="12")).field == "confirmation_on"
    assert not found("direct.confirmation", a_contract(**direct, confirmation_no="12", confirmation_on=leaves))
    after = a_contract(**direct, confirmation_no="12", confirmation_on=leaves.replace(day=2))
    assert the("direct.confirmation", after).ruleset == ruleset


def test_the_draft_is_assumed_to_keep_the_confirmation_and_says_it_is_memory():
    preview = the("direct.confirmation", a_contract(form="DIRECT"), ruleset="vn-draft-2020")

    assert (preview.confidence, preview.severity) == ("memory", "warn")


def test_only_direct_contracts_need_the_confirmation():
    assert not found("direct.confirmation", a_contract())


@pytest.mark.parametrize(("expires", "warns"), [(date(2021, 2, 1), False), (date(2021, 1, 31), True)])
def test_a_passport_of_2020_is_valid_six_months_beyond_departure(expires, warns):
    passports = found("passport.months_left", a_contract(passport_expires_on=expires))

    assert [each.severity for each in passports] == (["warn"] if warns else [])


def test_from_15_august_2023_a_passport_need_only_be_valid():
    still_valid = a_contract(departed_on=date(2023, 8, 15), passport_expires_on=date(2023, 8, 16))
    month_before = a_contract(departed_on=date(2023, 8, 14), passport_expires_on=date(2023, 8, 16))

    assert not found("passport.months_left", still_valid)
    assert found("passport.months_left", month_before)
