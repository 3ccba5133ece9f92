"""Registers a worker as a person: one row, the keys of the name, contact points, an empty contact state."""

from dataclasses import replace
from datetime import datetime

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.crypto import new_ref
from tracker.core.db import db, insert_rows
from tracker.people import secrets
from tracker.people.actions.same_person import refuse_known, unless_known_elsewhere
from tracker.people.models import ContactPoint, ContactStatus, NameKey, Worker
from tracker.people.person import NewContact, Person
from tracker.people.rows import contact_row, contact_status_row, name_key_rows, worker_row


def add_worker(person: Person, *, by: UserAccount | None, now: datetime) -> Worker:
    """Register a person and return the worker. Raises SamePersonKnown; OutOfScope for an office not one's own."""
    refuse_known(secrets.id_index(person.id_number))
    worker = Worker(**worker_row(person, ref=new_ref("NLD"), by_id=by.id if by else None, now=now))
    with unless_known_elsewhere():
        db.session.add(worker)
    insert_rows(db.session(), NameKey, name_key_rows(worker.id, person.full_name))
    insert_rows(db.session(), ContactStatus, [contact_status_row(worker.id)])
    contacts = _first_is_preferred(person.contacts)
    insert_rows(db.session(), ContactPoint, [contact_row(worker.id, each, now=now) for each in contacts])
    audit.record("worker.add", ("worker", worker.ref), by=by, now=now, source=person.source)
    return worker


def _first_is_preferred(contacts: tuple[NewContact, ...]) -> list[NewContact]:
    if not contacts or any(contact.preferred for contact in contacts):
        return list(contacts)
    return [replace(contacts[0], preferred=True), *contacts[1:]]
