"""One silence, one S3: whichever comes first, the event, the silence, or a second event in the same country."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.cast import the_cast
from tests.checkins.cases import a_plan, day
from tests.disruptions.cases import a_bulletin
from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.checkins.actions import sweep
from tracker.checkins.models import Plan
from tracker.contracts.models import Contract
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries import dry_run
from tracker.disruptions.queries.circumstances import held

pytestmark = pytest.mark.usefixtures("house")
OF_THE_EVENT = "Không trả lời lần hỏi thăm của sự kiện."
USUAL = "Không trả lời lần hỏi thăm thường kỳ."


@pytest.fixture
def minh() -> UserAccount:
    return the_cast()["minh"]


def started(by: UserAccount, number: int, *, asks: str = "", first: int | None = None) -> Disruption:
    with transaction():
        event = actions.declare(a_bulletin(), by=by, now=day(number))
        if first is None:
            actions.activate(event, by=by, now=day(number), asks=asks)
        else:
            actions.try_out(event, by=by, now=day(number), asks=asks, first=first)
    return event


def closed(event: Disruption, by: UserAccount, number: int) -> None:
    with transaction():
        actions.close(db.session.get_one(Disruption, event.id), by=by, now=day(number))


def swept(first: int, last: int) -> None:
    for number in range(first, last + 1):
        with transaction():
            sweep(now=day(number))


def spread(number: int) -> None:
    with transaction():
        actions.spread(now=day(number, hour=13))


def open_alerts() -> list[tuple[str, int | None, int]]:
    """Cause, event and severity of every open alert about one worker."""
    db.session.expire_all()
    asked = sa.select(Alert).where(Alert.worker_id.is_not(None), Alert.closed_at.is_(None)).order_by(Alert.id)
    return [(one.cause, one.cause_id, one.severity) for one in db.session.scalars(asked)]


def grave() -> list[tuple[str, int]]:
    return [(cause, severity) for cause, _, severity in open_alerts() if severity < 4]


def lines() -> list[tuple[int | None, str]]:
    """Which event's alert was told of a silence, and in which words."""
    asked = sa.select(Alert.cause_id, AlertEntry.note).join(Alert, Alert.id == AlertEntry.alert_id)
    found = db.session.execute(asked.where(AlertEntry.kind == "fact").order_by(AlertEntry.id))
    return [(event, words) for event, words in found]


def test_the_alert_of_an_event_that_does_not_ask_is_told_of_the_usual_silence(minh: UserAccount) -> None:
    a_plan(next_open_at=day(1))
    swept(1, 1)
    event = started(minh, 2)

    swept(3, 14)
    spread(14)

    assert open_alerts() == [("disruption", event.id, 3)]
    assert lines() == [(event.id, USUAL)]
    closed(event, minh, 15)
    assert grave() == [("silent", 3)]


def test_who_was_silent_before_an_event_is_touched_and_marked_and_keeps_his_one_alert(minh: UserAccount) -> None:
    a_plan(next_open_at=day(1))
    swept(1, 14)
    assert grave() == [("silent", 3)]
    with transaction():
        event = actions.declare(a_bulletin(), by=minh, now=day(15))

    run = dry_run(event, now=day(15))
    with transaction():
        actions.activate(event, by=minh, now=day(15))
    spread(15)

    assert run.alerts_by_severity == {4: 1}
    assert grave() == [("silent", 3)]
    assert open_alerts()[-1] == ("disruption", event.id, 4)
    touch = db.session.scalars(sa.select(Touch)).one()
    assert [one.code for one in held(touch.rank)] == ["no_answer", "no_relatives", "old_sign"]


def test_his_further_silence_counts_with_the_alert_of_silence_not_with_the_mark(minh: UserAccount) -> None:
    a_plan(next_open_at=day(1))
    swept(1, 14)
    started(minh, 15, asks="disruption")

    swept(15, 20)
    spread(20)

    assert grave() == [("silent", 3)]
    assert lines() == []
    assert db.session.scalars(sa.select(Alert.times_fired).where(Alert.cause == "silent")).one() > 1


def test_a_second_event_in_the_country_only_marks_whom_the_first_holds_for_the_same_silence(minh: UserAccount) -> None:
    a_plan(next_open_at=day(28))
    first = started(minh, 15, asks="disruption")
    second = started(minh, 15, asks="disruption")
    swept(15, 18)
    spread(18)
    assert open_alerts() == [("disruption", first.id, 3), ("disruption", second.id, 4)]
    assert set(lines()) == {(first.id, OF_THE_EVENT)}

    third = started(minh, 19)

    assert open_alerts()[-1] == ("disruption", third.id, 4)
    closed(first, minh, 20)
    spread(20)
    assert open_alerts() == [("disruption", second.id, 3), ("disruption", third.id, 4)]


def test_silence_never_hides_a_graver_circumstance(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(1))
    swept(1, 14)
    with transaction():
        over = sa.update(Contract).where(Contract.id == plan.contract_id)
        db.session.execute(over.values(ends_on=day(10).date()))

    event = started(minh, 15)

    assert open_alerts()[-1] == ("disruption", event.id, 2)


def test_an_event_that_is_only_tried_still_finds_who_falls_silent_and_touches_nobody_new(minh: UserAccount) -> None:
    a_plan(next_open_at=day(1))
    swept(1, 1)
    event = started(minh, 2, first=1)
    newcomer = a_plan(next_open_at=day(1) + timedelta(days=40))

    swept(3, 14)
    spread(14)

    assert open_alerts() == [("disruption", event.id, 3)]
    touched = sa.select(Touch.worker_id)
    assert db.session.get_one(Plan, newcomer.id).worker_id not in db.session.scalars(touched).all()
