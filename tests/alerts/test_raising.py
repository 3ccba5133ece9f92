"""Alerts are raised once per cause while open, count up when they fire again, and only ever become graver."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.cases import an_alert, help_why, silent_rows
from tests.cast import a_worker, offices
from tracker.alerts import actions
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.severity import GRADES, deadlines
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope


def alerts() -> list[Alert]:
    return list(db.session.scalars(sa.select(Alert).order_by(Alert.id)))


def test_a_question_raises_one_alert_per_row_with_its_deadlines_and_an_own_reference(house: Flask) -> None:
    offices()
    now = clock.now()
    with transaction():
        for name in ("Lò Thị Ánh", "Giàng A Chống", "Quàng Văn Sơn"):
            a_worker(name)
        raised = actions.raise_for(silent_rows(), cause="silent", now=now)

    assert raised == 3
    found = alerts()
    assert {one.state for one in found} == {"new"}
    assert {(one.acknowledge_by, one.act_by) for one in found} == {
        (deadlines(3, now).acknowledge_by, deadlines(3, now).act_by)
    }
    assert len({one.ref for one in found}) == 3
    assert all(one.ref.startswith("CB-") and len(one.ref) == 19 for one in found)
    assert found[0].why["rule"]["id"] == "silent"


def test_the_same_question_twice_doubles_nothing_and_counts_up_later(house: Flask) -> None:
    offices()
    now = clock.now()
    with transaction():
        a_worker()
        runs = [actions.raise_for(silent_rows(), cause="silent", now=now) for _ in range(2)]
    assert runs == [1, 0]
    assert alerts()[0].times_fired == 1

    with transaction():
        again = actions.raise_for(silent_rows(), cause="silent", now=now + timedelta(days=1))

    db.session.expire_all()
    assert again == 0
    assert [(one.times_fired, one.last_fired_at) for one in alerts()] == [(2, now + timedelta(days=1))]


def test_a_question_that_names_a_key_twice_raises_one_alert(house: Flask) -> None:
    offices()
    with transaction():
        a_worker()
        twice = sa.union_all(silent_rows(severity=4), silent_rows(severity=3)).subquery()
        raised = actions.raise_for(sa.select(twice), cause="silent", now=clock.now())

    assert raised == 1


def test_firing_again_raises_the_severity_and_never_lowers_it(house: Flask) -> None:
    offices()
    now = clock.now()
    with transaction():
        a_worker()
        actions.raise_for(silent_rows(severity=3), cause="silent", now=now)
        actions.raise_for(silent_rows(severity=2), cause="silent", now=now + timedelta(hours=1))
    assert [(one.severity, one.act_by) for one in alerts()] == [(2, deadlines(2, now + timedelta(hours=1)).act_by)]

    with transaction():
        actions.raise_for(silent_rows(severity=4), cause="silent", now=now + timedelta(hours=2))

    db.session.expire_all()
    assert [one.severity for one in alerts()] == [2]
    assert db.session.scalars(sa.select(AlertEntry.kind)).all() == ["graver"]


@pytest.mark.parametrize("first", [1, 2, 3, 4])
@pytest.mark.parametrize("second", [1, 2, 3, 4])
def test_one_alert_raised_twice_keeps_the_gravest_of_both(house: Flask, first: int, second: int) -> None:
    offices()
    with transaction():
        worker = a_worker()
        an_alert(worker, severity=first)
        alert = an_alert(worker, severity=second)

    assert (alert.severity, alert.times_fired) == (min(first, second), 2)


def test_a_help_that_comes_again_after_the_result_brings_the_alert_back(house: Flask) -> None:
    offices()
    with transaction():
        worker = a_worker()
        alert = an_alert(worker)
        alert.state, alert.resolved_at = "resolved", clock.now()

    with transaction():
        back = an_alert(worker)

    assert (back.id, back.state, back.resolved_at) == (alert.id, "new", None)


def test_a_closed_alert_lets_the_next_one_open(house: Flask) -> None:
    offices()
    with transaction():
        worker = a_worker()
        first = an_alert(worker)
        first.closed_at, first.state = clock.now(), "closed"
    with transaction():
        second = an_alert(worker)

    assert second.id != first.id


def test_two_who_raise_at_once_make_one_alert(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            for number in range(40):
                a_worker(f"Lò Văn Pá {number}")
    raised: list[int] = []
    ready = threading.Barrier(2)

    def raise_all() -> None:
        with app.app_context():
            use_scope(db.session(), Scope.everything())
            ready.wait()
            with transaction():
                raised.append(actions.raise_for(silent_rows(), cause="silent", now=clock.at("2020-07-15T12:00")))
            db.session.remove()

    runs = [threading.Thread(target=raise_all) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    with app.app_context():
        use_scope(db.session(), Scope.everything())
        assert sum(raised) == 40
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Alert)) == 40


def test_a_family_may_raise_a_concern_within_the_scope_of_its_worker(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            mine, other = a_worker("Lò Thị Ánh"), a_worker("Giàng A Chống")
            an_alert(other)
            mine_id = mine.id
    with app.app_context():
        from tracker.people.models import Worker

        use_scope(db.session(), Scope.worker(mine_id))
        for _ in range(2):
            with transaction():
                worker = db.session.get_one(Worker, mine_id)
                an_alert(worker, cause="concern", dedupe_key=f"concern:{mine_id}:1", severity=2)

        seen = alerts()
        assert [(one.worker_id, one.times_fired) for one in seen] == [(mine_id, 2)]


def test_single_alerts_of_an_event_are_gathered_under_the_alert_of_their_office(house: Flask) -> None:
    offices()
    now = clock.now()
    with transaction():
        near, far = a_worker("Lò Thị Ánh", office="vn.11.099"), a_worker("Hồ Văn Nam", office="vn.40.412")
        event = {"cause": "disruption", "cause_id": 7}
        for worker in (near, far):
            an_alert(worker, dedupe_key=f"event:7:w:{worker.id}", severity=3, **event)
        parent = actions.parent_for(
            dedupe_key="event:7:vn.11.099",
            office_path="vn.11.099",
            severity=3,
            title="title.disruption_office",
            why=help_why(),
            now=now,
            **event,
        )
        gathered = actions.gather_under_parents(**event)

    db.session.expire_all()
    assert gathered == 1
    assert {one.worker_id: one.parent_id for one in alerts() if one.worker_id} == {near.id: parent.id, far.id: None}


def test_a_fact_goes_to_the_open_alert_of_its_key_and_nowhere_else(house: Flask) -> None:
    offices()
    with transaction():
        worker = a_worker()
        an_alert(worker)
        told = actions.add_fact(f"help:{worker.id}", "Gia đình gọi được", clock.now())
        lost = actions.add_fact("help:0", "Không ai", clock.now())

    assert (told, lost) == (True, False)
    assert db.session.scalars(sa.select(AlertEntry.note)).all() == ["Gia đình gọi được"]


@given(severity=st.sampled_from(list(GRADES)), minutes=st.integers(0, 60 * 24 * 400))
def test_every_deadline_lies_ahead_and_action_never_comes_before_acknowledgement(severity: int, minutes: int) -> None:
    opened = clock.at("2020-01-01T00:00") + timedelta(minutes=minutes)

    due = deadlines(severity, opened)

    assert opened < due.acknowledge_by <= due.act_by
