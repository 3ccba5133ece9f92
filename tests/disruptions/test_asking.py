"""An event that asks: who is asked at once, how their usual questions give way, and how silence is seen meanwhile."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.cast import the_cast
from tests.checkins.cases import a_plan, check_ins, contact, day, due, messages
from tests.disruptions.cases import a_bulletin
from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.checkins.actions import record_answer, sweep
from tracker.checkins.models import CheckIn, Plan
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries.asking import Day, asking, by_day
from tracker.messages.models import Message

pytestmark = pytest.mark.usefixtures("house")
NOON = day(15)


@pytest.fixture
def minh() -> UserAccount:
    return the_cast()["minh"]


def started(by: UserAccount, *, asks: str = "disruption") -> Disruption:
    with transaction():
        event = actions.declare(a_bulletin(), by=by, now=NOON)
        actions.activate(event, by=by, now=NOON, asks=asks)
    return event


def swept(number: float) -> None:
    with transaction():
        sweep(now=day(1) + timedelta(days=number - 1))


def alerts(cause: str) -> list[Alert]:
    db.session.expire_all()
    asked = sa.select(Alert).where(Alert.cause == cause, Alert.worker_id.is_not(None), Alert.closed_at.is_(None))
    return list(db.session.scalars(asked.order_by(Alert.id)))


def test_whoever_an_event_touches_is_asked_at_once_and_then_in_its_rhythm(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(28))

    event = started(minh)
    swept(15)

    [asked] = check_ins(plan)
    assert (asked.state, asked.rhythm, asked.disruption_id) == ("open", "disruption", event.id)
    assert due(plan).next_open_at == day(17)
    assert contact(plan).next_contact_at == day(17)


def test_an_event_that_does_not_ask_leaves_everybody_to_his_rhythm(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(28))

    started(minh, asks="")
    swept(15)

    assert check_ins(plan) == []
    assert due(plan).next_open_at == day(28)


def test_the_usual_question_gives_way_and_its_unsent_message_is_taken_back(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(14))
    swept(14)

    started(minh)
    swept(15)

    assert [one.state for one in check_ins(plan)] == ["superseded", "open"]
    assert [(one.template.partition("/")[0], one.state) for one in messages()] == [
        ("check_in_ask", "cancelled"),
        ("check_in_ask", "queued"),
    ]


def test_looking_again_every_night_asks_newcomers_only(minh: UserAccount) -> None:
    first = a_plan(next_open_at=day(28))
    started(minh)
    swept(15)
    second = a_plan(next_open_at=day(29))

    with transaction():
        actions.spread(now=day(16))
    swept(16)

    assert (len(check_ins(first)), len(check_ins(second))) == (1, 1)


def test_two_events_ask_nobody_twice_and_the_second_takes_over_when_the_first_ends(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(28))
    first, second = started(minh), started(minh, asks="high")
    swept(15)
    assert [one.disruption_id for one in check_ins(plan)] == [first.id]

    with transaction():
        actions.close(db.session.get_one(Disruption, first.id), by=minh, now=day(16))
        actions.spread(now=day(16))

    assert db.session.get_one(Plan, plan.id).paced_by == second.id


def test_a_supervisor_may_stop_the_asking_and_begin_it_again(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(28))
    event = started(minh)
    swept(15)

    with transaction():
        actions.let_ask(event, "", by=minh, now=day(16))
    swept(17)
    assert [(one.rhythm, one.disruption_id) for one in check_ins(plan)] == [("disruption", event.id), ("normal", None)]

    with transaction():
        actions.let_ask(db.session.get_one(Disruption, event.id), "high", by=minh, now=day(18))
    swept(18)
    assert [one.state for one in check_ins(plan)][-2:] == ["superseded", "open"]
    assert due(plan).next_open_at == day(25)


def test_who_does_not_answer_an_event_is_ranked_by_it_and_gets_no_second_alert(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(28))
    event = started(minh)
    for number in (15, 15.5, 16, 17):
        swept(number + 0.5)

    assert check_ins(plan)[0].state == "missed"
    assert contact(plan).state == "silent"
    assert alerts("silent") == []
    [held] = alerts("disruption")
    lines = sa.select(AlertEntry.note).where(AlertEntry.alert_id == held.id, AlertEntry.kind == "fact")
    assert list(db.session.scalars(lines)) == ["Không trả lời lần hỏi thăm của sự kiện."]

    with transaction():
        actions.spread(now=day(18))
    assert [alert.severity for alert in alerts("disruption")] == [3]
    assert db.session.scalars(sa.select(Touch.severity)).all() == [3]
    assert event.id == held.cause_id


def test_silence_is_an_alert_of_its_own_once_people_have_closed_that_of_the_event(minh: UserAccount) -> None:
    a_plan(next_open_at=day(28))
    started(minh)
    swept(15.5)
    with transaction():
        db.session.execute(sa.update(Alert).values(state="closed", closed_at=day(16)))

    for number in (16, 16.5, 17.5):
        swept(number)

    assert len(alerts("silent")) == 1


def test_the_board_tells_how_far_the_question_has_come_and_what_came_back(minh: UserAccount) -> None:
    answering = a_plan(next_open_at=day(28))
    a_plan(next_open_at=day(28), phone=None)
    event = started(minh)
    swept(15.5)
    with transaction():
        db.session.execute(sa.update(Message).values(state="delivered"))
        [check_in] = check_ins(answering)
        record_answer(check_in, "help", "link", day(16))

    told = asking(event, now=day(16, hour=13))

    assert (told.asked, told.sent, told.delivered) == (2, 1, 1)
    assert (told.new_answers, told.new_help) == (1, 1)
    assert asking(event, now=day(16, hour=15)).new_answers == 0
    assert by_day(event, now=day(16, hour=15)) == [
        Day(day(15).date()),
        Day(day(16).date(), help=1),
    ]


def test_a_trial_does_for_the_first_few_what_starting_then_does_for_all(minh: UserAccount) -> None:
    plans = [a_plan(next_open_at=day(28)) for _ in range(3)]
    with transaction():
        event = actions.declare(a_bulletin(), by=minh, now=NOON)
        tried = actions.try_out(event, by=minh, now=NOON, asks="disruption", first=2)
    swept(15)

    assert (tried, len(alerts("disruption"))) == (2, 2)
    assert sorted(len(check_ins(plan)) for plan in plans) == [0, 1, 1]
    assert event.is_tried
    with transaction():
        assert actions.spread(now=day(16)) == 0
        touched = actions.activate(event, by=minh, now=day(16), asks="disruption")
    swept(16)

    assert (touched, len(alerts("disruption"))) == (3, 3)
    assert [len(check_ins(plan)) for plan in plans] == [1, 1, 1]
    assert not event.is_tried


def test_an_event_is_tried_once(minh: UserAccount) -> None:
    with transaction():
        event = actions.declare(a_bulletin(), by=minh, now=NOON)
        actions.try_out(event, by=minh, now=NOON)

    with pytest.raises(actions.NotInThisState), transaction():
        actions.try_out(event, by=minh, now=NOON)


def test_a_worker_without_a_plan_is_touched_but_not_asked(minh: UserAccount) -> None:
    plan = a_plan(next_open_at=day(28))
    with transaction():
        db.session.get_one(Plan, plan.id).state = "paused"

    event = started(minh)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(CheckIn)) == 0
    assert asking(event, now=NOON).asked == 0
