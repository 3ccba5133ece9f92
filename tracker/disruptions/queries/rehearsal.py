"""A dry run: what starting an event would do, before anything is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.alerts.ladder import first_upwards
from tracker.alerts.severity import deadlines
from tracker.checkins.models import Plan
from tracker.checkins.queries import unpaced
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries.circumstances import LOWEST, Circumstance, held
from tracker.disruptions.queries.touched import touched
from tracker.people.models import ContactPoint, Worker

SAMPLE = 20
# What one alert takes an officer before it is settled or handed on; figures to configure, not law.
MINUTES = {1: 60, 2: 30, 3: 10, 4: 0}


@dataclass(frozen=True)
class Example:
    """One of the workers who would be touched, and why he would be ranked where he is."""

    ref: str
    full_name: str
    born: int
    place: str
    ends_on: Any
    severity: int
    circumstances: tuple[Circumstance, ...]


@dataclass(frozen=True)
class DryRun:
    """What starting an event would do: people, alerts by severity, questions to them, officers' time, first deadlines.

    Whom a trial has touched already is not counted again. `messages` would go out if the event asks: to whoever has a
    plan that no event paces yet and a number or address of his own that is any good. `unreachable` have no such number.
    """

    workers: int
    alerts_by_severity: dict[int, int]
    messages: int
    unreachable: int
    officer_hours: int
    first_deadline: datetime | None
    first_upwards: tuple[datetime, Any] | None
    sample: tuple[Example, ...]

    @property
    def left_alone(self) -> int:
        """How many could be reached but are not asked: another event asks them already, or they have no plan."""
        return self.workers - self.messages - self.unreachable


class _Group(NamedTuple):
    """The workers of one severity: all of them, those who would be asked, those whom no message reaches."""

    workers: int
    asked: int
    unreachable: int


def dry_run(disruption: Disruption, *, now: datetime) -> DryRun:
    """Rehearse an event, stored or not, on the register as it is; writes nothing."""
    with db.session.no_autoflush:
        seen = _not_yet_touched(disruption, now=now)
        groups = _by_severity(seen)
        counts = {severity: group.workers for severity, group in groups.items()}
        return DryRun(
            workers=sum(counts.values()),
            alerts_by_severity=counts,
            messages=sum(group.asked for group in groups.values()),
            unreachable=sum(group.unreachable for group in groups.values()),
            officer_hours=_hours(counts),
            first_deadline=deadlines(min(counts), now).acknowledge_by if counts else None,
            first_upwards=first_upwards(min(counts), now) if counts else None,
            sample=_sample(seen),
        )


def _not_yet_touched(disruption: Disruption, *, now: datetime) -> sa.Subquery:
    everybody = touched(disruption, day_of(now)).subquery("everybody")
    rest = sa.select(everybody)
    if disruption.id is not None:
        mine = (Touch.disruption_id == disruption.id, Touch.worker_id == everybody.c.worker_id)
        rest = rest.where(~sa.exists().where(*mine))
    return rest.subquery("seen")


def _by_severity(seen: sa.Subquery) -> dict[int, _Group]:
    own = (ContactPoint.worker_id == seen.c.worker_id, ContactPoint.relative_id.is_(None))
    reachable = sa.exists().where(*own, ContactPoint.quality != "wrong")
    to_be_asked = sa.exists().where(Plan.worker_id == seen.c.worker_id, *unpaced())
    rows = db.session.execute(
        sa.select(
            seen.c.severity,
            sa.func.count(),
            sa.func.sum(sa.case((sa.and_(reachable, to_be_asked), 1), else_=0)),
            sa.func.sum(sa.case((reachable, 0), else_=1)),
        )
        .group_by(seen.c.severity)
        .order_by(seen.c.severity)
    )
    return {severity: _Group(count, int(asked), int(unreachable)) for severity, count, asked, unreachable in rows}


def _hours(counts: dict[int, int]) -> int:
    spent = timedelta(minutes=sum(MINUTES.get(severity, 0) * count for severity, count in counts.items()))
    return round(spent / timedelta(hours=1))


def _sample(seen: sa.Subquery) -> tuple[Example, ...]:
    rows = db.session.execute(
        sa.select(
            Worker.ref,
            Worker.full_name,
            Worker.birth_date,
            Contract.place,
            Contract.ends_on,
            seen.c.severity,
            seen.c.rank,
        )
        .select_from(seen)
        .join(Worker, Worker.id == seen.c.worker_id)
        .join(Contract, Contract.id == seen.c.contract_id)
        .order_by(seen.c.severity, seen.c.rank.desc(), Worker.sort_key, Worker.id)
        .limit(SAMPLE)
    )
    return tuple(
        Example(ref, name, born.year, place, ends_on, severity or LOWEST, held(rank))
        for ref, name, born, place, ends_on, severity, rank in rows
    )
