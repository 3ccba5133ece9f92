"""An event that ends: marks are closed, silence goes on as silence, work stays with people, a review is kept."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cast import the_cast
from tests.checkins.cases import a_plan, check_ins, day
from tests.disruptions.cases import a_bulletin
from tracker.alerts import actions as alert_actions
from tracker.alerts.models import Alert, AlertEntry
from tracker.audit.models import AuditEntry
from tracker.auth.models import UserAccount
from tracker.checkins.actions import record_answer, sweep
from tracker.checkins.models import Plan
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries.ending import Ending, ending

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def people() -> dict[str, UserAccount]:
    return the_cast()


@pytest.fixture
def event(people: dict[str, UserAccount]) -> Disruption:
    """Three people in Taiwan: one answers, one is silent, one is there after the end of the contract."""
    answering = a_plan(next_open_at=day(28))
    a_plan(next_open_at=day(28))
    a_plan(next_open_at=day(28), ends_on=date(2020, 7, 1))
    with transaction():
        event = actions.declare(a_bulletin(), by=people["minh"], now=day(15))
        actions.activate(event, by=people["minh"], now=day(15), asks="disruption")
    _sweep(15)
    with transaction():
        record_answer(check_ins(answering)[0], "ok", "link", day(15, hour=13))
    for number in (16, 17):
        _sweep(number)
    with transaction():
        actions.spread(now=day(17, hour=13))
    return event


def _sweep(number: int) -> None:
    with transaction():
        sweep(now=day(number))


def closed(event: Disruption, by: UserAccount) -> Disruption:
    with transaction():
        actions.close(db.session.get_one(Disruption, event.id), by=by, now=day(18), note="Nhà máy mở lại")
    db.session.expire_all()
    return db.session.get_one(Disruption, event.id)


def found(**told: Any) -> list[Alert]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Alert).filter_by(**told).order_by(Alert.id)))


def test_before_it_ends_the_supervisor_sees_what_will_become_of_the_alerts(
    event: Disruption, people: dict[str, UserAccount]
) -> None:
    seen = ending(event)

    assert seen == Ending(marks=2, silent=1, stay=1)
    closed(event, people["minh"])
    outcomes = [alert.outcome for alert in found(cause="disruption")]
    assert (outcomes.count("event_over"), outcomes.count("became_silent"), outcomes.count("")) == (2, 1, 1)


def test_who_is_still_silent_goes_on_as_an_ordinary_silent_alert_with_the_same_owner(
    event: Disruption, people: dict[str, UserAccount]
) -> None:
    [held] = found(cause="disruption", severity=3, worker_id=_silent(event))
    with transaction():
        alert_actions.acknowledge(held, by=people["binh"], now=day(17, hour=14))

    closed(event, people["minh"])

    [silent] = found(cause="silent")
    assert (silent.worker_id, silent.severity, silent.owner_id) == (held.worker_id, 3, people["binh"].id)
    assert silent.why["rule"]["id"] == "silent"


def test_a_graver_alert_stays_with_people_and_gets_no_second_one(
    event: Disruption, people: dict[str, UserAccount]
) -> None:
    closed(event, people["minh"])

    [grave] = found(cause="disruption", severity=2, closed_at=None)
    assert grave.worker_id is not None
    assert [alert.worker_id for alert in found(cause="silent")] != [grave.worker_id]


def test_each_closed_alert_tells_why_and_the_book_has_one_line_for_all(
    event: Disruption, people: dict[str, UserAccount]
) -> None:
    closed(event, people["minh"])

    kinds = list(db.session.scalars(sa.select(AlertEntry.kind).where(AlertEntry.at == day(18))))
    assert (kinds.count("event_over"), kinds.count("became_silent")) == (2, 1)
    lines = db.session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.what == "alerts.closed"))
    assert sorted(line["count"] for line in lines) == [1, 2]


def test_nobody_is_asked_because_of_it_any_more(event: Disruption, people: dict[str, UserAccount]) -> None:
    closed(event, people["minh"])

    assert db.session.scalars(sa.select(Plan.paced_by).where(Plan.paced_by.is_not(None))).all() == []


def test_the_review_is_kept_as_it_was(event: Disruption, people: dict[str, UserAccount]) -> None:
    review = closed(event, people["minh"]).review

    assert review is not None
    assert (review["days"], review["touched"], review["asked"]) == (4, 3, 3)
    assert review["answers"] == {"ok": 1, "problem": 0, "help": 0}
    assert review["standings"]["silent"] == 2
    assert review["alerts"] == {"2": 1, "3": 1, "4": 1}
    assert (review["taken"], review["in_time"]) == (0, 0)


def test_an_event_that_never_began_has_nothing_to_review(people: dict[str, UserAccount]) -> None:
    with transaction():
        draft = actions.declare(a_bulletin(), by=people["minh"], now=day(15))
        actions.close(draft, by=people["minh"], now=day(16))

    assert (draft.status, draft.review) == ("closed", None)


def test_a_trial_that_is_stopped_ends_like_an_event(people: dict[str, UserAccount]) -> None:
    a_plan(next_open_at=day(28))
    with transaction():
        event = actions.declare(a_bulletin(), by=people["minh"], now=day(15))
        actions.try_out(event, by=people["minh"], now=day(15), asks="disruption")

    ended = closed(event, people["minh"])

    assert ended.review is not None
    assert not ended.was_set_aside
    assert {alert.state for alert in found(cause="disruption")} == {"closed"}


def _silent(event: Disruption) -> int:
    """The one who is silent and whose contract runs on."""
    [worker_id] = [alert.worker_id for alert in found(cause="disruption", severity=3) if alert.worker_id]
    assert event.id
    return worker_id
