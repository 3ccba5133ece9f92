"""A dry run promises what starting then does, no more: also after a trial, beside other events, with two contracts."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.cast import a_contract_abroad, the_cast
from tests.checkins.cases import a_phone, a_plan, day, messages
from tests.disruptions.cases import a_bulletin, a_running_event, noon, single_alerts, someone
from tracker.alerts.explain import explanation_of
from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.checkins.actions import sweep
from tracker.checkins.models import Plan
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries import dry_run

pytestmark = pytest.mark.usefixtures("house")
TODAY = noon("2020-07-15")


@pytest.fixture
def minh() -> UserAccount:
    return the_cast()["minh"]


def declared(by: UserAccount) -> Disruption:
    with transaction():
        return actions.declare(a_bulletin(), by=by, now=TODAY)


def tried(by: UserAccount, *, first: int) -> Disruption:
    event = declared(by)
    with transaction():
        actions.try_out(event, by=by, now=TODAY, first=first)
    return event


def office_alert() -> Alert:
    asked = sa.select(Alert).where(Alert.worker_id.is_(None))
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def told_by(alert: Alert) -> list[str]:
    return [fact.text for fact in explanation_of(alert.why).facts]


def test_after_a_trial_only_the_rest_are_promised(minh: UserAccount) -> None:
    for name in ("Lò A", "Lò B", "Lò C"):
        someone(name, ends_on=date(2020, 7, 1) if name == "Lò A" else date(2022, 1, 1))
    event = tried(minh, first=1)

    run = dry_run(event, now=TODAY)

    assert (run.workers, run.alerts_by_severity) == (2, {4: 2})
    assert [example.full_name for example in run.sample] == ["Lò B", "Lò C"]
    with transaction():
        actions.activate(event, by=minh, now=noon("2020-07-16"))
    assert len(single_alerts()) == 1 + run.workers


def test_the_messages_promised_are_those_that_starting_sends(minh: UserAccount) -> None:
    for _ in range(2):
        a_plan(next_open_at=day(28))
    paused = a_plan(next_open_at=day(28))
    a_plan(next_open_at=day(28), phone=None)
    planless = someone("Lò A")
    with transaction():
        a_phone(planless.id, "+886900000001")
        db.session.get_one(Plan, paused.id).state = "paused"
    event = declared(minh)

    run = dry_run(event, now=TODAY)

    assert (run.workers, run.messages, run.unreachable) == (5, 2, 1)
    with transaction():
        actions.activate(event, by=minh, now=TODAY, asks="disruption")
        sweep(now=TODAY)
    assert len(messages()) == run.messages


def test_whom_another_event_asks_already_gets_no_further_message(minh: UserAccount) -> None:
    a_plan(next_open_at=day(28))
    first = declared(minh)
    with transaction():
        actions.activate(first, by=minh, now=TODAY, asks="disruption")
    second = declared(minh)

    run = dry_run(second, now=TODAY)

    assert (run.workers, run.messages, run.unreachable) == (1, 0, 0)
    with transaction():
        actions.activate(second, by=minh, now=TODAY, asks="disruption")
    assert db.session.scalar(sa.select(sa.func.count()).where(Plan.paced_by == second.id)) == 0


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_open_contracts_in_a_country_the_one_of_the_newest_departure_counts(
    minh: UserAccount, newest_first: bool
) -> None:
    old = {"departed_on": date(2017, 8, 1), "ends_on": date(2020, 6, 1)}
    new = {"starts_on": date(2020, 1, 1), "departed_on": date(2020, 2, 1), "ends_on": date(2023, 2, 1)}
    first, second = (new, old) if newest_first else (old, new)
    worker = someone("Lò A", **first)
    with transaction():
        a_contract_abroad(worker, **second)
    event = declared(minh)

    run = dry_run(event, now=TODAY)

    assert (run.workers, run.alerts_by_severity) == (1, {4: 1})
    with transaction():
        assert actions.activate(event, by=minh, now=TODAY) == 1
    touch = db.session.scalars(sa.select(Touch)).one()
    assert [touch.severity, *(alert.severity for alert in single_alerts())] == [4, 4]
    assert run.sample[0].ends_on == date(2023, 2, 1)


def test_the_common_alert_of_an_office_tells_how_many_are_touched_now(minh: UserAccount) -> None:
    for name in ("Lò A", "Lò B", "Lò C"):
        someone(name)
    event = tried(minh, first=1)
    assert "Sự kiện chạm tới 1 người lao động của đơn vị" in told_by(office_alert())

    with transaction():
        actions.activate(event, by=minh, now=noon("2020-07-16"))
    assert "Sự kiện chạm tới 3 người lao động của đơn vị" in told_by(office_alert())

    someone("Lò D", departed_on=date(2020, 7, 20))
    with transaction():
        actions.spread(now=noon("2020-07-20"))
    assert "Sự kiện chạm tới 4 người lao động của đơn vị" in told_by(office_alert())


def test_an_office_that_nothing_new_has_touched_keeps_its_alert_as_it_is(minh: UserAccount) -> None:
    someone("Lò A")
    a_running_event(minh)
    before = office_alert().why

    with transaction():
        actions.spread(now=noon("2020-07-16"))

    assert (office_alert().why, office_alert().times_fired) == (before, 1)
