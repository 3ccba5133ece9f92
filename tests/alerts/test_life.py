"""The life of an alert: allowed steps only, each with its actor, its words and a version."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert, noon
from tests.cast import a_worker, the_cast
from tracker.alerts import actions
from tracker.alerts.models import STATES, Alert, AlertEntry
from tracker.alerts.refusals import (
    EditedMeanwhile,
    NeedsReason,
    NeedsSupervisor,
    NotFromHere,
    NotTheirs,
    Refused,
    TakenMeanwhile,
    TooLate,
    TooLong,
)
from tracker.alerts.states import MOVES
from tracker.audit.models import AuditEntry
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope

NOW = noon("2020-07-15")
DO: dict[str, Callable[[Alert, UserAccount], Any]] = {
    "acknowledge": lambda alert, by: actions.acknowledge(alert, by=by, now=NOW),
    "assign": lambda alert, by: actions.assign(alert, by, by=by, now=NOW),
    "start": lambda alert, by: actions.start(alert, by=by, now=NOW),
    "note": lambda alert, by: actions.note(alert, "Đã gọi", by=by, now=NOW),
    "wait_on": lambda alert, by: actions.wait_on(alert, "sender", until=NOW + timedelta(days=2), by=by, now=NOW),
    "snooze": lambda alert, by: actions.snooze(alert, until=NOW + timedelta(days=1), reason="Chờ", by=by, now=NOW),
    "resolve": lambda alert, by: actions.resolve(
        alert, outcome="safe", words="Đã gọi được", was_right=True, by=by, now=NOW
    ),
    "close": lambda alert, by: actions.close(alert, by=by, now=NOW),
    "reopen": lambda alert, by: actions.reopen(alert, reason="Lại có tin", by=by, now=NOW),
    "regrade": lambda alert, by: actions.regrade(alert, 2, reason="Nặng hơn", by=by, now=NOW),
    "escalate": lambda alert, by: actions.escalate(alert, reason="Cần giúp", by=by, now=NOW),
}


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    return the_cast()


def made(**more: Any) -> Alert:
    with transaction():
        return an_alert(a_worker(), now=NOW, **{"severity": 3, **more})


@pytest.mark.parametrize("step", DO)
def test_a_step_is_taken_from_the_states_of_its_table_and_refused_from_all_others(
    people: dict[str, UserAccount], step: str
) -> None:
    for state in STATES:
        alert = made(dedupe_key=f"{step}:{state}")
        with transaction():
            alert.state = state
            alert.closed_at = NOW if state in ("closed", "duplicate") else None
        if state in MOVES[step].starts:
            with transaction():
                DO[step](alert, people["minh"])
            assert alert.state in (MOVES[step].to or state, "new" if step == "regrade" else state, "closed")
        else:
            with pytest.raises(NotFromHere), transaction():
                DO[step](alert, people["minh"])
            assert alert.state == state


@pytest.mark.parametrize(
    "step", [name for name in DO if name not in ("close", "reopen", "resolve", "start", "wait_on")]
)
def test_every_step_is_told_in_the_timeline_and_in_the_audit_book(people: dict[str, UserAccount], step: str) -> None:
    alert = made()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0

    with transaction():
        DO[step](alert, people["lan"])

    entry = db.session.scalars(sa.select(AlertEntry)).one()
    assert entry.by_id == people["lan"].id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == before + 1


def test_what_was_decided_on_an_old_page_is_refused_with_the_own_words(people: dict[str, UserAccount]) -> None:
    alert = made()
    seen = alert.version
    with transaction():
        actions.acknowledge(alert, by=people["binh"], now=NOW, seen=seen)

    with pytest.raises(EditedMeanwhile) as refused, transaction():
        actions.snooze(alert, until=NOW + timedelta(days=1), reason="Mẹ hẹn gọi", by=people["lan"], now=NOW, seen=seen)

    assert refused.value.mine == "Mẹ hẹn gọi"
    assert alert.state == "acknowledged"


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        by = the_cast()["lan"].id
        ref = made().ref
    ready, outcomes = threading.Barrier(2), []

    def decide() -> None:
        with app.app_context():
            use_scope(db.session(), Scope.everything())
            alert = db.session.scalars(sa.select(Alert).where(Alert.ref == ref)).one()
            user, seen = db.session.get_one(UserAccount, by), alert.version
            ready.wait()
            try:
                with transaction():
                    actions.acknowledge(alert, by=user, now=NOW, seen=seen)
                outcomes.append("won")
            except Refused as error:
                outcomes.append(type(error).__name__)
            db.session.remove()

    runs = [threading.Thread(target=decide) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert sorted(outcomes) in (["EditedMeanwhile", "won"], ["NotFromHere", "won"])


def test_two_notes_at_once_are_both_kept(people: dict[str, UserAccount]) -> None:
    alert = made()
    with transaction():
        actions.note(alert, "Một", by=people["lan"], now=NOW)
        actions.note(alert, "Hai", by=people["binh"], now=NOW)

    assert sorted(db.session.scalars(sa.select(AlertEntry.note))) == ["Hai", "Một"]


@pytest.mark.parametrize(("severity", "days"), [(2, 2), (3, 14), (4, 60)])
def test_a_snooze_lasts_no_longer_than_its_severity_allows(
    people: dict[str, UserAccount], severity: int, days: int
) -> None:
    alert = made(severity=severity)
    with pytest.raises(TooLong), transaction():
        actions.snooze(alert, until=NOW + timedelta(days=days + 1), reason="x", by=people["lan"], now=NOW)
    with transaction():
        actions.snooze(alert, until=NOW + timedelta(days=days), reason="x", by=people["lan"], now=NOW)

    assert alert.state == "snoozed"


def test_s1_is_never_put_aside(people: dict[str, UserAccount]) -> None:
    alert = made(severity=1)

    with pytest.raises(TooLong), transaction():
        actions.snooze(alert, until=NOW + timedelta(minutes=5), reason="x", by=people["minh"], now=NOW)


def test_the_third_snooze_is_a_supervisors_decision(people: dict[str, UserAccount]) -> None:
    alert = made()
    with transaction():
        alert.snoozes = 2
    until = NOW + timedelta(days=1)
    with pytest.raises(NeedsSupervisor), transaction():
        actions.snooze(alert, until=until, reason="x", by=people["lan"], now=NOW)
    with transaction():
        actions.snooze(alert, until=until, reason="x", by=people["minh"], now=NOW)

    assert alert.snoozes == 3


def test_grave_alerts_wait_for_a_supervisor_to_close_them_and_light_ones_do_not(
    people: dict[str, UserAccount],
) -> None:
    grave, light = made(severity=2, dedupe_key="a"), made(severity=4, dedupe_key="b")
    with transaction():
        for alert in (grave, light):
            DO["acknowledge"](alert, people["lan"])
            DO["resolve"](alert, people["lan"])

    assert (grave.state, grave.closed_at, light.state) == ("resolved", None, "closed")
    with pytest.raises(NeedsSupervisor), transaction():
        actions.close(grave, by=people["lan"], now=NOW)
    with transaction():
        actions.close(grave, by=people["minh"], now=NOW)
    assert grave.state == "closed"


def test_lowering_a_severity_needs_a_reason_and_raising_does_not(people: dict[str, UserAccount]) -> None:
    alert = made(severity=3)
    with pytest.raises(NeedsReason), transaction():
        actions.regrade(alert, 4, reason=" ", by=people["lan"], now=NOW)
    with transaction():
        actions.regrade(alert, 1, reason="", by=people["lan"], now=NOW)

    assert (alert.severity, alert.acknowledge_by) == (1, NOW + timedelta(hours=1))


def test_a_closed_alert_is_reopened_within_fourteen_days_unless_another_has_taken_its_place(
    people: dict[str, UserAccount],
) -> None:
    worker_alert = made(dedupe_key="help:7")
    with transaction():
        DO["acknowledge"](worker_alert, people["lan"])
        DO["resolve"](worker_alert, people["lan"])
    with pytest.raises(TooLate), transaction():
        actions.reopen(worker_alert, reason="x", by=people["lan"], now=NOW + timedelta(days=15))
    with transaction():
        other = an_alert(None, dedupe_key="help:7", office_path="vn.11", now=NOW)
    with pytest.raises(TakenMeanwhile) as taken, transaction():
        actions.reopen(worker_alert, reason="x", by=people["lan"], now=NOW)
    assert taken.value.other == other.number


def test_work_by_area_goes_to_the_nearest_officer_at_work_with_the_least_to_do(
    people: dict[str, UserAccount],
) -> None:
    alert = made()
    with transaction():
        assert actions.assign_by_area(alert, by=people["minh"], now=NOW) is people["binh"]
        people["binh"].away_until = NOW + timedelta(days=3)
    with transaction():
        assert actions.assign_by_area(alert, by=people["minh"], now=NOW) is people["lan"]


def test_nobody_is_given_an_alert_outside_the_own_area_or_while_on_leave(people: dict[str, UserAccount]) -> None:
    alert = made()
    with pytest.raises(NotTheirs), transaction():
        actions.assign(alert, people["nga"], by=people["minh"], now=NOW)
    with transaction():
        people["binh"].away_until = NOW + timedelta(days=3)
    with pytest.raises(NotTheirs), transaction():
        actions.assign(alert, people["binh"], by=people["minh"], now=NOW)


def test_an_unknown_sentence_is_refused_when_it_is_raised_not_when_it_is_read() -> None:
    from tracker.alerts.explain import say

    with pytest.raises(KeyError):
        say("fact.of_nothing", at=clock.now())
