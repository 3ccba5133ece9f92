"""Whose turn it is: who sleeps holds up nobody."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.cast import offices
from tests.messages.post import fresh, queued
from tracker.core import clock
from tracker.messages import jobs

NOW = clock.at("2020-07-15T12:00")
NIGHT = clock.at("2020-07-15T23:30+08:00")


@pytest.fixture
def post_room(house: Flask) -> Flask:
    offices()
    return house


def test_many_who_sleep_are_put_off_until_morning_and_hold_up_nobody(post_room: Flask) -> None:
    for number in range(101):
        queued("+886912345678", key=f"asleep-{number}", zone="Asia/Taipei", now=NOW)
    queued("+40712345678", key="awake", zone="Europe/Bucharest", now=NOW + timedelta(hours=1))

    with clock.stopped_at(NIGHT.isoformat()):
        told = jobs.deliver()

    assert told == "claimed=1 put_off=101 sent=1 to_retry=0 failed=0 uncertain=0"
    assert fresh("awake").state == "sent"
    assert fresh("asleep-100").next_try_at == clock.at("2020-07-16T08:00+08:00")
