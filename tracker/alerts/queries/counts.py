"""How many alerts are open, of which kind and where: for the start page, the rail and the supervisor's board."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.queries.filters import MINE, NOBODY, OPEN, Filters, is_late, is_mark
from tracker.auth.models import Office, UserAccount
from tracker.core.db import db
from tracker.core.scope import within
from tracker.web.paging import CAP

URGENT = 1
# The lines with which an alert is closed; S3 and S4 close with their result.
CLOSING = ("closed", "resolved", "duplicate", "event_over", "became_silent")


@dataclass(frozen=True)
class Counters:
    """Open alerts an officer looks at first; counted no further than 1.001 each."""

    open: int
    urgent: int
    late: int
    mine: int
    nobody: int


@dataclass(frozen=True)
class CountryLoad:
    """The open alerts about workers in one country, and the gravest of them."""

    country: str
    alerts: int
    worst: int


@dataclass(frozen=True)
class OfficeLoad:
    """The open alerts of one office: the urgent ones past their deadline, those nobody took, silence, the oldest."""

    office_path: str
    office: str
    open: int
    urgent: int
    urgent_late: int
    unacknowledged: int
    silent: int
    late: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class OfficerLoad:
    """How much an officer has to do, and how much of it is late."""

    ref: str
    name: str
    open: int
    late: int


def counters(user: UserAccount, now: datetime) -> Counters:
    """The counts for one user, in one question."""
    wanted = {
        "open": Filters(),
        "urgent": Filters(severity=str(URGENT)),
        "late": Filters(late="1"),
        "mine": Filters(owner=MINE),
        "nobody": Filters(owner=NOBODY, state="new"),
    }
    counts = [_capped(filters.conditions(user_id=user.id, now=now)).label(name) for name, filters in wanted.items()]
    return Counters(**db.session.execute(sa.select(*counts)).one()._mapping)


def open_counts() -> dict[int, int]:
    """How many alerts of each severity are open within the scope, marks of events aside: {severity: count}."""
    number = sa.func.count().label("number")
    by_severity = sa.select(Alert.severity, number).where(OPEN, ~is_mark()).group_by(Alert.severity)
    return {row.severity: row.number for row in db.session.execute(by_severity)}


def open_by_country() -> list[CountryLoad]:
    """Open alerts by country, the most first; alerts without a country and marks of events are left out."""
    number = sa.func.count().label("alerts")
    rows = (
        sa.select(Alert.host_country, number, sa.func.min(Alert.severity))
        .where(OPEN, ~is_mark(), Alert.host_country != "")
        .group_by(Alert.host_country)
        .order_by(number.desc(), Alert.host_country)
    )
    return [CountryLoad(*row) for row in db.session.execute(rows)]


def open_by_office(now: datetime) -> list[OfficeLoad]:
    """Open alerts by the office they belong to, marks of events aside, in the order of the tree."""
    late, urgent = is_late(now), Alert.severity == URGENT
    rows = (
        sa.select(
            Alert.office_path,
            Office.name,
            sa.func.count(),
            _how_many(urgent),
            _how_many(sa.and_(urgent, late)),
            _how_many(Alert.state == "new"),
            _how_many(Alert.cause == "silent"),
            _how_many(late),
            sa.func.min(Alert.opened_at, type_=Alert.opened_at.type),
        )
        .join(Office, Office.path == Alert.office_path)
        .where(OPEN, ~is_mark())
        .group_by(Alert.office_path, Office.name)
        .order_by(Alert.office_path)
    )
    return [OfficeLoad(*row) for row in db.session.execute(rows)]


def load_of_officers(office_path: str, now: datetime) -> list[OfficerLoad]:
    """The officers of an office and those below it with the open alerts they own, the busiest first."""
    number = sa.func.count(Alert.id)
    rows = (
        sa.select(UserAccount.ref, UserAccount.display_name, number, _how_many(is_late(now)))
        .outerjoin(Alert, sa.and_(Alert.owner_id == UserAccount.id, OPEN))
        .where(
            within(UserAccount.office_path, office_path),
            UserAccount.role.in_(("officer", "supervisor")),
            UserAccount.disabled_at.is_(None),
        )
        .group_by(UserAccount.id, UserAccount.ref, UserAccount.display_name)
        .order_by(number.desc(), UserAccount.display_name)
    )
    return [OfficerLoad(*row) for row in db.session.execute(rows)]


def closed_by_others(user: UserAccount, since: datetime) -> int:
    """How many alerts other people have closed since an instant, whoever owned them; those of the house aside."""
    line = (AlertEntry.alert_id == Alert.id, AlertEntry.at == Alert.closed_at, AlertEntry.kind.in_(CLOSING))
    by_another = sa.exists().where(*line, AlertEntry.by_id.is_not(None), AlertEntry.by_id != user.id)
    closed = sa.select(sa.func.count()).select_from(Alert).where(Alert.closed_at > since, by_another)
    return db.session.scalar(closed) or 0


def _how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _capped(conditions: list[sa.ColumnElement[bool]]) -> sa.ScalarSelect[Any]:
    some = sa.select(sa.literal(1)).select_from(Alert).where(*conditions).limit(CAP + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()
