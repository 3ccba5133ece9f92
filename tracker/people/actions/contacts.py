"""Phone numbers and addresses: added, marked by what became of them, chosen as the one to use first."""

from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.messages import actions as post_room
from tracker.people.actions.doubles import find_doubles
from tracker.people.models import ContactPoint, Relative, Worker
from tracker.people.person import NewContact
from tracker.people.rows import contact_row


def add_contact_point(
    worker: Worker, contact: NewContact, *, by: UserAccount | None, now: datetime, relative: Relative | None = None
) -> ContactPoint:
    """Add a number or address to a worker, or to a relative of his; one already known is returned as it is."""
    row = contact_row(worker.id, contact, now=now, relative_id=relative.id if relative else None)
    known = _same_number(row["worker_id"], row["relative_id"], row["value_index"])
    if known is not None:
        return known
    point = ContactPoint(**row)
    db.session.add(point)
    db.session.flush()
    if contact.preferred:
        prefer_number(worker, point, by=by, now=now)
    audit.record("contact_point.add", ("worker", worker.ref), by=by, now=now, point=point.ref, kind=point.kind)
    if relative is None:
        find_doubles(now=now, among=[worker.id])
    return point


def mark_number(
    worker: Worker, point: ContactPoint, quality: str, *, by: UserAccount | None, now: datetime
) -> ContactPoint:
    """Write down what is known of a number: good, shared or wrong.

    A wrong one is never the preferred one, and what was to go there is taken back.
    """
    point.quality, point.quality_on = quality, day_of(now)
    if quality == "wrong":
        point.preferred = False
        post_room.cancel_to(worker.id, [point.place], why="wrong_number", now=now)
    audit.record("contact_point.mark", ("worker", worker.ref), by=by, now=now, point=point.ref, quality=quality)
    return point


def prefer_number(worker: Worker, point: ContactPoint, *, by: UserAccount | None, now: datetime) -> ContactPoint:
    """Make this number the one that is tried first, in place of whichever was."""
    mine = ContactPoint.worker_id == worker.id, ContactPoint.relative_id.is_(None)
    db.session.execute(sa.update(ContactPoint).where(*mine).values(preferred=ContactPoint.id == point.id))
    audit.record("contact_point.prefer", ("worker", worker.ref), by=by, now=now, point=point.ref)
    return point


def _same_number(worker_id: int, relative_id: int | None, value_index: bytes) -> ContactPoint | None:
    same = sa.select(ContactPoint).where(
        ContactPoint.worker_id == worker_id,
        ContactPoint.relative_id.is_(relative_id) if relative_id is None else ContactPoint.relative_id == relative_id,
        ContactPoint.value_index == value_index,
    )
    return db.session.scalars(same).first()
