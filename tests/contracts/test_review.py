"""The registers speak of contracts from lists: what they hold, never what they lack; a disproof takes back."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, in_house, offices, the_cast
from tests.intake.lists import a_line, another_line, take
from tests.senders.register import a_licence, a_sender
from tracker import jobs
from tracker.auth.models import UserAccount
from tracker.contracts import actions, review
from tracker.contracts.models import Contract, LawFinding
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.senders import actions as senders
from tracker.senders.actions import Decision
from tracker.senders.models import Sender

SIGNED, LEFT = date(2019, 3, 1), date(2019, 5, 10)
BEFORE, AFTER = date(2019, 1, 1), date(2019, 6, 1)


def the_sender() -> Sender:
    """The sender of the lists, as a supervisor entered it before."""
    return a_sender("DN001", code="DN001")


def close_taiwan(status: str = "SUSPENDED", *, from_: date = BEFORE, to: date | None = AFTER) -> None:
    decision = Decision("TWN", status, from_, "Công văn 9", to, "Bộ LĐTBXH")
    senders.declare_market(decision, by=None, now=clock.now())


def found() -> list[tuple[str, str, bool]]:
    """The findings kept: rule, severity, whether it marks what has happened already."""
    kept = sa.select(LawFinding.rule, LawFinding.severity, LawFinding.finding).order_by(LawFinding.rule)
    return [(rule, severity, told["violation"]) for rule, severity, told in db.session.execute(kept)]


@pytest.fixture
def areas(house: Flask) -> None:
    offices()


@pytest.mark.usefixtures("areas")
def test_a_listed_contract_signed_while_the_licence_was_suspended_gets_the_finding_at_once() -> None:
    with transaction():
        a_licence(the_sender(), BEFORE, status="suspended")

    take(a_line(), another_line(7, ngay_ky="01/12/2018"))

    finding = db.session.scalars(sa.select(LawFinding)).one()
    assert found() == [("licence.on_signing", "warn", True)]
    assert finding.finding["message"] == ("Vào ngày ký 01/03/2019, bên đưa đi giấy phép 12/LĐTBXH-GP đang bị đình chỉ.")
    assert (finding.contract.signed_on, finding.found_on) == (SIGNED, date(2020, 7, 15))


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize(
    "spell",
    [
        None,
        {"valid_from": BEFORE},
        {"valid_from": AFTER},
        {"valid_from": date(2015, 1, 1), "valid_to": date(2018, 12, 31), "status": "withdrawn"},
        {"valid_from": AFTER, "status": "suspended"},
    ],
)
def test_a_list_never_hears_that_a_licence_is_missing(spell: dict[str, Any] | None) -> None:
    with transaction():
        sender = the_sender()
        if spell:
            a_licence(sender, **spell)

    take(a_line())

    assert found() == []


@pytest.mark.usefixtures("areas")
def test_only_a_service_enterprise_is_asked_for_a_licence() -> None:
    with transaction():
        a_licence(the_sender(), BEFORE, status="suspended")

    take(a_line(hinh_thuc="THUC_TAP"))

    assert found() == []


@pytest.mark.usefixtures("areas")
def test_a_listed_departure_into_a_closed_market_gets_the_finding_and_one_to_come_does_not() -> None:
    with transaction():
        close_taiwan(to=None)

    take(a_line(), another_line(7, ngay_xuat_canh="", trang_thai="CHO_XUAT_CANH"))

    assert found() == [("market.suspended", "warn", True)]


@pytest.mark.usefixtures("areas")
def test_a_departure_outside_the_days_of_a_decision_hears_nothing() -> None:
    with transaction():
        close_taiwan("BANNED", to=date(2019, 5, 9))

    take(a_line())

    assert found() == []


@pytest.mark.usefixtures("areas")
def test_the_same_list_twice_keeps_one_finding() -> None:
    with transaction():
        a_licence(the_sender(), BEFORE, status="suspended")
        close_taiwan()

    take(a_line())
    take(a_line())

    assert [rule for rule, *_ in found()] == ["licence.on_signing", "market.suspended"]


@pytest.mark.usefixtures("areas")
def test_what_is_recorded_later_is_heard_in_the_night_and_once() -> None:
    take(a_line())
    with transaction():
        senders_own = db.session.scalars(sa.select(Sender)).one()
        a_licence(senders_own, BEFORE, status="withdrawn")
        close_taiwan("BANNED")

    first = jobs.run("review-registers")
    second = jobs.run("review-registers")

    assert (first, second) == ("taken_back=0 kept=2", "taken_back=0 kept=0")
    assert found() == [("licence.on_signing", "warn", True), ("market.banned_areas", "warn", True)]


@pytest.fixture
def lan(house: Flask) -> UserAccount:
    return the_cast()["lan"]


def a_departure_without_a_licence(lan: UserAccount, **changes: Any) -> Contract:
    """A contract that left while the register held no licence of its sender: flagged for it."""
    with transaction():
        contract = a_contract_abroad(a_worker(), sender_id=a_sender().id, departed_on=None, **changes)
        actions.depart(contract, LEFT, by=lan, now=clock.now())
    assert "72/2006 Điều 8" in contract.departure_flag
    return contract


def test_a_licence_recorded_later_takes_back_the_finding_and_the_flag_that_there_was_none(lan: UserAccount) -> None:
    contract = a_departure_without_a_licence(lan)
    others = [rule for rule, *_ in found() if rule != "licence.on_signing"]
    with transaction():
        a_licence(contract.sender, BEFORE)

    told = jobs.run("review-registers")

    assert told == "taken_back=1 kept=0"
    db.session.refresh(contract)
    assert "72/2006 Điều 8" not in contract.departure_flag
    assert [rule for rule, *_ in found()] == others


def test_a_licence_that_does_not_reach_the_day_of_signing_takes_nothing_back(lan: UserAccount) -> None:
    contract = a_departure_without_a_licence(lan)
    before = found()
    with transaction():
        a_licence(contract.sender, date(2019, 3, 2))

    with transaction():
        assert review.take_back() == 0

    assert found() == before


def test_the_review_of_an_office_reaches_its_own_contracts_only(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    with transaction():
        sender = a_sender()
        own, foreign = a_contract_abroad(a_worker()), a_contract_abroad(a_worker(office="vn.40"))
        for contract in (own, foreign):
            contract.sender_id = sender.id
        a_licence(sender, BEFORE, status="suspended")
        ids = [own.id, foreign.id]
    context.pop()
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.11"))
        with transaction():
            kept = review.look_at(ids, now=clock.now())

    context = in_house(app)
    assert kept == 1
    assert db.session.scalars(sa.select(LawFinding.contract_id)).all() == ids[:1]
    context.pop()
