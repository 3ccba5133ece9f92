"""A cause that fires again while its alert is open: nothing new is swallowed, nothing known is told twice."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert, help_why, noon
from tests.cast import a_worker, inside, signed_in, the_cast
from tracker.alerts import actions
from tracker.alerts.explain import fact, say, why
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.refusals import EditedMeanwhile
from tracker.auth.models import UserAccount
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.messages.models import Message
from tracker.people.models import Worker

NOW = noon("2020-07-15")
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    users = the_cast()
    with transaction():
        for name, user in users.items():
            user.email = f"{name}@example.test"
    return users


def fired(worker: Worker, text: str = "", **more: Any) -> Alert:
    """The alert "help" of this worker, fired again with what he wrote."""
    told = {"severity": 1, "now": LATER, **more}
    if text:
        told["why"] = why("help", facts=[fact(told["now"], say("fact.wrote", text=text), say("source.worker"))])
    with transaction():
        return an_alert(worker, **told)


def opened(by: UserAccount, state: str, severity: int = 1) -> tuple[Worker, Alert]:
    with transaction():
        worker = a_worker()
        alert = an_alert(worker, severity=severity, now=NOW, why=help_why())
        if state != "new":
            actions.acknowledge(alert, by=by, now=NOW)
        if state == "waiting":
            actions.wait_on(alert, "mission", until=NOW + timedelta(days=1), by=by, now=NOW)
        if state == "snoozed":
            actions.snooze(alert, until=NOW + timedelta(days=1), reason="Chờ", by=by, now=NOW)
    return worker, alert


def lines(kind: str = "fact") -> list[AlertEntry]:
    return list(db.session.scalars(sa.select(AlertEntry).where(AlertEntry.kind == kind).order_by(AlertEntry.id)))


def news() -> list[str]:
    return list(db.session.scalars(sa.select(Message.key).where(Message.template == "staff_news/1")))


@pytest.mark.parametrize("state", ["new", "acknowledged", "waiting"])
def test_new_facts_stand_in_the_timeline_and_beside_the_first_ones(people: dict[str, UserAccount], state: str) -> None:
    worker, alert = opened(people["lan"], state)

    fired(worker, "Bị đánh, chảy máu")

    [line] = lines()
    assert [one["text"]["values"]["text"] for one in line.detail["facts"]] == ["Bị đánh, chảy máu"]
    assert alert.why["facts"] == help_why()["facts"]
    assert [one["text"]["values"]["text"] for one in alert.why["also"]] == ["Bị đánh, chảy máu"]


def test_the_page_shows_what_was_said_last(app: Flask) -> None:
    with inside(app):
        worker, alert = opened(the_cast()["lan"], "waiting")
        fired(worker, "Bị đánh, chảy máu")
        ref = alert.ref

    page = signed_in(app, "lan").get(f"/alerts/{ref}").text

    assert page.count("Bị đánh, chảy máu") == 2
    assert "Bấm “Cần giúp ngay”" in page
    assert "trở lại chưa nhận" in page


@pytest.mark.parametrize(("state", "severity"), [("waiting", 1), ("waiting", 2), ("snoozed", 2)])
def test_what_is_grave_and_asleep_comes_back_to_work_and_its_owner_is_told(
    people: dict[str, UserAccount], state: str, severity: int
) -> None:
    worker, alert = opened(people["lan"], state, severity)

    fired(worker, "Bị đánh", severity=severity)

    assert (alert.state, alert.next_step_at, alert.waiting_on, alert.snoozed_until) == ("new", LATER, "", None)
    assert alert.owner_id == people["lan"].id
    assert len(lines("fired_while_waiting")) == 1
    with transaction():
        actions.escalate_overdue(now=LATER)
    assert lines("step")[-1].detail["told"] == ["Lường Thị Lan"]


@pytest.mark.parametrize(("state", "severity"), [("waiting", 3), ("snoozed", 4)])
def test_what_is_not_grave_sleeps_on_with_the_new_fact(
    people: dict[str, UserAccount], state: str, severity: int
) -> None:
    worker, alert = opened(people["lan"], state, severity)

    fired(worker, "Vẫn chưa trả lương", severity=severity)

    assert (alert.state, len(lines()), news()) == (state, 1, [])


def test_the_owner_is_written_to_whenever_there_is_news(people: dict[str, UserAccount]) -> None:
    worker, _alert = opened(people["lan"], "acknowledged")

    fired(worker, "Bị đánh")
    fired(worker, "Chảy máu", now=LATER + timedelta(minutes=1))

    assert [line.detail["told"] for line in lines()] == [["Lường Thị Lan"]] * 2
    assert len(news()) == 2


def test_news_before_the_first_step_are_left_to_that_step(people: dict[str, UserAccount]) -> None:
    worker, _alert = opened(people["lan"], "new")

    fired(worker, "Bị đánh", now=NOW)

    assert (len(lines()), news()) == (1, [])


@pytest.mark.parametrize("state", ["new", "acknowledged", "waiting"])
def test_a_sweep_that_fires_with_the_same_facts_adds_nothing(people: dict[str, UserAccount], state: str) -> None:
    worker, alert = opened(people["lan"], state)
    fired(worker, "Bị đánh")
    with transaction():
        before = (alert.state, len(lines()), len(news()), alert.version)

    for days in (1, 2):
        again = {"facts": [fact(LATER, say("fact.wrote", text="Bị đánh"), say("source.worker"))]}
        fired(worker, now=LATER + timedelta(days=days), why=why("help", **again))
        fired(worker, now=LATER + timedelta(days=days), why=help_why())

    assert (alert.state, len(lines()), len(news()), alert.version) == before
    assert alert.times_fired == 6


def test_what_was_known_before_it_became_graver_is_kept(people: dict[str, UserAccount]) -> None:
    worker, alert = opened(people["lan"], "new", severity=2)

    fired(worker, "Bị đánh", severity=1)

    assert alert.severity == 1
    assert [one["text"]["key"] for one in alert.why["facts"] + alert.why["also"]] == ["fact.wrote", "fact.pressed_help"]


def test_nobody_decides_on_a_page_that_lacks_the_newest_facts(people: dict[str, UserAccount]) -> None:
    worker, alert = opened(people["lan"], "acknowledged")
    seen = alert.version

    fired(worker, "Bị đánh")

    told = {"outcome": "safe", "words": "Ổn", "was_right": True}
    with pytest.raises(EditedMeanwhile), transaction():
        actions.resolve(alert, **told, by=people["lan"], now=LATER, seen=seen)


def test_a_worker_who_cries_again_in_his_own_scope_reaches_the_owner(app: Flask) -> None:
    with inside(app):
        users = the_cast()
        with transaction():
            users["lan"].email = "lan@example.test"
        worker_id = opened(users["lan"], "acknowledged")[0].id
    with app.app_context():
        use_scope(db.session(), Scope.worker(worker_id))
        worker = db.session.get_one(Worker, worker_id)
        for _ in range(2):
            fired(worker, "Bị đánh")

    with inside(app):
        assert (len(lines()), len(news())) == (1, 1)
