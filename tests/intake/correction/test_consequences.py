"""What was written down because of a contract's terms follows their correction in the same transaction."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, in_house, inside, signed_in
from tests.intake.correction.test_pages import PAPER, sent
from tests.intake.registration.walk import a_province_at_work
from tracker.alerts import actions as alerts
from tracker.alerts.explain import why
from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.checkins import actions as checkins
from tracker.checkins.models import Plan, PlanDue
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.disruptions import actions as disruptions
from tracker.disruptions.actions import Draft
from tracker.disruptions.models import Touch
from tracker.people.models import ContactStatus, Worker


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    a_province_at_work(app)
    return signed_in(app, "lan")


def a_contract(app: Flask, **terms: Any) -> str:
    """A contract abroad whose plan has its next turn in 28 days: the address of its page."""
    context = in_house(app)
    with transaction():
        contract = a_contract_abroad(a_worker(), **terms)
        checkins.open_missing_plans(now=clock.now())
        db.session.execute(sa.update(PlanDue).values(next_open_at=clock.now() + timedelta(days=28), cycle_no=4))
        ref = contract.ref
    context.pop()
    return f"/contracts/{ref}/edit"


def a_lockdown(app: Flask, country: str = "TWN") -> None:
    """An event in a country that runs and asks its people every two days."""
    context = in_house(app)
    minh = db.session.scalars(sa.select(UserAccount).where(UserAccount.username == "minh")).one()
    said = {"title": "Phong tỏa", "kind": "lockdown", "cause": "covid19", "source": "thông báo"}
    with transaction():
        draft = Draft(host_country=country, from_on=date(2020, 7, 1), to_on=None, **said)
        disruptions.activate(
            disruptions.declare(draft, by=minh, now=clock.now()), by=minh, now=clock.now(), asks="high"
        )
    context.pop()


def due() -> tuple[str, datetime]:
    row = db.session.scalars(sa.select(PlanDue)).one()
    return row.rhythm, row.next_open_at


def an_alert(app: Flask, cause: str = "problem") -> None:
    context = in_house(app)
    with transaction():
        plan = db.session.scalars(sa.select(Plan)).one()
        told = {"cause": cause, "cause_id": None, "severity": 2, "title": f"title.{cause}", "why": why(cause)}
        alerts.raise_one(worker=plan.contract.worker, dedupe_key=f"{cause}:1", now=clock.now(), **told)
    context.pop()


def test_an_end_that_is_near_after_all_is_asked_about_in_the_rhythm_of_the_last_days(
    app: Flask, lan: FlaskClient
) -> None:
    contract = a_contract(app)

    sent(lan, contract, ends_on="10/08/2020", **PAPER)

    with inside(app):
        assert due() == ("last_60", clock.now() + timedelta(days=14))
        assert db.session.scalars(sa.select(ContactStatus)).one().next_contact_at == clock.now() + timedelta(days=14)


def test_an_end_that_is_far_off_after_all_goes_back_to_the_normal_rhythm_and_to_no_later_turn(
    app: Flask, lan: FlaskClient
) -> None:
    contract = a_contract(app, ends_on=date(2020, 8, 9))

    sent(lan, contract, ends_on="09/08/2022", **PAPER)

    with inside(app):
        assert due() == ("normal", clock.now() + timedelta(days=28))


def test_the_pace_of_an_event_stays_where_the_correction_leaves_the_worker_at_its_place(
    app: Flask, lan: FlaskClient
) -> None:
    contract = a_contract(app)
    a_lockdown(app)

    sent(lan, contract, ends_on="09/05/2023", **PAPER)

    with inside(app):
        assert due() == ("high", clock.now())
        assert db.session.scalars(sa.select(Plan)).one().paced_by is not None
        assert db.session.scalar(sa.select(sa.func.count(Touch.id))) == 1


def test_an_event_of_the_wrong_country_lets_go_and_its_alert_waits_for_a_person(app: Flask, lan: FlaskClient) -> None:
    contract = a_contract(app)
    a_lockdown(app)

    sent(lan, contract, host_country="JPN", **PAPER)

    with inside(app):
        with transaction():
            disruptions.spread(now=clock.now())
        alert = db.session.scalars(sa.select(Alert).where(Alert.worker_id.is_not(None))).one()
        assert db.session.scalars(sa.select(Plan)).one().paced_by is None
        assert db.session.scalar(sa.select(sa.func.count(Touch.id))) == 0
        assert (alert.closed_at, alert.host_country) == (None, "TWN")
    assert "Đã sửa hợp đồng trong hồ sơ" in lan.get(f"/alerts/{alert.ref}").text


def test_an_event_of_the_right_country_finds_the_worker_by_itself(app: Flask, lan: FlaskClient) -> None:
    contract = a_contract(app)
    a_lockdown(app, "JPN")

    sent(lan, contract, host_country="JPN", **PAPER)

    with inside(app), transaction():
        assert disruptions.spread(now=clock.now()) == 1


def test_open_alerts_lie_in_the_right_country_and_say_that_the_contract_was_corrected(
    app: Flask, lan: FlaskClient
) -> None:
    contract = a_contract(app)
    an_alert(app)

    sent(lan, contract, host_country="JPN", **PAPER)

    with inside(app):
        alert = db.session.scalars(sa.select(Alert)).one()
        assert (alert.host_country, alert.state, alert.version) == ("JPN", "new", 2)
    assert "Đã sửa hợp đồng trong hồ sơ" in lan.get(f"/alerts/{alert.ref}").text


def test_a_contract_that_is_over_says_nothing_to_the_alerts_of_the_one_that_runs(app: Flask, lan: FlaskClient) -> None:
    a_contract(app)
    an_alert(app)
    context = in_house(app)
    with transaction():
        worker = db.session.scalars(sa.select(Worker)).one()
        over = a_contract_abroad(worker, departed_on=date(2015, 1, 2), returned_on=date(2018, 1, 1)).ref
    context.pop()

    answer = sent(lan, f"/contracts/{over}/edit", host_country="JPN", **PAPER)

    assert answer.status_code == 303
    with inside(app):
        alert = db.session.scalars(sa.select(Alert)).one()
        assert (alert.host_country, alert.version) == ("TWN", 1)
