"""What an officer finds in the morning: counters that open their list, work to do, what changed since last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.alerts import queries as alerts
from tracker.auth.models import UserAccount
from tracker.checkins.models import Answer, CheckIn
from tracker.core import clock
from tracker.core.db import db
from tracker.disruptions.models import Disruption
from tracker.home.pairs import is_suspected
from tracker.home.repairs import is_incomplete, is_wrong
from tracker.home.worker_filters import waits_today
from tracker.intake.models import RegistrationDraft
from tracker.messages.models import Message
from tracker.messages.queries import is_uncertain
from tracker.people.models import ContactPoint, ContactStatus, SuspectedPair, Worker
from tracker.web.paging import CAP

FIRST_VISIT = timedelta(days=1)


@dataclass(frozen=True)
class Counts:
    """The counters of the first line, each counted no further than 1.001."""

    late: int
    silent: int
    due_today: int
    incomplete: int
    doubles: int
    wrong_numbers: int
    drafts: int
    uncertain: int


@dataclass(frozen=True)
class News:
    """What changed since the last sign-in."""

    since: datetime
    answers: Sequence[Any]
    answers_count: int
    closed: int
    events: Sequence[Any]


def counts(user: UserAccount, now: datetime) -> Counts:
    """The counters of one user's offices, in one question."""
    parts = {
        "late": _count(ContactStatus, ContactStatus.state == "late"),
        "silent": _count(ContactStatus, ContactStatus.state == "silent"),
        "due_today": _count(CheckIn, waits_today(clock.day_of(now))),
        "incomplete": _count(Worker, is_incomplete()),
        "doubles": _count(SuspectedPair, is_suspected()),
        "wrong_numbers": _count(ContactPoint, is_wrong()),
        "drafts": _count(RegistrationDraft, is_my_draft(user)),
        "uncertain": _count(Message, is_uncertain()),
    }
    row = db.session.execute(sa.select(*(part.label(name) for name, part in parts.items()))).one()
    return Counts(**row._mapping)


def news(user: UserAccount, previous: datetime | None, now: datetime) -> News:
    """Answers in, alerts closed by others and new events since the previous sign-in (a day ago on the first)."""
    since = previous or now - FIRST_VISIT
    answers = sa.select(Answer.answer, Answer.at, Worker.full_name, Worker.ref)
    answers = answers.join(Worker, Worker.id == Answer.worker_id).where(Answer.at > since)
    events = sa.select(Disruption.ref, Disruption.title, Disruption.activated_at).where(Disruption.activated_at > since)
    return News(
        since=since,
        answers=db.session.execute(answers.order_by(Answer.at.desc()).limit(6)).all(),
        answers_count=db.session.scalar(sa.select(_count(Answer, Answer.at > since))) or 0,
        closed=alerts.closed_by_others(user, since),
        events=db.session.execute(events.order_by(Disruption.activated_at.desc()).limit(5)).all(),
    )


def is_my_draft(user: UserAccount) -> sa.ColumnElement[bool]:
    """The condition that a registration is this user's and still being filled in."""
    return sa.and_(
        RegistrationDraft.by_id == user.id,
        RegistrationDraft.registered_worker_ref.is_(None),
        RegistrationDraft.discarded_at.is_(None),
    )


def _count(model: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    some = sa.select(sa.literal(1)).select_from(model).where(*conditions).limit(CAP + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()
