"""Waiting for somebody: how long each severity may, and that what is grave is late while it waits."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.alerts.cases import an_alert, noon
from tests.cast import a_worker, inside, post, signed_in, the_cast
from tracker.alerts import actions, queries
from tracker.alerts.models import Alert
from tracker.alerts.queries.filters import Filters
from tracker.alerts.refusals import WaitTooLong
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home.to_do import to_do

NOW = noon("2020-07-15")
LONGEST = {1: 1, 2: 3, 3: 14, 4: 60}


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    return the_cast()


def taken(by: UserAccount, severity: int) -> Alert:
    with transaction():
        alert = an_alert(a_worker(), severity=severity, now=NOW)
        actions.acknowledge(alert, by=by, now=NOW)
    return alert


def wait(alert: Alert, until: datetime, by: UserAccount) -> None:
    with transaction():
        actions.wait_on(alert, "mission", until=until, by=by, now=NOW)


@pytest.mark.parametrize("severity", LONGEST)
def test_nothing_waits_longer_than_its_severity_allows(people: dict[str, UserAccount], severity: int) -> None:
    alert, last = taken(people["lan"], severity), NOW + timedelta(days=LONGEST[severity])

    with pytest.raises(WaitTooLong) as refused:
        wait(alert, last + timedelta(days=1), people["lan"])
    assert clock.day_of(last).strftime("%d/%m/%Y") in refused.value.words()
    assert alert.state == "acknowledged"
    wait(alert, last, people["lan"])
    assert (alert.state, alert.next_step_at) == ("waiting", last)


def test_the_last_day_is_whole_at_whatever_hour_one_begins_to_wait(people: dict[str, UserAccount]) -> None:
    alert = taken(people["lan"], 1)

    wait(alert, clock.at("2020-07-16T23:59"), people["lan"])

    assert alert.state == "waiting"


def test_nothing_waits_until_an_instant_gone_by(people: dict[str, UserAccount]) -> None:
    with pytest.raises(WaitTooLong):
        wait(taken(people["lan"], 3), NOW, people["lan"])


@pytest.mark.parametrize(("severity", "late"), [(1, True), (2, True), (3, False), (4, False)])
def test_what_is_grave_is_late_while_it_waits_past_its_deadline(
    house: Flask, people: dict[str, UserAccount], severity: int, late: bool
) -> None:
    alert = taken(people["binh"], severity)
    wait(alert, NOW + timedelta(days=1), people["binh"])
    after = alert.act_by + timedelta(minutes=1)

    assert queries.counters(people["lan"], NOW).late == 0
    assert queries.counters(people["lan"], after).late == late
    listed = queries.queue(Filters(late="1"), user_id=people["lan"].id, now=after).lines
    assert [line.late for line in listed] == [True] * late
    assert [office.late for office in queries.open_by_office(after)] == [late]
    with house.test_request_context("/today"):
        assert len(to_do(people["lan"], after).lines) == late


def test_a_wait_that_is_too_long_is_refused_at_its_field_and_kept_as_typed(app: Flask) -> None:
    with inside(app):
        users = the_cast()
        with transaction():
            alert = an_alert(a_worker())
            actions.acknowledge(alert, by=users["lan"], now=clock.now())
            ref = alert.ref

    answer = post(signed_in(app, "lan"), f"/alerts/{ref}/wait", whom="mission", wait_until="15/07/2030")

    assert answer.status_code == 422
    assert "Mức này chỉ chờ được đến ngày 16/07/2020" in answer.text
    assert 'value="15/07/2030"' in answer.text or 'value="2030-07-15"' in answer.text
