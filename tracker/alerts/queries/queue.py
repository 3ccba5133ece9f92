"""The queue: one page of lines in the order in which they are to be worked on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.explain import title_in_two, title_of
from tracker.alerts.models import Alert
from tracker.alerts.queries.filters import OPEN, Filters, is_late
from tracker.auth.models import Office, UserAccount
from tracker.core.db import db
from tracker.people.models import Worker
from tracker.web.paging import PAGE, capped_count

LINE = (
    sa.select(
        Alert.id,
        Alert.ref,
        Alert.severity,
        Alert.state,
        Alert.cause,
        Alert.version,
        Alert.title,
        Alert.why["title"].label("title_values"),
        Alert.host_country,
        Alert.opened_at,
        Alert.due_by,
        Alert.times_fired,
        Alert.snoozed_until,
        Alert.waiting_on,
        Worker.ref.label("worker_ref"),
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
    """One alert as lists show it. `due` is the deadline that counts now; `who` the worker, or the office.

    `what` is the title without the name of an event, which is then `event`.
    """

    ref: str
    severity: int
    state: str
    cause: str
    version: int
    title: str
    what: str
    event: str
    worker_ref: str | None
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
    """One page of the queue; `before` and `after` are the references around which the neighbouring pages lie."""

    lines: list[Line]
    before: str | None
    after: str | None


def queue(
    filters: Filters, *, user_id: int, now: datetime, after: str = "", before: str = "", size: int = PAGE
) -> Listing:
    """One page of the queue: by severity, then deadline, then number; what is over, the newest first."""
    conditions = filters.conditions(user_id=user_id, now=now)
    columns: tuple[Any, ...] = (Alert.id,) if filters.shows_done else (Alert.severity, Alert.act_by, Alert.id)
    falling = filters.shows_done != bool(before)
    place = _place(before or after, columns)
    if place is not None:
        here = sa.tuple_(*columns)
        conditions.append(here < place if falling else here > place)
    order = [column.desc() if falling else column for column in columns]
    rows = list(db.session.execute(_lines(now).where(*conditions).order_by(*order).limit(size + 1)))
    more, rows = len(rows) > size, rows[:size]
    if before:
        rows.reverse()
    has_next, has_previous = (True, more) if before else (more, place is not None)
    return Listing(
        lines=[_line(row) for row in rows],
        before=rows[0].ref if rows and has_previous else None,
        after=rows[-1].ref if rows and has_next else None,
    )


def sample(conditions: Sequence[sa.ColumnElement[bool]], *, now: datetime, size: int) -> list[Line]:
    """The first lines under some conditions, in the order of the queue."""
    rows = _lines(now).where(*conditions).order_by(Alert.severity, Alert.act_by, Alert.id).limit(size)
    return [_line(row) for row in db.session.execute(rows)]


def matching(filters: Filters, *, user_id: int, now: datetime) -> sa.Select[Any]:
    """The numbers of the alerts that the filters show."""
    return sa.select(Alert.id).where(*filters.conditions(user_id=user_id, now=now))


def count(filters: Filters, *, user_id: int, now: datetime) -> int:
    """How many alerts the filters show, counted no further than 1.001."""
    return capped_count(db.session(), matching(filters, user_id=user_id, now=now))


def for_worker(worker_id: int, *, now: datetime, limit: int = 20) -> list[Line]:
    """The open alerts about one worker, gravest first."""
    return sample((Alert.worker_id == worker_id, OPEN), now=now, size=limit)


def _place(ref: str, columns: tuple[Any, ...]) -> sa.Tuple | None:
    """Where the alert with this reference stands in the order. One that nobody knows stands nowhere."""
    found = db.session.execute(sa.select(*columns).where(Alert.ref == ref)).first() if ref else None
    if found is None:
        return None
    return sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(found, columns, strict=True)))


def _lines(now: datetime) -> sa.Select[Any]:
    return LINE.add_columns(is_late(now).label("late"))


def _line(row: Any) -> Line:
    why = {"title": row.title_values}
    what, event = title_in_two(row.title, why)
    return Line(
        ref=row.ref,
        severity=row.severity,
        state=row.state,
        cause=row.cause,
        version=row.version,
        worker_ref=row.worker_ref,
        title=title_of(row.title, why),
        what=what,
        event=event,
        who=row.full_name or row.office,
        birth_year=row.birth_date.year if row.birth_date else None,
        country=row.host_country,
        office=row.office,
        owner=row.owner or "",
        opened_at=row.opened_at,
        due=row.due_by,
        late=row.late,
        times_fired=row.times_fired,
        until=row.snoozed_until,
    )
