"""Who was abroad in a country during its episodes: the join of contracts and episodes."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.disruptions.episodes import AT_LEAST
from tracker.disruptions.models import Episode
from tracker.people.models import Worker

ONE_DAY = timedelta(days=1)


class Affected(NamedTuple):
    """One worker in one episode, from the first to the last day he was there in it, up to the day asked about.

    `worker_ref` is the reference of the imported list, ours where there was none. `active`: still so on that day.
    """

    worker_ref: str
    country: str
    indicator: str
    level: int
    episode_start: date
    first_day: date
    last_day: date
    active: bool


def affected(as_of: date, *, indicator: str | None = None, level: int | None = None) -> Iterator[Affected]:
    """Everyone touched by an episode (rule ">=") up to and including `as_of`, by worker, in their order of arrival.

    Abroad means from the day of departure to the day before the return; a contract's end brings nobody home.
    """
    statement = _present_in_episodes(as_of)
    if indicator:
        statement = statement.where(Episode.indicator == indicator)
    if level is not None:
        statement = statement.where(Episode.level == level)
    for row in db.session.execute(statement.execution_options(yield_per=5000)):
        yield _within_bounds(row, as_of)


def _present_in_episodes(as_of: date) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            sa.func.coalesce(Worker.list_ref, Worker.ref),
            Episode.country,
            Episode.indicator,
            Episode.level,
            Episode.start_on,
            Episode.end_on,
            Contract.departed_on,
            Contract.returned_on,
        )
        .select_from(Contract)
        .join(Worker, Worker.id == Contract.worker_id)
        .join(Episode, Episode.country == Contract.host_country)
        .where(
            Episode.rule == AT_LEAST,
            Episode.state != "withdrawn",
            Episode.start_on <= as_of,
            present_between(Episode.start_on, Episode.end_on),
            Contract.departed_on <= as_of,
        )
        .order_by(Worker.id, Episode.country, Episode.indicator, Episode.level, Episode.start_on, Contract.id)
    )


def present_between(first: Any, last: Any) -> sa.ColumnElement[bool]:
    """The contracts under which somebody was abroad on at least one day from `first` to `last` (None: no end)."""
    left_before_the_end = Contract.departed_on.is_not(None) if last is None else Contract.departed_on <= last
    came_home_later = sa.and_(Contract.returned_on > first, Contract.returned_on > Contract.departed_on)
    return sa.and_(left_before_the_end, sa.or_(Contract.returned_on.is_(None), came_home_later))


def _within_bounds(row: Any, as_of: date) -> Affected:
    ref, country, indicator, level, start_on, end_on, departed_on, returned_on = row
    first_day = max(departed_on, start_on)
    last_day = min(end_on, as_of, returned_on - ONE_DAY if returned_on else as_of)
    return Affected(ref, country, indicator, level, start_on, first_day, last_day, last_day == as_of)
