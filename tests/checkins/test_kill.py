"""Killed without warning twenty times, in the sweep and in delivery: nothing lost, nothing doubled."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.checkins.cases import day
from tests.checkins.crowd import a_crowd, at_once, killed_at_random
from tests.messages.post import MailServer
from tracker.checkins import jobs
from tracker.checkins.actions import open_due, sweeping
from tracker.checkins.models import CheckIn, PlanDue
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.messages.delivery import deliver
from tracker.messages.models import Message

DUE = 1000
KILLS = 20


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many short transactions, so that a kill falls between them as well as into one."""
    for size in ("BATCH", "FEW"):
        monkeypatch.setattr(sweeping, size, 5)
    monkeypatch.setattr(jobs, "PAUSE", 0)


def assert_each_was_opened_once() -> None:
    db.session.expire_all()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CheckIn)) == DUE
    assert db.session.scalar(sa.select(sa.func.count(CheckIn.plan_id.distinct()))) == DUE
    assert set(db.session.execute(sa.select(PlanDue.cycle_no, PlanDue.next_open_at))) == {(2, day(45))}
    asked = list(db.session.scalars(sa.select(Message.worker_id)))
    assert (len(asked), len(set(asked))) == (DUE, DUE)


def test_a_sweep_killed_twenty_times_opens_each_once(house: Flask, small_batches: None) -> None:
    a_crowd(DUE, due_at=day(15))

    with transaction():
        open_due(now=day(15))

    hit = killed_at_random(house, jobs.sweep, times=KILLS, statements=100, seed=1)
    jobs.sweep()

    assert_each_was_opened_once()
    assert hit == KILLS


def test_four_sweeps_at_once_never_move_a_due_time_twice(house: Flask, small_batches: None) -> None:
    a_crowd(DUE, due_at=day(15))

    at_once(house, jobs.sweep, processes=4)

    assert_each_was_opened_once()


def test_the_later_steps_are_taken_once_by_four_sweeps_at_once(house: Flask, small_batches: None) -> None:
    a_crowd(200, due_at=day(15))
    jobs.sweep()
    for number in (17, 19, 26):
        with clock.stopped_at(day(number).isoformat()):
            at_once(house, jobs.sweep, processes=4)

    db.session.expire_all()
    steps = Counter(key.split(":")[3] for key in db.session.scalars(sa.select(Message.key)))
    assert steps == {"ask": 200, "remind": 200, "late": 200}
    assert set(db.session.scalars(sa.select(CheckIn.state))) == {"missed"}


def test_a_delivery_killed_twenty_times_writes_each_message_once(house: Flask) -> None:
    a_crowd(DUE, due_at=day(15))
    jobs.sweep()

    hit = 0
    for number in range(KILLS):
        now = day(15) + timedelta(minutes=number)
        hit += killed_at_random(house, partial(_drain, now), times=1, statements=40, seed=number)
    _drain(day(15) + timedelta(hours=2))

    files = list(house.extensions["tracker"].spool.glob("[!.]*.txt"))
    numbers = {file.read_text().splitlines()[0] for file in files}
    db.session.expire_all()
    assert (len(files), len(numbers)) == (DUE, DUE)
    assert set(db.session.scalars(sa.select(Message.state))) == {"sent"}
    assert hit == KILLS


@pytest.fixture
def mail(house: Flask) -> Iterator[MailServer]:
    with MailServer() as server:
        told = house.extensions["tracker"]
        house.extensions["tracker"] = replace(told, smtp_host="127.0.0.1", smtp_port=server.port)
        yield server


def test_mails_are_never_doubled_by_a_kill_and_at_most_one_a_kill_is_uncertain(house: Flask, mail: MailServer) -> None:
    a_crowd(200, due_at=day(15), kind="email")
    jobs.sweep()

    for number in range(10):
        now = day(15) + timedelta(minutes=number)
        killed_at_random(house, partial(_drain, now), times=1, statements=30, seed=number)
    _drain(day(15) + timedelta(hours=2))

    reached = Counter(str(letter["To"]) for letter in mail.letters)
    db.session.expire_all()
    states = Counter(db.session.scalars(sa.select(Message.state)))
    assert max(reached.values()) == 1
    assert states["sent"] + states["uncertain"] == 200
    assert states["sent"] <= len(reached)
    assert states["uncertain"] <= 10


def _drain(now: datetime) -> None:
    while deliver(now, "test", batch=10).claimed:
        pass
