"""What is to be repaired in the files: those that lack something, and numbers that proved wrong; page after page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.core.scope import within
from tracker.people.models import ContactPoint, Worker
from tracker.web.paging import PAGE, capped_count

NO_DAY = date(1, 1, 1)


@dataclass(frozen=True)
class Repairs:
    """One page of what is to be repaired; `after` is the reference behind which the next page begins, if there is one.

    `count`: how many there are in all, counted no further than 1.001.
    """

    shown: Sequence[Any]
    count: int
    after: str | None


def incomplete_files(*, office: str = "", after: str = "", size: int = PAGE) -> Repairs:
    """Files to complete: no number to call, or without a contract; oldest first. Of one office and those below it."""
    shown: tuple[Any, ...] = (Worker.ref, Worker.full_name, Worker.birth_date, _has_phone().label("has_phone"))
    lacking = sa.select(*shown).where(is_incomplete())
    if office:
        lacking = lacking.where(within(Worker.office_path, office))
    return _page(lacking, (Worker.id,), _place_of(Worker, after, Worker.id), size)


def incomplete_by_office() -> dict[str, int]:
    """How many files of each office are to be completed: {office path: files}."""
    counted = sa.select(Worker.office_path, sa.func.count().label("files")).where(is_incomplete())
    return {row.office_path: row.files for row in db.session.execute(counted.group_by(Worker.office_path))}


def wrong_numbers(*, after: str = "", size: int = PAGE) -> Repairs:
    """Workers with a number that proved wrong, the longest known first; `after` is the number's own reference."""
    known_on = sa.func.coalesce(ContactPoint.quality_on, sa.literal(NO_DAY, sa.Date()), type_=sa.Date())
    whose: tuple[Any, ...] = (Worker.ref.label("worker_ref"), Worker.full_name, Worker.birth_date)
    shown: tuple[Any, ...] = (ContactPoint.ref, ContactPoint.quality_on, *whose)
    wrong = sa.select(*shown).join(Worker, Worker.id == ContactPoint.worker_id).where(is_wrong())
    order = (known_on, ContactPoint.id)
    return _page(wrong, order, _place_of(ContactPoint, after, *order), size)


def is_incomplete() -> sa.ColumnElement[bool]:
    """The condition that a worker's file lacks a number to call or a contract."""
    contract = sa.exists().where(Contract.worker_id == Worker.id)
    return sa.or_(~_has_phone(), ~contract)


def is_wrong() -> sa.ColumnElement[bool]:
    """The condition that a number or address proved wrong."""
    return ContactPoint.quality == "wrong"


def _has_phone() -> sa.ColumnElement[bool]:
    return sa.exists().where(ContactPoint.worker_id == Worker.id, ContactPoint.relative_id.is_(None))


def _place_of(room: Any, ref: str, *order: Any) -> Sequence[Any] | None:
    """Where what has this reference stands in the order. What nobody knows stands nowhere, and the list begins anew."""
    return db.session.execute(sa.select(*order).where(room.ref == ref)).first() if ref else None


def _page(wanted: sa.Select[Any], order: tuple[Any, ...], edge: Sequence[Any] | None, size: int) -> Repairs:
    count = capped_count(db.session(), wanted)
    if edge is not None:
        place = (sa.literal(value, column.type) for value, column in zip(edge, order, strict=True))
        wanted = wanted.where(sa.tuple_(*order) > sa.tuple_(*place))
    rows = db.session.execute(wanted.order_by(*order).limit(size + 1)).all()
    shown = rows[:size]
    return Repairs(shown, count, shown[-1].ref if len(rows) > size else None)
