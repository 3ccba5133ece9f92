"""The queue: one page of lines in the order in which they are to be worked on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.explain import title_of
from tracker.alerts.models import Alert
from tracker.alerts.queries.filters import OPEN, Filters
from tracker.auth.models import Office, UserAccount
from tracker.core.db import db
from tracker.people.models import Worker
from tracker.web.paging import PAGE, capped_count, keyset_page

LINE = (
    sa.select(
        Alert.id,
        Alert.ref,
        Alert.severity,
        Alert.state,
        Alert.title,
        Alert.why["title"].label("title_values"),
        Alert.host_country,
        Alert.opened_at,
        Alert.acknowledge_by,
        Alert.act_by,
        Alert.times_fired,
        Alert.snoozed_until,
        Alert.waiting_on,
        Worker.full_name,
        Worker.birth_date,
        Office.name.label("office"),
        UserAccount.display_name.label("owner"),
    )
    .outerjoin(Worker, Worker.id == Alert.worker_id)
    .join(Office, Office.path == Alert.office_path)
    .outerjoin(UserAccount, UserAccount.id == Alert.owner_id)
)


@dataclass(frozen=True, slots=True)
class Line:
    """One alert as lists show it. `due` is the deadline that counts now; `who` the worker, or the office."""

    ref: str
    severity: int
    state: str
    title: str
    who: str
    birth_year: int | None
    country: str
    office: str
    owner: str
    opened_at: datetime
    due: datetime
    late: bool
    times_fired: int
    until: datetime | None


@dataclass(frozen=True)
class Listing:
    """One page of the queue; `after` is the reference after which the next page begins, if there is one."""

    lines: list[Line]
    after: str | None


def queue(filters: Filters, *, user_id: int, now: datetime, after: str = "", size: int = PAGE) -> Listing:
    """One page of the queue: by severity, then deadline, then number; what is over, the newest first."""
    conditions = filters.conditions(user_id=user_id, now=now)
    order: tuple[Any, ...] = (Alert.severity, Alert.act_by, Alert.id)
    if filters.shows_done:
        order = (Alert.id.desc(),)
    if after:
        conditions += _beyond(after, newest_first=filters.shows_done)
    page = keyset_page(db.session(), LINE.where(*conditions).order_by(*order), size=size)
    return Listing([_line(row, now) for row in page.rows], page.next)


def sample(conditions: Sequence[sa.ColumnElement[bool]], *, now: datetime, size: int) -> list[Line]:
    """The first lines under some conditions, in the order of the queue."""
    rows = LINE.where(*conditions).order_by(Alert.severity, Alert.act_by, Alert.id).limit(size)
    return [_line(row, now) for row in db.session.execute(rows)]


def matching(filters: Filters, *, user_id: int, now: datetime) -> sa.Select[Any]:
    """The numbers of the alerts that the filters show."""
    return sa.select(Alert.id).where(*filters.conditions(user_id=user_id, now=now))


def count(filters: Filters, *, user_id: int, now: datetime) -> int:
    """How many alerts the filters show, counted no further than 1.001."""
    return capped_count(db.session(), matching(filters, user_id=user_id, now=now))


def for_worker(worker_id: int, *, now: datetime, limit: int = 20) -> list[Line]:
    """The open alerts about one worker, gravest first."""
    return sample((Alert.worker_id == worker_id, OPEN), now=now, size=limit)


def _beyond(ref: str, *, newest_first: bool) -> list[sa.ColumnElement[bool]]:
    """What comes after the alert with this reference. A reference nobody knows begins at the start."""
    place = db.session.execute(sa.select(Alert.severity, Alert.act_by, Alert.id).where(Alert.ref == ref)).first()
    if place is None:
        return []
    if newest_first:
        return [Alert.id < place.id]
    here = sa.tuple_(Alert.severity, Alert.act_by, Alert.id)
    there = sa.tuple_(sa.literal(place.severity), sa.literal(place.act_by, Alert.act_by.type), sa.literal(place.id))
    return [here > there]


def _line(row: Any, now: datetime) -> Line:
    due = row.acknowledge_by if row.state == "new" else row.act_by
    return Line(
        ref=row.ref,
        severity=row.severity,
        state=row.state,
        title=title_of(row.title, {"title": row.title_values}),
        who=row.full_name or row.office,
        birth_year=row.birth_date.year if row.birth_date else None,
        country=row.host_country,
        office=row.office,
        owner=row.owner or "",
        opened_at=row.opened_at,
        due=due,
        late=due < now and row.state in ("new", "acknowledged", "in_progress"),
        times_fired=row.times_fired,
        until=row.snoozed_until,
    )
