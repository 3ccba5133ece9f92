"""Which episodes there are: as the feed tells them, and as proposals that wait for a supervisor."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from tracker.core.db import db
from tracker.disruptions.episodes import EXACTLY
from tracker.disruptions.models import Episode


class Span(NamedTuple):
    """An episode as it is printed; `start` and `end` are both inside it."""

    country: str
    indicator: str
    level: int
    start: date
    end: date
    days: int


def episodes(*, indicator: str | None = None, level: int | None = None, rule: str | None = None) -> Iterator[Span]:
    """The episodes that the feed tells, by country, indicator, level, rule and start.

    `rule` asks for those of ">=" or of "=" alone (C8 = 3: a ban on some regions only).
    """
    statement = (
        sa.select(Episode.country, Episode.indicator, Episode.level, Episode.start_on, Episode.end_on, Episode.days)
        .where(Episode.state != "withdrawn")
        .order_by(Episode.country, Episode.indicator, Episode.level, Episode.rule == EXACTLY, Episode.start_on)
    )
    if rule:
        statement = statement.where(Episode.rule == rule)
    if indicator:
        statement = statement.where(Episode.indicator == indicator)
    if level is not None:
        statement = statement.where(Episode.level == level)
    for row in db.session.execute(statement):
        yield Span._make(row)
