"""A contract registered wrongly is corrected: the law is asked again, the old terms are kept, nobody writes blindly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, the_cast
from tests.contracts.test_actions import TERMS
from tracker.audit.models import AuditEntry
from tracker.auth.models import UserAccount
from tracker.contracts import actions
from tracker.contracts.actions import AgainstTheLaw, ContractKnown
from tracker.contracts.models import PROOF_KINDS, Contract, ContractChange
from tracker.contracts.queries import findings_of
from tracker.contracts.terms import TERM_NAMES, Proof, Terms, terms_of
from tracker.contracts.words import PROOFS, corrected_terms
from tracker.contracts.words import TERMS as TERM_WORDS
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.senders import actions as senders

PAPER = Proof("contract", "HĐ ký ngày 01/03/2019, trang 2")


@pytest.fixture
def lan(house: Flask) -> UserAccount:
    return the_cast()["lan"]


def corrected(contract: Contract, terms: Terms, by: UserAccount, **more: Any) -> list[str]:
    told = {"proof": PAPER, "version": contract.version, "now": clock.now(), **more}
    with transaction():
        return actions.correct_terms(contract, terms, by=by, **told)


def abroad(**terms: Any) -> Contract:
    with transaction():
        contract: Contract = a_contract_abroad(a_worker(), **terms)
        return contract


def registered(by: UserAccount, **terms: Any) -> Contract:
    with transaction():
        return actions.register(a_worker(), replace(TERMS, **terms), by=by, now=clock.now())


def fields_found(contract: Contract) -> set[str]:
    return {finding.field for finding in findings_of(contract.id)}


def test_a_correction_keeps_what_stood_there_and_on_which_paper_it_rests(lan: UserAccount) -> None:
    contract = abroad(wage=Decimal(23800), wage_currency="TWD")
    terms = replace(terms_of(contract), ends_on=date(2023, 5, 9), wage=Decimal("24000.50"), place="Đài Bắc")

    changed = corrected(contract, terms, lan)

    kept = db.session.scalars(sa.select(ContractChange)).one()
    assert changed == ["ends_on", "place", "wage"]
    assert (contract.ends_on, contract.place) == (date(2023, 5, 9), "Đài Bắc")
    assert kept.terms == {
        "ends_on": ["2022-05-09", "2023-05-09"],
        "wage": ["23800.00", "24000.50"],
        "place": ["Đào Viên", "Đài Bắc"],
    }
    assert (kept.worker_id, kept.by_id, kept.proof_kind, kept.proof) == (contract.worker_id, lan.id, *vars_of(PAPER))


def vars_of(proof: Proof) -> tuple[str, str]:
    return proof.kind, proof.text


def test_a_sender_and_an_employer_are_kept_by_the_names_they_bore(lan: UserAccount) -> None:
    with transaction():
        one, two = (senders.add_sender(name, by=None, now=clock.now()) for name in ("Sông Mã", "Sông Đà"))
        boss = senders.add_employer("Formosa", "TWN", by=None, now=clock.now())
    contract = abroad(sender_id=one.id)

    corrected(contract, replace(terms_of(contract), sender_id=two.id, employer_id=boss.id), lan)

    kept = db.session.scalars(sa.select(ContractChange)).one()
    assert kept.terms == {"sender_id": ["Sông Mã", "Sông Đà"], "employer_id": [None, "Formosa"]}


def test_the_audit_book_tells_the_names_of_fields_and_the_kind_of_paper_and_no_value(lan: UserAccount) -> None:
    contract = abroad()

    corrected(contract, replace(terms_of(contract), place="Đài Bắc"), lan)

    told = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "contract.correct")).one()
    detail = str(told.detail)
    assert told.about_ref == contract.worker.ref
    assert "place" in detail
    assert "contract" in detail
    assert "Đài Bắc" not in detail
    assert PAPER.text not in detail


def test_what_does_not_differ_is_not_written(lan: UserAccount) -> None:
    contract = abroad(wage=Decimal("23800.00"), wage_currency="TWD")

    assert corrected(contract, replace(terms_of(contract), wage=Decimal(23800)), lan) == []

    assert db.session.scalar(sa.select(sa.func.count(ContractChange.id))) == 0
    assert contract.version == 1


def test_of_two_who_correct_one_contract_the_second_is_told_what_stands(lan: UserAccount) -> None:
    contract = abroad()
    read = terms_of(contract)
    corrected(contract, replace(read, ends_on=date(2022, 6, 9)), lan)

    with pytest.raises(ChangedMeanwhile) as refused:
        corrected(contract, replace(read, ends_on=date(2023, 5, 9)), lan, version=1)

    assert refused.value.now_stands == {"ends_on": date(2022, 6, 9)}
    assert refused.value.version == contract.version == 2


def test_a_number_that_another_contract_of_the_file_bears_is_refused(lan: UserAccount) -> None:
    with transaction():
        worker = a_worker()
        other = a_contract_abroad(worker, number="HĐ-1", returned_on=date(2019, 9, 1))
        contract = a_contract_abroad(worker, number="HĐ-2")

    with pytest.raises(ContractKnown) as refused:
        corrected(contract, replace(terms_of(contract), number="HĐ-1"), lan)

    assert refused.value.existing_ref == other.ref
    assert corrected(contract, replace(terms_of(contract), number="HĐ-2", place="Đài Bắc"), lan) == ["place"]


def test_a_plan_is_judged_anew_and_what_is_no_longer_true_is_not_said_any_more(lan: UserAccount) -> None:
    contract = registered(lan, service_charge=Decimal(95_000_000))
    assert "service_charge" in fields_found(contract)

    corrected(contract, replace(terms_of(contract), service_charge=Decimal(50_000_000)), lan)

    assert "service_charge" not in fields_found(contract)


def without_a_licence(lan: UserAccount) -> tuple[Contract, Terms]:
    """A plan, and its terms with a sender that the register gives no licence."""
    contract = registered(lan)
    with transaction():
        sender = senders.add_sender("Sông Mã", by=None, now=clock.now())
    return contract, replace(terms_of(contract), sender_id=sender.id)


def test_what_the_law_stops_is_refused_before_departure_and_lifted_by_a_supervisor_with_a_reason(
    lan: UserAccount,
) -> None:
    contract, terms = without_a_licence(lan)
    minh = db.session.scalars(sa.select(UserAccount).where(UserAccount.username == "minh")).one()

    with pytest.raises(AgainstTheLaw) as refused:
        corrected(contract, terms, lan, override="tôi muốn")
    with pytest.raises(AgainstTheLaw):
        corrected(contract, terms, minh)
    lifted = corrected(contract, terms, minh, override="Bộ đã xác nhận.")

    assert [finding.severity for finding in refused.value.findings] == ["override"]
    assert lifted == ["sender_id"]


def test_what_stood_already_does_not_stop_the_correction_of_something_else(lan: UserAccount) -> None:
    contract, terms = without_a_licence(lan)
    minh = db.session.scalars(sa.select(UserAccount).where(UserAccount.username == "minh")).one()
    corrected(contract, terms, minh, override="Bộ đã xác nhận.")

    assert corrected(contract, replace(terms_of(contract), place="Đài Bắc"), lan) == ["place"]


def test_what_has_happened_is_recorded_with_a_flag_and_the_flag_goes_with_its_reason(lan: UserAccount) -> None:
    contract = registered(lan)
    with transaction():
        actions.depart(contract, date(2020, 7, 10), by=lan, now=clock.now())
        sender = senders.add_sender("Sông Mã", by=None, now=clock.now())
    before, flag = terms_of(contract), contract.departure_flag

    corrected(contract, replace(before, sender_id=sender.id), lan)
    flagged = contract.departure_flag
    corrected(contract, before, lan)

    assert flagged != flag
    assert set(flag.split("; ")) <= set(flagged.split("; "))
    assert contract.departure_flag == flag


def test_of_a_contract_from_a_list_only_what_the_correction_brings_is_said(lan: UserAccount) -> None:
    contract = abroad(signed_on=date(2019, 6, 1), departure_flag="Xuất cảnh trước ngày ký")

    corrected(contract, replace(terms_of(contract), place="Đài Bắc"), lan)
    quiet, flagged = findings_of(contract.id), contract.departure_flag
    corrected(contract, replace(terms_of(contract), signed_on=date(2019, 3, 1), brokerage_fee=Decimal(10**9)), lan)

    assert (quiet, flagged) == ([], "Xuất cảnh trước ngày ký")
    assert fields_found(contract) == {"brokerage_fee"}
    assert "Xuất cảnh trước ngày ký" not in contract.departure_flag


def test_the_rule_set_follows_the_day_of_signing(lan: UserAccount) -> None:
    contract = abroad(ruleset="vn-72-2006")

    corrected(contract, replace(terms_of(contract), signed_on=date(2022, 2, 1)), lan)

    assert contract.ruleset == "vn-69-2020"


def test_every_term_and_every_kind_of_paper_has_words() -> None:
    assert set(TERM_WORDS) == {*TERM_NAMES, "departed_on", "returned_on", "end_reason"}
    assert {"", *PROOFS} == set(PROOF_KINDS)


def test_a_correction_says_what_reads_otherwise_now_and_nothing_that_reads_the_same(house: Flask) -> None:
    terms = {"place": ["Penang", "Johor"], "employer_id": ["Bintang", "Bintang"], "ends_on": ["2022-07-09", None]}

    with house.test_request_context():
        assert corrected_terms(terms) == "nơi làm việc Penang → Johor; đến ngày 09/07/2022 → để trống"
