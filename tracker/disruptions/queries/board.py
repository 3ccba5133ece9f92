"""The live board of an event: how the people it touches are, each number a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import Alert
from tracker.auth.models import Office
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.people.models import ContactStatus, Worker
from tracker.senders.models import Employer

STANDINGS = ("help", "problem", "silent", "waiting", "safe", "returned")


@dataclass(frozen=True)
class Counts:
    """How many of some people stand how; `affected` is all of them."""

    help: int = 0
    problem: int = 0
    silent: int = 0
    waiting: int = 0
    safe: int = 0
    returned: int = 0

    @property
    def affected(self) -> int:
        """All touched workers, those who have returned included."""
        return sum(getattr(self, standing) for standing in STANDINGS)


@dataclass(frozen=True)
class Group:
    """The people of one office or one employer; since when the oldest alert there has waited to be taken."""

    name: str
    counts: Counts
    path: str = ""
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """The touched workers in one country, the open alerts about them, and the gravest."""

    country: str
    workers: int
    alerts: int
    worst: int | None


def standing(disruption: Disruption, *, now: datetime) -> sa.ColumnElement[str]:
    """How a touched worker stands today; the first that holds, gravest first, but home is home.

    returned: came back, or never left after all · help, problem: such an alert of his is open · safe: a sure sign of
    life since the event began to be followed · silent: did not answer · waiting: no news yet, and none overdue.
    """
    since = disruption.activated_at or disruption.declared_at
    return sa.case(
        (sa.or_(Contract.returned_on <= day_of(now), Contract.departed_on.is_(None)), "returned"),
        (_open_alert("help"), "help"),
        (_open_alert("problem"), "problem"),
        (ContactStatus.last_sure_at >= since, "safe"),
        (ContactStatus.state.in_(("late", "silent", "lost_contact")), "silent"),
        else_="waiting",
    )


def counts(disruption: Disruption, *, now: datetime) -> Counts:
    """The one bar of an event."""
    stands = standing(disruption, now=now).label("standing")
    rows = db.session.execute(_people(disruption, stands, sa.func.count()).group_by(stands))
    return Counts(**dict(map(tuple, rows)))


def by_office(disruption: Disruption, *, now: datetime) -> list[Group]:
    """The same numbers for every office that has touched workers, and its oldest alert that nobody has taken."""
    waiting = sa.select(Alert.office_path, sa.func.min(Alert.opened_at, type_=Alert.opened_at.type))
    waiting = waiting.where(*_untaken(disruption)).group_by(Alert.office_path)
    oldest = {row[0]: row[1] for row in db.session.execute(waiting)}
    names = {row.path: row.name for row in db.session.execute(sa.select(Office.path, Office.name))}
    groups = _grouped(disruption, Worker.office_path, now=now)
    return [Group(names[one.name], one.counts, path=one.name, oldest_at=oldest.get(one.name)) for one in groups]


def by_employer(disruption: Disruption, *, now: datetime, limit: int = 10) -> list[Group]:
    """The same numbers for the employers with the most touched workers."""
    return _grouped(disruption, sa.func.coalesce(Employer.name, ""), now=now)[:limit]


def by_country(disruption: Disruption) -> list[Place]:
    """Where the touched are, the most first, with what is open about them under this event."""
    open_ones = (
        sa.select(Alert.host_country, sa.func.count().label("alerts"), sa.func.min(Alert.severity).label("worst"))
        .where(*_single_alerts(disruption))
        .group_by(Alert.host_country)
        .subquery()
    )
    workers = sa.func.count(sa.distinct(Touch.worker_id))
    rows = db.session.execute(
        sa.select(Contract.host_country, workers, sa.func.coalesce(open_ones.c.alerts, 0), open_ones.c.worst)
        .join(Touch, Touch.contract_id == Contract.id)
        .outerjoin(open_ones, open_ones.c.host_country == Contract.host_country)
        .where(Touch.disruption_id == disruption.id)
        .group_by(Contract.host_country, open_ones.c.alerts, open_ones.c.worst)
        .order_by(workers.desc())
    )
    return [Place(*row) for row in rows]


def people(disruption: Disruption, *, now: datetime, stands: str = "") -> sa.Select[Any]:
    """The touched workers, gravest first, with office, place, contract's end, last sure sign and how they stand."""
    how = standing(disruption, now=now).label("standing")
    statement = _people(
        disruption,
        Touch.id,
        Worker.ref,
        Worker.full_name,
        Worker.birth_date,
        Office.name.label("office"),
        Contract.place,
        Contract.ends_on,
        Touch.severity,
        Touch.rank,
        ContactStatus.last_sure_at,
        how,
    ).order_by(Touch.severity, Touch.rank.desc(), Worker.sort_key, Touch.id)
    return statement.where(how == stands) if stands in STANDINGS else statement


def touched_so_far(disruption: Disruption) -> int:
    """How many workers the event has touched."""
    return db.session.scalar(sa.select(sa.func.count()).where(Touch.disruption_id == disruption.id)) or 0


def newly_touched(disruption: Disruption, *, since: datetime) -> int:
    """How many were touched, or found worse, since an instant."""
    counted = sa.select(sa.func.count()).where(Touch.disruption_id == disruption.id, Touch.touched_at >= since)
    return db.session.scalar(counted) or 0


def oldest_untouched(disruption: Disruption) -> datetime | None:
    """Since when the oldest alert of this event has waited for somebody to take it."""
    return db.session.scalar(sa.select(sa.func.min(Alert.opened_at)).where(*_untaken(disruption)))


def _untaken(disruption: Disruption) -> tuple[sa.ColumnElement[bool], ...]:
    return (*_single_alerts(disruption), Alert.state == "new")


def _single_alerts(disruption: Disruption) -> tuple[sa.ColumnElement[bool], ...]:
    """The open alerts of an event about one worker each."""
    return (
        Alert.cause == "disruption",
        Alert.cause_id == disruption.id,
        Alert.worker_id.is_not(None),
        Alert.closed_at.is_(None),
    )


def _grouped(disruption: Disruption, name: Any, *, now: datetime) -> list[Group]:
    stands = standing(disruption, now=now).label("standing")
    named = sa.type_coerce(name, sa.String).label("name")
    found: dict[str, dict[str, int]] = {}
    for group, stood, count in db.session.execute(
        _people(disruption, named, stands, sa.func.count()).group_by(named, stands)
    ):
        found.setdefault(group, {})[stood] = count
    groups = [Group(group, Counts(**numbers)) for group, numbers in found.items()]
    return sorted(groups, key=lambda group: (-group.counts.help, -group.counts.silent, -group.counts.affected))


def _people(disruption: Disruption, *columns: Any) -> sa.Select[Any]:
    statement: sa.Select[Any] = (
        sa.select(*columns)
        .select_from(Touch)
        .join(Worker, Worker.id == Touch.worker_id)
        .join(Contract, Contract.id == Touch.contract_id)
        .join(Office, Office.path == Worker.office_path)
        .outerjoin(Employer, Employer.id == Contract.employer_id)
        .outerjoin(ContactStatus, ContactStatus.worker_id == Worker.id)
        .where(Touch.disruption_id == disruption.id)
    )
    return statement


def _open_alert(cause: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(Alert.worker_id == Worker.id, Alert.cause == cause, Alert.closed_at.is_(None))
