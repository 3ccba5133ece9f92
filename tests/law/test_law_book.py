"""The fence around the law book: every number has a source, dates and a confidence, and every rule is used."""

import ast
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.law import book

VERSIONS = [(rule.id, version) for rule in book.RULES.values() for version in rule.versions]
NAMES = [f"{rule_id}-{version.ruleset}-{version.since}" for rule_id, version in VERSIONS]
DAYS = st.dates(date(2007, 7, 1), date(2030, 12, 31))


@pytest.mark.parametrize(("rule_id", "version"), VERSIONS, ids=NAMES)
def test_every_version_says_where_it_stands_since_when_and_how_sure_we_are(rule_id, version):
    assert version.cite.strip()
    assert version.source in book.SOURCES
    assert version.confidence in book.CONFIDENCE_TEXTS
    assert version.ruleset in book.RULESETS
    assert version.since >= book.RULESETS[version.ruleset].since
    assert version.until is None or version.until >= version.since
    assert version.value is not None or version.rows


@pytest.mark.parametrize("rule", book.RULES.values(), ids=list(book.RULES))
def test_every_rule_has_a_vietnamese_title_a_unit_a_pin_and_a_version(rule):
    assert rule.title[0].isupper()
    assert rule.unit
    assert rule.pin_by in book.PINS
    assert rule.versions


@pytest.mark.parametrize("rule", book.RULES.values(), ids=list(book.RULES))
def test_no_two_versions_of_a_rule_speak_on_the_same_day_under_one_rule_set(rule):
    for ruleset in book.RULESETS:
        spans = sorted((v.since, v.until or date.max) for v in rule.versions if v.ruleset == ruleset)
        assert all(ends < begins for (_, ends), (begins, _) in pairwise(spans))


def test_every_rule_is_used_by_a_check_a_clock_or_a_name():
    said = {text for path in _code() for text in _texts(path)}

    assert not set(book.RULES) - said


def test_no_check_asks_for_a_rule_that_is_not_in_the_book():
    chapters = {rule_id.split(".")[0] for rule_id in book.RULES}
    asked = {text for path in _code() for text in _texts(path) if text.count(".") == 1 and " " not in text}

    assert {text for text in asked if text.split(".")[0] in chapters} <= set(book.RULES)


def test_a_memory_never_claims_to_be_read_and_what_was_read_names_its_text():
    for rule_id, version in VERSIONS:
        if version.source == "nowhere":
            assert version.confidence == "memory", rule_id
        if version.confidence == "verified":
            assert version.source.endswith(("-text", "-quoted", "circular21-2007")), rule_id


def test_every_source_is_used():
    used = {version.source for _, version in VERSIONS} | {
        row["source"] for _, version in VERSIONS for row in version.rows if "source" in row
    }

    assert set(book.SOURCES) == used


def test_rows_name_only_countries_groups_jobs_and_forms_that_exist():
    groups, jobs = book.table("countries"), book.table("jobs")
    for rule_id, version in VERSIONS:
        for row in version.rows:
            assert set(row.get("groups", ())) <= set(groups), rule_id
            assert set(row.get("jobs", ())) | set(row.get("not_jobs", ())) <= set(jobs), rule_id
            assert row.get("source", "law69-text") in book.SOURCES


def test_barred_jobs_and_the_words_for_them_carry_the_same_keys():
    for version in book.RULES["work.banned_jobs"].versions:
        assert [row["job"] for row in version.rows] == list(book.table("banned_words"))


def test_the_law_of_2006_is_in_force_to_the_last_day_of_2021():
    assert book.ruleset_in_force(date(2021, 12, 31)).id == "vn-72-2006"
    assert book.ruleset_in_force(date(2022, 1, 1)).id == "vn-69-2020"


def test_days_before_the_first_law_are_read_under_it():
    assert book.ruleset_in_force(date(2000, 1, 1)).id == "vn-72-2006"


@given(DAYS)
def test_the_draft_is_in_force_on_no_day(day):
    assert book.ruleset_in_force(day).binding


def test_the_draft_does_not_bind_and_says_so():
    draft = book.RULESETS["vn-draft-2020"]

    assert not draft.binding
    assert "xem trước" in draft.label


def test_a_later_law_asked_for_early_is_read_as_on_the_day_it_was_complete():
    assert book.value("orientation.valid_months", "vn-69-2020", date(2020, 7, 15)) == 24


def test_what_the_book_does_not_know_is_none_not_a_guess():
    assert book.value("orientation.valid_months", "vn-72-2006", date(2020, 7, 15)) is None
    assert book.value("service_charge.rate", "vn-draft-2020", date(2020, 7, 15)) is None


@given(st.sampled_from(VERSIONS), st.integers(0, 4000))
def test_a_version_covers_its_first_and_last_day_and_none_outside(named, days):
    _, version = named

    assert version.covers(version.since)
    assert not version.covers(version.since - timedelta(days=1 + days))
    if version.until:
        assert version.covers(version.until)
        assert not version.covers(version.until + timedelta(days=1 + days))


def test_an_unknown_rule_or_rule_set_is_an_error():
    with pytest.raises(KeyError):
        book.version("no.such_rule", "vn-72-2006", date(2020, 1, 1))
    with pytest.raises(KeyError):
        book.version("worker.min_age", "vn-99", date(2020, 1, 1))


def _code() -> list[Path]:
    return sorted(Path(str(files("tracker.law"))).rglob("*.py"))


def _texts(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
