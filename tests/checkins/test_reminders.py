"""The reminder of an event's round comes by day where the worker is, hours from the question and from the next step."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.checkins.cases import a_plan, check_ins, messages
from tracker.checkins.actions import set_pace, sweep
from tracker.checkins.models import Plan
from tracker.checkins.rhythms import RHYTHMS, Times
from tracker.core import clock
from tracker.core.db import transaction
from tracker.messages.delivery import deliver
from tracker.messages.hours import is_daytime, next_daytime
from tracker.messages.limits import PAUSE
from tracker.places.countries import COUNTRIES

ZONES = sorted({one.time_zone for one in COUNTRIES.values() if one.time_zone} - {"Pacific/Apia"})
instants = st.integers(0, 5 * 366 * 24 * 60).map(lambda minutes: datetime(2019, 1, 1, tzinfo=UTC) + minutes * MINUTE)
MINUTE = timedelta(minutes=1)


@given(opened_at=instants, zone=st.sampled_from(ZONES))
def test_what_is_said_in_an_event_s_round_is_hours_apart_wherever_and_whenever(opened_at: datetime, zone: str) -> None:
    place = ZoneInfo(zone)
    times = RHYTHMS["disruption"].times(opened_at, place)

    asked, late = next_daytime(opened_at, place), next_daytime(times.late_at, place)

    assert is_daytime(times.remind_at, place)
    assert asked + PAUSE <= times.remind_at <= late - PAUSE
    assert times.remind_at < times.late_at < times.missed_at


@given(opened_at=instants, zone=st.sampled_from(ZONES), slept=st.integers(10, 3 * 24 * 60))
def test_an_outage_leaves_the_reminder_by_day_and_hours_from_what_is_said_next(
    opened_at: datetime, zone: str, slept: int
) -> None:
    place = ZoneInfo(zone)
    for rhythm in RHYTHMS.values():
        moved = Times(*(at + slept * MINUTE for at in astuple(rhythm.times(opened_at, place)))).by_day(place)

        assert is_daytime(moved.remind_at, place)
        assert moved.remind_at + PAUSE <= next_daytime(moved.late_at, place)
        assert moved.remind_at < moved.late_at < moved.missed_at


@pytest.mark.parametrize("asked_at", ["08:00", "09:00", "10:59", "14:30", "19:59", "20:00", "03:00"])
def test_question_reminder_and_late_are_all_sent_three_hours_apart(house: Flask, asked_at: str) -> None:
    a_plan(next_open_at=clock.at("2020-08-01T12:00"), host_country="JPN")
    now = clock.at(f"2020-07-15T{asked_at}+09:00")
    with transaction():
        set_pace(sa.select(Plan.worker_id), event_id=1, rhythm="disruption", now=now)

    for half_hour in range(2 * 44):
        later = now + half_hour * 30 * MINUTE
        with transaction():
            sweep(now=later)
        deliver(later, "a")

    said = [(one.key.split(":")[3], one.state) for one in messages()]
    sent = [one.settled_at for one in messages() if one.settled_at]
    assert said == [("ask", "sent"), ("remind", "sent"), ("late", "sent")]
    assert all(earlier + PAUSE <= later for earlier, later in pairwise(sent))
    assert all(is_daytime(at, ZoneInfo("Asia/Tokyo")) for at in sent)


def test_each_is_reminded_by_the_hours_of_his_own_country(house: Flask) -> None:
    plans = [a_plan(next_open_at=clock.at("2020-08-01T12:00"), host_country=one) for one in ("JPN", "ROU", "XYZ")]
    usual = a_plan(next_open_at=clock.at("2020-07-15T15:00"), host_country="JPN")
    now = clock.at("2020-07-15T15:00")
    with transaction():
        chosen = sa.select(Plan.worker_id).where(Plan.id.in_([plan.id for plan in plans]))
        set_pace(chosen, event_id=1, rhythm="disruption", now=now)
        sweep(now=now)

    opened = [check_ins(plan)[0] for plan in (*plans, usual)]
    assert [one.remind_at for one in opened] == [
        clock.at("2020-07-16T08:00+09:00"),
        clock.at("2020-07-15T17:00+03:00"),
        clock.at("2020-07-16T08:00+07:00"),
        clock.at("2020-07-17T15:00"),
    ]
    assert [one.next_step_at for one in opened] == [one.remind_at for one in opened]
