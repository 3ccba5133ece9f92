"""Contracts of two files that become one: which can stand beside each other, and what becomes of one in both files."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, the_cast
from tests.home.two_files import (
    Files,
    a_call_for,
    a_plan_of,
    a_touch,
    a_user,
    an_event,
    merge_now,
    merged,
    one_after_the_other,
    two_files,
)
from tracker.alerts.models import Alert
from tracker.checkins import actions as checkins
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.contracts.models import Contract, ContractChange, Document
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.disruptions.models import Touch
from tracker.home.merging import TwoContracts
from tracker.intake.models import ListedRow
from tracker.people import actions as people
from tracker.people.models import ContactStatus


@pytest.fixture(autouse=True)
def cast(house: Flask) -> Flask:
    the_cast()
    return house


def with_contracts(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[Files, Contract, Contract]:
    """Two files, each with a contract."""
    files = two_files()
    with transaction():
        told = a_contract_abroad(files.kept, **mine), a_contract_abroad(files.other, **theirs)
    return files, *told


def contracts() -> list[Contract]:
    return list(db.session.scalars(sa.select(Contract).order_by(Contract.id)))


def test_a_contract_under_the_same_number_must_be_called_one() -> None:
    files = two_files()
    with transaction():
        for worker in (files.kept, files.other):
            theirs = a_contract_abroad(worker, number="HĐ-1", **one_after_the_other(worker)).ref

    with pytest.raises(TwoContracts) as refused, transaction():
        merge_now(files)

    assert refused.value.refs == (theirs,)
    assert len(contracts()) == 2


@pytest.mark.parametrize(
    ("mine", "theirs", "clash"),
    [
        ({}, {}, True),
        ({}, {"returned_on": date(2019, 8, 1)}, True),
        ({"starts_on": date(2020, 2, 1), "departed_on": date(2020, 2, 2)}, {"returned_on": date(2020, 1, 10)}, False),
        ({}, {"host_country": "JPN"}, True),
        ({"departed_on": None}, {"departed_on": None}, True),
        ({"departed_on": None}, {"departed_on": None, "host_country": "JPN"}, False),
        ({"departed_on": None, "starts_on": date(2022, 6, 1), "ends_on": date(2025, 5, 31)}, {}, False),
        ({"ends_on": date(2020, 1, 1)}, {"starts_on": date(2020, 3, 1), "departed_on": date(2020, 3, 2)}, True),
    ],
)
def test_nobody_is_abroad_twice_at_once(mine: dict[str, Any], theirs: dict[str, Any], clash: bool) -> None:
    files, _mine, _theirs = with_contracts(mine, theirs)

    if clash:
        with pytest.raises(TwoContracts), transaction():
            merge_now(files)
    else:
        kept = merged(files)
        assert {one.worker_id for one in contracts()} == {kept.id}
    assert len(contracts()) == 2


def test_one_contract_in_both_files_stays_once_and_its_blanks_are_filled() -> None:
    wage = {"wage": 24000, "wage_currency": "TWD"}
    files, mine, theirs = with_contracts(
        {"number": "HĐ-1", "departed_on": None, "occupation": "May"},
        {"number": "HĐ-1", "departure_flag": "Điều 42", **wage},
    )
    stays = mine.ref

    kept = merged(files, one_contract=(theirs.ref,))

    (only,) = contracts()
    assert (only.ref, only.worker_id, only.occupation) == (stays, kept.id, "May")
    assert (only.departed_on, only.departure_flag) == (date(2019, 5, 10), "Điều 42")
    assert (only.wage, only.wage_currency) == (24000, "TWD")


def test_a_return_from_before_the_departure_is_not_taken_over() -> None:
    files, _mine, theirs = with_contracts(
        {"number": "HĐ-1", "departed_on": date(2020, 2, 1)},
        {"number": "HĐ-1", "returned_on": date(2019, 12, 1), "end_reason": "FAMILY"},
    )

    merged(files, one_contract=(theirs.ref,))

    (only,) = contracts()
    assert (only.departed_on, only.returned_on, only.end_reason) == (date(2020, 2, 1), None, "")


def test_of_papers_of_one_contract_each_that_is_there_stays() -> None:
    files, mine, theirs = with_contracts({"number": "HĐ-1"}, {"number": "HĐ-1"})
    with transaction() as session:
        session.add_all([paper(mine, "cv", present=False), paper(mine, "diploma", present=True)])
        session.add_all([paper(theirs, each, present=True) for each in ("cv", "health", "diploma")])

    kept = merged(files, one_contract=(theirs.ref,))

    found = db.session.execute(sa.select(Document.kind, Document.present, Document.worker_id).order_by(Document.kind))
    assert [tuple(row) for row in found] == [(kind, True, kept.id) for kind in ("cv", "diploma", "health")]


def paper(contract: Contract, kind: str, *, present: bool) -> Document:
    told = {"worker_id": contract.worker_id, "contract_id": contract.id, "created_at": clock.now()}
    return Document(kind=kind, present=present, **told)


def test_what_hangs_on_one_contract_in_both_files_hangs_on_the_kept_one() -> None:
    files, mine, theirs = with_contracts({"number": "HĐ-1"}, {"number": "HĐ-1"})
    with transaction() as session:
        plan_id = a_plan_of(theirs, turns=3).id
        for worker, contract in ((files.kept, mine), (files.other, theirs)):
            a_call_for(worker, "silent", severity=3, key=f"silent:{contract.id}")
        a_touch(an_event(), theirs)
        said = {"wage": "x", "full_name": "y"}
        session.add(ListedRow(worker_id=files.other.id, contract_id=theirs.id, fingerprints=said))

    kept = merged(files, one_contract=(theirs.ref,))

    (only,) = contracts()
    (plan,) = db.session.scalars(sa.select(Plan)).all()
    assert (plan.id, plan.contract_id, plan.worker_id) == (plan_id, only.id, kept.id)
    assert db.session.scalars(sa.select(Touch.contract_id)).one() == only.id
    assert db.session.scalars(sa.select(ListedRow.fingerprints)).one() == {"wage": "x"}
    (alert,) = db.session.scalars(sa.select(Alert).where(Alert.closed_at.is_(None))).all()
    assert alert.dedupe_key == f"silent:{only.id}"


def test_two_plans_of_one_contract_become_one_and_every_check_in_stays() -> None:
    files, mine, theirs = with_contracts({"number": "HĐ-1"}, {"number": "HĐ-1"})
    with transaction():
        stays, goes = a_plan_of(mine, turns=2).id, a_plan_of(theirs, turns=3).id

    kept = merged(files, one_contract=(theirs.ref,))

    asked = sa.select(CheckIn.plan_id, CheckIn.cycle_no, CheckIn.worker_id).order_by(CheckIn.cycle_no)
    assert [tuple(row) for row in db.session.execute(asked)] == [(stays, turn, kept.id) for turn in range(1, 6)]
    due = db.session.scalars(sa.select(PlanDue)).one()
    assert (due.plan_id, due.cycle_no) == (stays, 6)
    assert db.session.get(Plan, goes) is None
    with transaction():
        assert checkins.open_due(now=due.next_open_at + timedelta(hours=1)) == 1


def test_who_is_home_by_one_file_and_asked_by_the_other_is_asked_on() -> None:
    files, _mine, theirs = with_contracts(
        {"returned_on": date(2020, 1, 10)}, {"starts_on": date(2020, 2, 1), "departed_on": date(2020, 2, 2)}
    )
    with transaction() as session:
        people.record_sign(files.kept.id, "travel_record", clock.at("2020-01-10"), now=clock.now())
        a_plan_of(theirs)
        home = sa.update(ContactStatus).where(ContactStatus.worker_id == files.kept.id)
        session.execute(home.values(state="closed"))

    merged(files)

    status = db.session.scalars(sa.select(ContactStatus)).one()
    assert (status.state, status.next_contact_at) == ("new", clock.now() + timedelta(days=29))


def test_what_was_corrected_of_a_contract_of_both_files_is_told_of_the_one_that_stays() -> None:
    files, mine, theirs = with_contracts({}, {})
    told = {"proof_kind": "contract", "proof": "trang 2", "terms": {"place": ["x", "y"]}}
    with transaction():
        by = {"at": clock.now(), "by_id": a_user("lan").id}
        db.session.add(ContractChange(worker_id=files.other.id, contract_id=theirs.id, **by, **told))

    mine_id = mine.id

    kept = merged(files, one_contract=(theirs.ref,))

    change = db.session.scalars(sa.select(ContractChange)).one()
    assert (change.worker_id, change.contract_id) == (kept.id, mine_id)
