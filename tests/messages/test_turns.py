"""Whose turn it is: who sleeps holds up nobody, and what wakes people goes before everything else."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from tests.cast import offices
from tests.messages.post import fresh, queued
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.messages import jobs
from tracker.messages.claims import claim
from tracker.messages.delivery import deliver

NOW = clock.at("2020-07-15T12:00")
NIGHT = clock.at("2020-07-15T23:30+08:00")
ALARM = {"template": "staff_alarm", "variables": {"number": "CB-1", "deadline": "14:05"}, "about": ("alert", "A")}


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


def test_an_alarm_goes_before_all_that_waited_longer(post_room: Flask) -> None:
    for number in range(3):
        queued("+886912345678", key=f"k{number}", zone="Asia/Taipei", now=NOW - timedelta(hours=1))
    queued("+84912345678", key="alarm", now=NOW, **ALARM)

    assert deliver(NOW, "a", batch=1).sent == 1
    assert fresh("alarm").state == "sent"
    assert deliver(NOW, "a").sent == 3


def test_within_a_batch_no_alarm_waits_for_the_channel_of_another(post_room: Flask) -> None:
    queued("+886912345678", key="file", zone="Asia/Taipei", now=NOW - timedelta(hours=1))
    queued("lan@example.vn", key="mail", zone="Asia/Taipei", now=NOW - timedelta(hours=1))
    queued("+84912345678", key="alarm", now=NOW, **ALARM)
    with transaction():
        fresh("mail").channel = "email"

    with transaction():
        leased = claim(NOW, "a:1", 10)

    assert [message.key for message in leased.messages] == ["alarm", "mail", "file"]


def test_both_parts_of_a_claim_walk_an_index_in_its_order(post_room: Flask) -> None:
    queued("+84912345678", key="alarm", now=NOW, **ALARM)
    seen: list[tuple[str, Any]] = []

    def note(_c: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT message.id"):
            seen.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    with transaction():
        claim(NOW, "a:1", 10)
    sa.event.remove(db.engine, "before_cursor_execute", note)

    if db.engine.dialect.name == "sqlite":
        plans = [_plan(statement, parameters) for statement, parameters in seen]
        assert ["ix_message_at_any_hour" in plans[0], "ix_message_unsettled" in plans[1]] == [True, True]
        assert "TEMP B-TREE" not in " ".join(plans)
    assert len(seen) == 2


def _plan(statement: str, parameters: Any) -> str:
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return " ".join(str(row[3]) for row in rows)
