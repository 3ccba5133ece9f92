"""The lists of the events' page: what runs, what is prepared, what the feed proposes, what is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.auth.queries import offices_above
from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.disruptions.episodes import AT_LEAST, WINDOW_END
from tracker.disruptions.models import Disruption, Episode, Touch
from tracker.disruptions.words import KIND_OF_INDICATOR

# A proposal about something that ended longer ago is history, not work.
STILL_OF_INTEREST = timedelta(days=14)


@dataclass(frozen=True)
class Listed:
    """One event with the number of people it touches."""

    disruption: Disruption
    touched: int


@dataclass(frozen=True)
class Proposal:
    """An episode of the feed that nobody has looked at yet, and how many of our workers are there now."""

    episode: Episode
    workers: int


def events(*, statuses: tuple[str, ...], limit: int = 100) -> list[Listed]:
    """The events in some statuses, latest first."""
    count = sa.select(sa.func.count()).where(Touch.disruption_id == Disruption.id).scalar_subquery()
    rows = db.session.execute(
        sa.select(Disruption, count)
        .where(Disruption.status.in_(statuses))
        .order_by(Disruption.from_on.desc(), Disruption.id.desc())
        .limit(limit)
    )
    return [Listed(disruption, touched) for disruption, touched in rows]


def event(ref: str) -> Disruption | None:
    """The event of a reference, if it may be seen."""
    return db.session.scalar(sa.select(Disruption).where(Disruption.ref == ref))


def proposals(today: date, *, office_path: str, indicator: str = "", limit: int = 50) -> list[Proposal]:
    """What the feed proposes to an office today, where we have people, most people first.

    For each country and indicator only the highest level that holds: the lower ones say nothing more. Income support
    is help, not a disruption. What this office or one above it has declared or set aside is not proposed to it again;
    what an office below it decides is that office's own.
    """
    present = _present(today)
    statement = (
        sa.select(Episode, present.c.workers)
        .join(present, present.c.host_country == Episode.country)
        .where(*_current(Episode, today), ~_decided_by(office_path), ~_stricter_holds(today))
        .order_by(present.c.workers.desc(), Episode.country, Episode.indicator, Episode.start_on)
        .limit(limit)
    )
    if indicator in KIND_OF_INDICATOR:
        statement = statement.where(Episode.indicator == indicator)
    return [Proposal(episode, workers) for episode, workers in db.session.execute(statement)]


def proposal(ref: str) -> Episode | None:
    """The episode of a reference, unless the feed has taken it back."""
    told = (Episode.ref == ref, Episode.state != "withdrawn", Episode.rule == AT_LEAST)
    return db.session.scalar(sa.select(Episode).where(*told))


def declared_from(episode: Episode, *, office_path: str) -> Disruption | None:
    """The event that an office, or one above it, has already made of an episode; its own before one from above."""
    made = sa.select(Disruption).where(Disruption.episode_id == episode.id, _binding(office_path))
    return db.session.scalar(made.order_by(Disruption.office_path.desc(), Disruption.id).limit(1))


def _present(today: date) -> sa.Subquery:
    return (
        sa.select(Contract.host_country, sa.func.count(sa.distinct(Contract.worker_id)).label("workers"))
        .where(Contract.departed_on <= today, sa.or_(Contract.returned_on.is_(None), Contract.returned_on > today))
        .group_by(Contract.host_country)
        .subquery("present")
    )


def _current(episode: Any, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        episode.state != "withdrawn",
        episode.rule == AT_LEAST,
        episode.indicator.in_(tuple(KIND_OF_INDICATOR)),
        episode.start_on <= today,
        sa.or_(episode.end_on >= today - STILL_OF_INTEREST, episode.end_reason == WINDOW_END),
    )


def _decided_by(office_path: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(Disruption.episode_id == Episode.id, _binding(office_path))


def _binding(office_path: str) -> sa.ColumnElement[bool]:
    """The events that hold for an office: its own and those of the offices above it."""
    return Disruption.office_path.in_(offices_above(office_path))


def _stricter_holds(today: date) -> sa.ColumnElement[bool]:
    """Whether a stricter level still holds, or did for as long as this one: where it ended sooner, this one goes on."""
    stricter = sa.orm.aliased(Episode)
    same = (stricter.country == Episode.country, stricter.indicator == Episode.indicator)
    as_long = sa.and_(Episode.end_reason != WINDOW_END, stricter.end_on >= Episode.end_on)
    holds = sa.or_(stricter.end_on >= today, stricter.end_reason == WINDOW_END, as_long)
    return sa.exists().where(*same, stricter.level > Episode.level, *_current(stricter, today), holds)
