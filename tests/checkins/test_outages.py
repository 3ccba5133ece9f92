"""What we slept through is added to what was open: once, in short transactions, and to what is still to be said."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.checkins.cases import a_plan, check_ins, day, messages
from tracker.audit.models import AuditEntry
from tracker.checkins import actions, jobs
from tracker.checkins.actions import sweep
from tracker.checkins.models import CheckIn
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.runs import Outage
from tracker.messages.delivery import deliver


def swept(number: int, hour: int = 12) -> None:
    with transaction():
        sweep(now=day(number, hour))


def slept(from_at: datetime, until_at: datetime) -> None:
    with transaction():
        db.session.add(Outage(from_at=from_at, until_at=until_at))


def swept_by_the_job(now: datetime) -> str:
    with clock.stopped_at(now.isoformat()):
        return jobs.sweep()


def test_our_own_outage_is_added_to_what_was_open_and_blames_nobody(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)
    swept(17)
    slept(day(18), day(28))

    swept_by_the_job(day(28))

    [opened] = check_ins(plan)
    assert opened.state == "reminded"
    assert (opened.remind_at, opened.late_at, opened.missed_at) == (day(17), day(29), day(36))
    assert opened.next_step_at == day(29)
    assert db.session.scalars(sa.select(Outage.applied_at)).one() == day(28)


def test_an_outage_is_applied_once(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)
    slept(day(16), day(17))

    for _ in range(2):
        with transaction():
            outage = db.session.scalars(sa.select(Outage)).one()
            actions.apply_outage(outage, now=day(17))

    assert check_ins(plan)[0].late_at == day(20)


def test_an_outage_is_added_batch_by_batch_and_taken_up_where_it_was_left(house: Flask) -> None:
    plans = [a_plan(next_open_at=day(15)) for _ in range(5)]
    swept(15)
    slept(day(16), day(17))
    with transaction():
        outage = db.session.scalars(sa.select(Outage)).one()
        first = actions.apply_outage(outage, now=day(17), most=2)

    rest = swept_by_the_job(day(17))

    assert (first, rest.rpartition(" ")[2]) == (2, "shifted=3")
    assert {check_ins(plan)[0].late_at for plan in plans} == {day(20)}


def test_no_transaction_holds_more_than_a_batch_of_it(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        a_plan(next_open_at=day(15))
    swept(15)
    slept(day(16), day(17))
    monkeypatch.setattr(jobs, "BATCH", 2)

    swept_by_the_job(day(17))

    entries = sa.select(AuditEntry.detail).where(AuditEntry.what == "outage.applied").order_by(AuditEntry.id)
    assert [told["check_ins"] for told in db.session.scalars(entries)] == [2, 2, 1]


def test_what_we_could_not_say_in_the_outage_is_said_after_it(house: Flask) -> None:
    a_plan(next_open_at=day(15, hour=22), rhythm="high")
    swept(15, hour=22)
    slept(day(15, hour=23), day(17, hour=9))
    [question] = messages()
    was = question.expires_at

    before = deliver(day(17, hour=9), "a")
    swept_by_the_job(day(17, hour=9))
    after = deliver(day(17, hour=9), "a")

    [question] = messages()
    assert was == day(16, hour=22)
    assert (before.sent, before.expired, after.sent) == (0, 0, 1)
    assert (question.state, question.expires_at) == ("sent", day(18, hour=8))
    assert db.session.scalars(sa.select(CheckIn.remind_at)).one() == day(18, hour=8)


def test_what_was_out_before_keeps_its_time(house: Flask) -> None:
    a_plan(next_open_at=day(15))
    swept(15)
    deliver(day(15), "a")
    swept(17)
    slept(day(18), day(19))

    swept_by_the_job(day(19))

    assert [(one.state, one.expires_at) for one in messages()] == [("sent", day(17)), ("queued", day(20))]


@pytest.mark.parametrize(
    ("country", "zone"), [("JPN", "Asia/Tokyo"), ("ROU", "Europe/Bucharest"), ("XYZ", "Asia/Saigon")]
)
def test_a_reminder_that_would_fall_into_the_night_there_waits_for_the_morning(
    house: Flask, country: str, zone: str
) -> None:
    def there(told: str) -> datetime:
        return datetime.fromisoformat(told).replace(tzinfo=ZoneInfo(zone))

    plan = a_plan(next_open_at=there("2020-07-15T10:00"), rhythm="disruption", host_country=country)
    with transaction():
        sweep(now=there("2020-07-15T10:00"))
    slept(there("2020-07-15T11:00"), there("2020-07-15T16:30"))

    swept_by_the_job(there("2020-07-15T16:30"))

    [opened] = check_ins(plan)
    assert (opened.remind_at, opened.next_step_at) == (there("2020-07-16T08:00"), there("2020-07-16T08:00"))
    assert (opened.late_at, opened.missed_at) == (there("2020-07-16T15:30"), there("2020-07-17T15:30"))


def test_what_is_said_next_waits_with_a_reminder_that_would_leave_it_no_hours(house: Flask) -> None:
    plan = a_plan(next_open_at=clock.at("2020-07-15T14:00+09:00"), rhythm="disruption", host_country="JPN")
    with transaction():
        sweep(now=clock.at("2020-07-15T14:00+09:00"))
    slept(clock.at("2020-07-15T15:00+09:00"), clock.at("2020-07-16T04:00+09:00"))

    swept_by_the_job(clock.at("2020-07-16T04:00+09:00"))

    [opened] = check_ins(plan)
    assert opened.remind_at == clock.at("2020-07-17T08:00+09:00")
    assert opened.late_at == clock.at("2020-07-17T14:00+09:00")
    assert opened.missed_at == clock.at("2020-07-18T14:00+09:00")


def test_a_late_call_that_an_outage_moves_keeps_its_hour(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15))
    swept(15)
    swept(17)
    slept(day(18), day(18, hour=22))

    swept_by_the_job(day(18, hour=22))

    [opened] = check_ins(plan)
    assert (opened.remind_at, opened.late_at) == (day(17), day(19, hour=22))
