"""A departure or a return recorded wrongly: another day, or taken back, with the signs of life and the law's word."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, the_cast
from tracker.audit.models import AuditEntry
from tracker.auth.models import UserAccount
from tracker.contracts import actions, queries
from tracker.contracts.actions import NoReason, NotYet, OutOfOrder
from tracker.contracts.models import Contract, ContractChange
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.people.actions import record_sign
from tracker.people.models import ContactStatus, SignOfLife

NOW = clock.at("2020-07-15T12:00")
PROOF = "Dấu trên hộ chiếu"


@pytest.fixture
def lan(house: Flask) -> UserAccount:
    return the_cast()["lan"]


def a_journey(lan: UserAccount, *, left: date | None = None, came: date | None = None, **terms: Any) -> Contract:
    """A contract of 2020 with a departure and a return as an officer has recorded them."""
    planned = {
        "departed_on": None,
        "signed_on": date(2020, 6, 1),
        "starts_on": date(2020, 7, 1),
        "ends_on": date(2023, 6, 30),
        "orientation_no": "77/GCN",
        "orientation_issued_on": date(2020, 5, 20),
    }
    with transaction():
        contract: Contract = a_contract_abroad(a_worker(), **planned | terms)
        if left:
            actions.depart(contract, left, by=lan, now=NOW)
        if came:
            actions.come_home(contract, came, "FAMILY", by=lan, now=NOW)
    return contract


def correcting(contract: Contract, lan: UserAccount, **more: Any) -> dict[str, Any]:
    """What every correction is told."""
    return {"proof": PROOF, "version": contract.version, "by": lan, "now": NOW} | more


def signs(contract: Contract) -> list[date]:
    """The days on which the worker is said to have travelled."""
    theirs = sa.select(SignOfLife.at).where(
        SignOfLife.worker_id == contract.worker_id, SignOfLife.kind == "travel_record"
    )
    return [clock.day_of(at) for at in db.session.scalars(theirs.order_by(SignOfLife.at))]


def last_sure(contract: Contract) -> tuple[str, date | None]:
    """The latest sure sign at hand."""
    db.session.expire_all()
    status = db.session.get_one(ContactStatus, contract.worker_id)
    return status.last_sure_kind, clock.day_of(status.last_sure_at) if status.last_sure_at else None


def objected_to(contract: Contract) -> set[str]:
    """The fields to which the law objects, by the findings that are kept."""
    return {found.field for found in queries.findings_of(contract.id) if found.violation}


def written_down(what: str) -> AuditEntry:
    return db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == what)).one()


def kept() -> ContractChange:
    """The only correction."""
    return db.session.scalars(sa.select(ContractChange)).one()


def test_the_sign_of_life_moves_with_the_day_of_departure_also_to_an_earlier_one(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 12))

    for on in (date(2020, 7, 10), date(2020, 7, 14)):
        with transaction():
            assert actions.correct_departure(contract, on, **correcting(contract, lan))

        assert contract.departed_on == on
        assert signs(contract) == [on]
        assert last_sure(contract) == ("travel_record", on)


def test_a_correction_keeps_what_stood_before_what_stands_now_and_why(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 12))

    with transaction():
        actions.correct_departure(contract, date(2020, 7, 10), **correcting(contract, lan))

    entry, change = written_down("contract.departure_corrected"), kept()
    assert (entry.by_name, entry.about_ref) == ("Lường Thị Lan", contract.worker.ref)
    assert entry.detail == {"contract": contract.ref, "fields": ["departed_on"]}
    assert (change.worker_id, change.by_id, change.proof) == (contract.worker_id, lan.id, PROOF)
    assert change.terms == {"departed_on": ["2020-07-12", "2020-07-10"]}


def test_the_law_is_asked_anew_as_of_a_departure_on_the_corrected_day(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 9), orientation_issued_on=date(2020, 7, 11))
    assert objected_to(contract) == {"orientation_issued_on"}
    flag = contract.departure_flag

    with transaction():
        actions.correct_departure(contract, date(2020, 7, 12), **correcting(contract, lan))
    assert (objected_to(contract), contract.departure_flag) == (set(), "")

    with transaction():
        actions.correct_departure(contract, date(2020, 7, 10), **correcting(contract, lan))
    assert (objected_to(contract), contract.departure_flag) == ({"orientation_issued_on"}, flag)


def test_a_departure_taken_back_leaves_neither_flag_nor_sign_and_findings_of_a_plan(lan: UserAccount) -> None:
    lacking: dict[str, Any] = {"orientation_no": "", "orientation_issued_on": None}
    contract = a_journey(lan, left=date(2020, 7, 10), **lacking)
    assert (contract.departure_flag != "", objected_to(contract)) == (True, {"orientation_no"})

    with transaction():
        actions.take_back_departure(contract, **correcting(contract, lan))

    assert (contract.departed_on, contract.departure_flag) == (None, "")
    assert objected_to(contract) == set()
    assert "orientation_no" in {found.field for found in queries.findings_of(contract.id)}
    assert (signs(contract), last_sure(contract)) == ([], ("", None))
    assert written_down("contract.departure_taken_back").detail["fields"] == ["departed_on"]
    assert kept().terms == {"departed_on": ["2020-07-10", None]}


def test_what_was_surely_known_before_is_at_hand_again_when_a_return_is_taken_back(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 1))
    with transaction():
        record_sign(contract.worker_id, "own_answer", clock.at("2020-07-05T09:00"), now=NOW)
        actions.come_home(contract, date(2020, 7, 14), "FAMILY", by=lan, now=NOW)

    with transaction():
        actions.take_back_return(contract, **correcting(contract, lan))

    assert (contract.returned_on, contract.end_reason) == (None, "")
    assert signs(contract) == [date(2020, 7, 1)]
    assert last_sure(contract) == ("own_answer", date(2020, 7, 5))
    assert kept().terms == {"returned_on": ["2020-07-14", None], "end_reason": ["FAMILY", ""]}


def test_a_later_word_of_the_worker_stays_the_latest_when_a_journey_is_taken_back(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 1), came=date(2020, 7, 10))
    with transaction():
        record_sign(contract.worker_id, "officer_call", clock.at("2020-07-14T09:00"), now=NOW)

    with transaction():
        actions.take_back_return(contract, **correcting(contract, lan))

    assert last_sure(contract) == ("officer_call", date(2020, 7, 14))


def test_a_day_on_which_another_journey_stands_stays_a_sign_of_life(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 10), came=date(2020, 7, 10))

    with transaction():
        actions.take_back_return(contract, **correcting(contract, lan))

    assert signs(contract) == [date(2020, 7, 10)]
    assert last_sure(contract) == ("travel_record", date(2020, 7, 10))


def test_a_return_is_corrected_in_its_day_and_its_reason(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 1), came=date(2020, 7, 14))

    with transaction():
        assert actions.correct_return(contract, date(2020, 7, 12), "ILLNESS", **correcting(contract, lan))

    assert (contract.returned_on, contract.end_reason) == (date(2020, 7, 12), "ILLNESS")
    assert signs(contract) == [date(2020, 7, 1), date(2020, 7, 12)]
    assert kept().terms == {"returned_on": ["2020-07-14", "2020-07-12"], "end_reason": ["FAMILY", "ILLNESS"]}


def test_another_reason_for_the_same_day_touches_no_sign_of_life(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 1), came=date(2020, 7, 14))

    with transaction():
        assert actions.correct_return(contract, date(2020, 7, 14), "ILLNESS", **correcting(contract, lan))

    assert signs(contract) == [date(2020, 7, 1), date(2020, 7, 14)]
    assert kept().terms == {"end_reason": ["FAMILY", "ILLNESS"]}


def test_what_stands_already_is_not_written_again(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 1), came=date(2020, 7, 14))

    with transaction():
        assert not actions.correct_departure(contract, date(2020, 7, 1), **correcting(contract, lan))
        assert not actions.correct_return(contract, date(2020, 7, 14), "FAMILY", **correcting(contract, lan))

    assert db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what.like("%_corrected"))).all() == []


def test_departure_and_return_keep_their_order_and_never_lie_ahead(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 10), came=date(2020, 7, 12))
    told = correcting(contract, lan)

    with pytest.raises(OutOfOrder), transaction():
        actions.correct_departure(contract, date(2020, 7, 13), **told)
    with pytest.raises(OutOfOrder), transaction():
        actions.correct_return(contract, date(2020, 7, 9), "FAMILY", **told)
    with pytest.raises(NotYet), transaction():
        actions.correct_departure(contract, date(2020, 7, 16), **told)
    with pytest.raises(NotYet), transaction():
        actions.correct_return(contract, date(2020, 7, 16), "FAMILY", **told)


def test_a_departure_is_taken_back_only_after_the_return_is(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 10), came=date(2020, 7, 12))

    with pytest.raises(OutOfOrder), transaction():
        actions.take_back_departure(contract, **correcting(contract, lan))

    with transaction():
        actions.take_back_return(contract, **correcting(contract, lan))
    with transaction():
        actions.take_back_departure(contract, **correcting(contract, lan))
    assert (contract.departed_on, contract.returned_on, signs(contract)) == (None, None, [])


def test_what_is_not_recorded_is_neither_corrected_nor_taken_back(lan: UserAccount) -> None:
    planned, abroad = a_journey(lan), a_journey(lan, left=date(2020, 7, 10))

    with pytest.raises(OutOfOrder), transaction():
        actions.correct_departure(planned, date(2020, 7, 10), **correcting(planned, lan))
    with pytest.raises(OutOfOrder), transaction():
        actions.take_back_departure(planned, **correcting(planned, lan))
    with pytest.raises(OutOfOrder), transaction():
        actions.correct_return(abroad, date(2020, 7, 12), "FAMILY", **correcting(abroad, lan))
    with pytest.raises(OutOfOrder), transaction():
        actions.take_back_return(abroad, **correcting(abroad, lan))


def test_no_correction_without_a_word_of_why(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 10), came=date(2020, 7, 12))
    told = correcting(contract, lan, proof="  ")

    with pytest.raises(NoReason), transaction():
        actions.correct_departure(contract, date(2020, 7, 9), **told)
    with pytest.raises(NoReason), transaction():
        actions.take_back_return(contract, **told)


def test_whoever_has_read_an_older_contract_corrects_nothing(lan: UserAccount) -> None:
    contract = a_journey(lan, left=date(2020, 7, 10))
    read = contract.version
    with transaction():
        actions.correct_departure(contract, date(2020, 7, 9), **correcting(contract, lan))

    with pytest.raises(ChangedMeanwhile) as refused, transaction():
        actions.correct_departure(contract, date(2020, 7, 8), **correcting(contract, lan, version=read))
    with pytest.raises(ChangedMeanwhile), transaction():
        actions.take_back_departure(contract, **correcting(contract, lan, version=read))

    assert refused.value.now_stands == {"departed_on": date(2020, 7, 9)}


def test_a_list_s_contract_is_not_blamed_for_papers_of_which_the_list_said_nothing(lan: UserAccount) -> None:
    told = {
        "signed_on": date(2020, 7, 11),
        "departure_flag": "Xuất cảnh trước ngày ký",
        "departed_on": date(2020, 7, 9),
    }
    with transaction():
        contract: Contract = a_contract_abroad(a_worker(), **told)

    with transaction():
        actions.correct_departure(contract, date(2020, 7, 10), **correcting(contract, lan))
    assert (contract.departure_flag, objected_to(contract)) == ("Xuất cảnh trước ngày ký", set())

    with transaction():
        actions.correct_departure(contract, date(2020, 7, 12), **correcting(contract, lan))
    assert (contract.departure_flag, objected_to(contract)) == ("", set())
