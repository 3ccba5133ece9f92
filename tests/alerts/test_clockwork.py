"""By the clock: ladders climbed one step at a time, waits and snoozes that end, nothing forgotten."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.cases import an_alert, noon
from tests.cast import a_worker, the_cast
from tracker.alerts import actions, jobs
from tracker.alerts.ladder import LADDERS, first_step_at, next_escalation, steps_ahead
from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.messages.models import Message

NOW = noon("2020-07-15")


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    users = the_cast()
    with transaction():
        for name, user in users.items():
            user.email = f"{name}@example.test"
    return users


def made(**more: Any) -> Alert:
    with transaction():
        return an_alert(a_worker(), now=NOW, **more)


def run_at(now: datetime) -> int:
    with transaction():
        moved = actions.escalate_overdue(now=now)
    db.session.expire_all()
    return moved


def kinds() -> list[str]:
    return list(db.session.scalars(sa.select(AlertEntry.kind).order_by(AlertEntry.id)))


def keys() -> list[str]:
    return sorted(db.session.scalars(sa.select(Message.key)))


def test_an_urgent_alert_tells_the_officers_at_once_and_the_supervisor_after_half_an_hour(
    people: dict[str, UserAccount],
) -> None:
    alert = made()

    assert run_at(NOW) == 1
    assert keys() == [f"al:{alert.id}:1:1:{people['binh'].id}:email"]
    assert run_at(NOW + timedelta(minutes=29)) == 0
    assert run_at(NOW + timedelta(minutes=30)) == 1
    assert f"al:{alert.id}:1:2:{people['minh'].id}:email" in keys()


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_two_runs_at_one_instant_are_one_step(people: dict[str, UserAccount], severity: int) -> None:
    alert = made(severity=severity)
    due = first_step_at(severity, NOW)

    assert [run_at(due), run_at(due)] == [1, 0]
    assert (alert.escalation, kinds()) == (1, ["step"])


def test_two_runs_at_once_are_one_step(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        the_cast()
        made()
    ready, moved = threading.Barrier(2), []

    def run() -> None:
        with app.app_context():
            use_scope(db.session(), Scope.everything())
            ready.wait()
            with transaction():
                moved.append(actions.escalate_overdue(now=NOW))
            db.session.remove()

    runs = [threading.Thread(target=run) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()

    with app.app_context():
        use_scope(db.session(), Scope.everything())
        assert sorted(moved) == [0, 1]
        assert db.session.scalar(sa.select(Alert.escalation)) == 1
        assert kinds() == ["step"]


def test_after_an_outage_only_the_newest_step_is_taken(people: dict[str, UserAccount]) -> None:
    alert = made()

    assert run_at(NOW + timedelta(hours=2, minutes=5)) == 1
    assert (alert.escalation, alert.next_step_at) == (4, NOW + timedelta(hours=4))
    assert kinds() == ["step"]


def test_an_acknowledged_alert_stops_climbing_until_the_acknowledgement_expires(
    people: dict[str, UserAccount],
) -> None:
    alert = made()
    with transaction():
        actions.acknowledge(alert, by=people["binh"], now=NOW)

    assert run_at(NOW + timedelta(hours=3, minutes=59)) == 0
    assert run_at(NOW + timedelta(hours=4)) == 1
    assert (alert.state, alert.acknowledged_at, alert.escalation) == ("new", None, 1)
    assert kinds() == ["acknowledged", "expired"]


def test_a_note_keeps_an_acknowledgement_alive(people: dict[str, UserAccount]) -> None:
    alert = made()
    with transaction():
        actions.acknowledge(alert, by=people["binh"], now=NOW)
    with transaction():
        actions.note(alert, "Đang liên hệ", by=people["binh"], now=NOW + timedelta(hours=3))

    assert run_at(NOW + timedelta(hours=4)) == 0
    assert run_at(NOW + timedelta(hours=7)) == 1


def test_a_wait_that_is_over_comes_back_as_work(people: dict[str, UserAccount]) -> None:
    alert = made(severity=3)
    with transaction():
        actions.acknowledge(alert, by=people["binh"], now=NOW)
        actions.wait_on(alert, "sender", until=NOW + timedelta(days=1), by=people["binh"], now=NOW)

    assert run_at(NOW + timedelta(days=1)) == 1
    assert (alert.state, alert.waiting_on) == ("in_progress", "")


def test_what_was_put_aside_wakes_as_what_it_was(people: dict[str, UserAccount]) -> None:
    taken, untaken = made(severity=3, dedupe_key="a"), made(severity=3, dedupe_key="b")
    until = NOW + timedelta(days=2)
    with transaction():
        actions.acknowledge(taken, by=people["binh"], now=NOW)
        for alert in (taken, untaken):
            actions.snooze(alert, until=until, reason="Chờ tin", by=people["binh"], now=NOW)
    with clock.stopped_at(until.isoformat()):
        assert jobs.wake() == "woken=2"
        assert jobs.wake() == "woken=0"

    db.session.expire_all()
    assert (taken.state, untaken.state) == ("acknowledged", "new")


def test_a_result_that_nobody_closes_reminds_the_supervisor(people: dict[str, UserAccount]) -> None:
    alert = made(severity=2)
    with transaction():
        actions.acknowledge(alert, by=people["binh"], now=NOW)
        actions.resolve(alert, outcome="safe", words="Ổn", was_right=True, by=people["binh"], now=NOW)

    assert run_at(alert.next_step_at) == 1
    assert kinds()[-1] == "waits_for_closing"
    assert alert.next_step_at is not None


def test_the_button_tells_a_supervisor_at_once(people: dict[str, UserAccount]) -> None:
    alert = made(severity=3)
    with transaction():
        told = actions.escalate(alert, reason="Không gọi được", by=people["binh"], now=NOW)

    assert told.sent == [people["minh"]]
    assert len(keys()) == 1


def test_an_open_alert_without_a_next_step_is_given_one_and_reported(people: dict[str, UserAccount]) -> None:
    alert = made()
    with transaction():
        alert.next_step_at = None
    with clock.stopped_at(NOW.isoformat()):
        assert jobs.audit_queue() == "forgotten=1"
        assert jobs.audit_queue() == "forgotten=0"

    db.session.expire_all()
    assert alert.next_step_at == NOW
    assert db.session.scalars(sa.select(Alert.dedupe_key).where(Alert.cause == "ops")).all() == ["ops:forgotten"]


@dataclass
class Climber:
    """What the ladder knows of an alert."""

    severity: int
    escalation: int
    next_step_at: datetime


@given(
    severity=st.sampled_from(list(LADDERS)),
    taken=st.integers(0, 12),
    late=st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_the_next_step_always_lies_ahead_and_never_goes_down_the_ladder(
    severity: int, taken: int, late: timedelta
) -> None:
    found = next_escalation(Climber(severity, taken, NOW), NOW + late)

    assert found is not None
    assert found.next_at > NOW + late
    assert found.taken == taken + 1 + found.skipped


@given(severity=st.sampled_from(list(LADDERS)), taken=st.integers(0, 8))
def test_what_the_page_foretells_is_what_the_clock_does(severity: int, taken: int) -> None:
    climber = Climber(severity, taken, NOW)
    foretold = list(steps_ahead(climber, count=3))

    for at, who in foretold:
        assert at == climber.next_step_at
        found = next_escalation(climber, at)
        assert found is not None
        assert found.step.who == who
        climber.escalation, climber.next_step_at = found.taken, found.next_at
