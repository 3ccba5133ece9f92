"""How the asking of an event goes: how many were asked, reached, have answered, and what each day brought."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.checkins.models import ANSWERS, Answer, CheckIn
from tracker.core.clock import day_of, start_of
from tracker.core.db import db
from tracker.core.sqljson import vietnam_day
from tracker.disruptions.models import Disruption, Touch
from tracker.messages.models import Message

RECENTLY = timedelta(hours=2)
DAYS = 7


@dataclass(frozen=True)
class Asking:
    """Touched workers whom the event has asked, whose question went out, reached the phone; and the newest answers."""

    asked: int
    sent: int
    delivered: int
    new_answers: int
    new_help: int


@dataclass(frozen=True)
class Day:
    """What one Vietnamese day brought: workers who answered, by their answer, and check-ins of the event missed."""

    on: date
    ok: int = 0
    problem: int = 0
    help: int = 0
    missed: int = 0


def asking(disruption: Disruption, *, now: datetime) -> Asking:
    """How far the question has come, and what came in during the last two hours."""
    went_out = sa.case((Message.state.in_(("sent", "delivered")), CheckIn.worker_id))
    arrived = sa.case((Message.state == "delivered", CheckIn.worker_id))
    people, questions, phones = (sa.func.count(sa.distinct(who)) for who in (CheckIn.worker_id, went_out, arrived))
    asked = (
        sa.select(people, questions, phones)
        .outerjoin(Message, sa.and_(Message.about_kind == "check_in", Message.about_ref == CheckIn.ref))
        .where(CheckIn.disruption_id == disruption.id)
    )
    number, sent, delivered = db.session.execute(asked).one()
    new = answers_since(disruption, since=now - RECENTLY)
    return Asking(number, sent, delivered, new_answers=sum(new.values()), new_help=new["help"])


def by_day(disruption: Disruption, *, now: datetime) -> list[Day]:
    """The last seven days since the event began to be followed, the oldest first."""
    began = disruption.activated_at or disruption.tried_at or now
    first = max(day_of(began), day_of(now) - timedelta(days=DAYS - 1))
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for on, what, count in db.session.execute(sa.union_all(*_told_by_day(disruption, since=start_of(first)))):
        counts[on][what] = count
    days = [first + timedelta(days=number) for number in range((day_of(now) - first).days + 1)]
    return [Day(on, **counts.get(on.isoformat(), {})) for on in days]


def answers_since(disruption: Disruption, *, since: datetime) -> dict[str, int]:
    """How many touched workers gave which answer since an instant: {answer: workers}."""
    counted = sa.select(Answer.answer, sa.func.count(sa.distinct(Answer.worker_id)))
    rows = db.session.execute(counted.where(*_of_touched(disruption, since)).group_by(Answer.answer))
    return dict.fromkeys(ANSWERS, 0) | {row[0]: row[1] for row in rows}


def _told_by_day(disruption: Disruption, *, since: datetime) -> tuple[Any, ...]:
    answered, missed = vietnam_day(Answer.at), vietnam_day(CheckIn.missed_at)
    answers = sa.select(answered, Answer.answer, sa.func.count(sa.distinct(Answer.worker_id)))
    misses = sa.select(missed, sa.literal("missed"), sa.func.count())
    mine = (CheckIn.disruption_id == disruption.id, CheckIn.state == "missed", CheckIn.missed_at >= since)
    return (
        answers.where(*_of_touched(disruption, since)).group_by(answered, Answer.answer),
        misses.where(*mine).group_by(missed),
    )


def _of_touched(disruption: Disruption, since: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    touched = sa.exists().where(Touch.disruption_id == disruption.id, Touch.worker_id == Answer.worker_id)
    return (Answer.at >= since, touched)
