"""Messages whose fate nobody knows: which they are, and what follows when an officer has found out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db
from tracker.messages import actions as post_room
from tracker.messages import queries as messages
from tracker.messages.delivery import reference_of
from tracker.messages.models import Message
from tracker.people.actions import record_sign
from tracker.people.models import ContactPoint, Relative, Worker
from tracker.people.secrets import masked, open_address


@dataclass(frozen=True)
class Unknown:
    """One message that may or may not have arrived, as the page shows it; without a worker it was for the staff.

    `reference` is ours, and names it in an address; `known_as` is by what the gateway can be asked.
    """

    reference: str
    known_as: str
    template: str
    worker_name: str
    worker_ref: str
    relative: str
    address: str
    handed_over_at: datetime | None


def unknown_messages(*, limit: int = 100) -> list[Unknown]:
    """The messages nobody knows the fate of, the oldest first."""
    told = (
        messages.uncertain()
        .add_columns(Worker.full_name, Worker.ref, Relative.full_name.label("relative"))
        .outerjoin(Worker, Worker.id == Message.worker_id)
        .outerjoin(ContactPoint, is_its_address())
        .outerjoin(Relative, Relative.id == ContactPoint.relative_id)
    )
    return [_unknown(row) for row in db.session.execute(told.limit(limit))]


def message_of(reference: str) -> Message | None:
    """The message with this reference, while nobody knows its fate and the asking office may see it."""
    waiting = db.session.scalars(messages.uncertain())
    return next((each for each in waiting if reference_of(each.key, each.created_at) == reference), None)


def settle(message: Message, *, arrived: bool, by: UserAccount, now: datetime) -> bool:
    """Record what an officer found out; False when somebody else did before.

    A message that reached the worker's own phone is a weak sign of life, of the hour at which it was handed over; one
    that reached a relative tells nothing of the worker.
    """
    if not post_room.settle_uncertain(message, arrived=arrived, now=now):
        return False
    reference = reference_of(message.key, message.created_at)
    worker = db.session.get(Worker, message.worker_id) if message.worker_id else None
    if arrived and worker is not None and _is_for_the_worker(message):
        at = message.handed_over_at or now
        record_sign(worker.id, "receipt", at, source=by.display_name, now=now)
    about = ("worker", worker.ref) if worker else ("message", reference)
    audit.record("message.settled", about, by=by, now=now, message=message.key, arrived=arrived)
    return True


def is_its_address() -> sa.ColumnElement[bool]:
    """The condition that joins a message to the contact point of the worker's file which it was written to."""
    return sa.and_(ContactPoint.worker_id == Message.worker_id, ContactPoint.place == Message.address_place)


def _unknown(row: Any) -> Unknown:
    message: Message = row.Message
    reference = reference_of(message.key, message.created_at)
    return Unknown(
        reference=reference,
        known_as=message.gateway_ref or reference,
        template=message.template.partition("/")[0],
        worker_name=row.full_name or "",
        worker_ref=row.ref or "",
        relative=row.relative or "",
        address=masked(open_address(message.address_sealed, message.address_place)),
        handed_over_at=message.handed_over_at,
    )


def _is_for_the_worker(message: Message) -> bool:
    own = sa.select(ContactPoint.id).where(
        ContactPoint.worker_id == message.worker_id,
        ContactPoint.place == message.address_place,
        ContactPoint.relative_id.is_(None),
    )
    return db.session.scalar(own.limit(1)) is not None
