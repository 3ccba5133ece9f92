"""Registers a worker as a person: one row, the keys of the name, contact points, an empty contact state."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.crypto import new_ref
from tracker.core.db import db, insert_rows
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, NameKey, Worker
from tracker.people.person import NewContact, Person
from tracker.people.queries import was_known_by
from tracker.people.rows import contact_row, contact_status_row, name_key_rows, worker_row


class SamePersonKnown(Exception):
    """A worker with this CMND or CCCD number is registered already, under it or under another that came later.

    `existing_ref` is empty when that file lies outside the scope of whoever asked: only the fact is told.
    """

    def __init__(self, existing_ref: str | None) -> None:
        super().__init__(existing_ref)
        self.existing_ref = existing_ref


def add_worker(person: Person, *, by: UserAccount | None, now: datetime) -> Worker:
    """Register a person and return the worker. Raises SamePersonKnown; OutOfScope for an office not one's own."""
    index = secrets.id_index(person.id_number)
    for bears in (Worker.id_number_index == index, was_known_by(index)):
        existing = db.session.scalar(sa.select(Worker.ref).where(bears))
        if existing:
            raise SamePersonKnown(existing)
    worker = Worker(**worker_row(person, ref=new_ref("NLD"), by_id=by.id if by else None, now=now))
    _insert_unless_known_elsewhere(worker)
    insert_rows(db.session(), NameKey, name_key_rows(worker.id, person.full_name))
    insert_rows(db.session(), ContactStatus, [contact_status_row(worker.id)])
    contacts = _first_is_preferred(person.contacts)
    insert_rows(db.session(), ContactPoint, [contact_row(worker.id, each, now=now) for each in contacts])
    audit.record("worker.add", ("worker", worker.ref), by=by, now=now, source=person.source)
    return worker


def _insert_unless_known_elsewhere(worker: Worker) -> None:
    """The unique number decides: a person known to another office is found here without being shown."""
    try:
        with db.session.begin_nested():
            db.session.add(worker)
    except IntegrityError as error:
        if "id_number_index" in str(error.orig):
            raise SamePersonKnown(None) from error
        raise


def _first_is_preferred(contacts: tuple[NewContact, ...]) -> list[NewContact]:
    if not contacts or any(contact.preferred for contact in contacts):
        return list(contacts)
    return [replace(contacts[0], preferred=True), *contacts[1:]]
