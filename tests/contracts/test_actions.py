"""Contracts: registered under the law, papers kept, facts known in part judged in part."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, the_cast
from tracker.contracts import actions, queries
from tracker.contracts.actions import END_REASONS, AgainstTheLaw, ContractKnown, NotYet, OutOfOrder
from tracker.contracts.models import DOCUMENT_KINDS, LawFinding
from tracker.contracts.terms import Paper, Terms, facts_told
from tracker.contracts.words import DOCUMENTS
from tracker.contracts.words import END_REASONS as END_REASON_WORDS
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.law import checks

TERMS = Terms(
    form="SERVICE_ENTERPRISE",
    host_country="TWN",
    starts_on=date(2020, 8, 1),
    ends_on=date(2023, 7, 31),
    term_months=36,
    signed_on=date(2020, 6, 1),
    wage=Decimal(23800),
    wage_currency="TWD",
    wage_rate_vnd=Decimal(790),
    service_charge=Decimal(95_000_000),
)


def test_a_registered_contract_keeps_what_the_law_said_of_it(house: Flask) -> None:
    lan = the_cast()["lan"]
    with transaction():
        contract = actions.register(a_worker(), TERMS, by=lan, now=clock.now())

    kept = db.session.scalars(sa.select(LawFinding).where(LawFinding.field == "service_charge")).one()
    assert "vượt trần" in kept.finding["message"]
    assert (contract.ruleset, kept.ruleset) == ("vn-72-2006", "vn-72-2006")


def test_a_worker_under_age_is_not_registered(house: Flask) -> None:
    lan = the_cast()["lan"]

    with pytest.raises(AgainstTheLaw) as refused, transaction():
        actions.register(a_worker(born=date(2004, 3, 5)), TERMS, by=lan, now=clock.now())

    assert [one.field for one in refused.value.findings] == ["birth_date"]


def test_a_number_that_the_worker_has_already_is_refused_before_anything_is_written(house: Flask) -> None:
    lan, terms = the_cast()["lan"], replace(TERMS, number="HĐ-1")
    with transaction():
        worker = a_worker()
        known = a_contract_abroad(worker, number="HĐ-1")

    with pytest.raises(ContractKnown) as refused, transaction():
        actions.register(worker, terms, by=lan, now=clock.now())

    assert refused.value.existing_ref == known.ref
    with transaction():
        actions.register(a_worker("Cà Thị Xôm", id_number="011194000777"), terms, by=lan, now=clock.now())


def test_papers_of_a_contract_are_replaced_as_a_whole(house: Flask) -> None:
    lan = the_cast()["lan"]
    with transaction():
        contract = a_contract_abroad(a_worker())
        actions.keep_documents(contract, [Paper("health", present=True), Paper("cv")], by=lan, now=clock.now())
        actions.keep_documents(contract, [Paper("passport", present=True)], by=lan, now=clock.now())

    assert [one.kind for one in queries.documents_of(contract.id)] == ["passport"]


def test_terms_known_in_part_are_judged_in_part(house: Flask) -> None:
    told = facts_told({"birth_date": date(2004, 3, 5)})

    assert [one.field for one in checks.findings(told, on=date(2020, 7, 15))] == ["birth_date"]


def test_a_return_needs_a_departure_before_it_and_a_day_that_has_come(house: Flask) -> None:
    lan = the_cast()["lan"]
    with transaction():
        abroad, planned = a_contract_abroad(a_worker()), a_contract_abroad(a_worker(), departed_on=None)
    now = clock.now()

    with pytest.raises(NotYet):
        actions.come_home(abroad, date(2020, 7, 16), "COMPLETED", by=lan, now=now)
    with pytest.raises(OutOfOrder):
        actions.come_home(planned, date(2020, 7, 14), "COMPLETED", by=lan, now=now)


def test_every_reason_and_every_paper_has_words() -> None:
    assert set(END_REASON_WORDS) == set(END_REASONS)
    assert set(DOCUMENTS) == set(DOCUMENT_KINDS)
