"""Relatives: named by the worker, and seeing only what the worker agreed to."""

from datetime import date, datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_rows
from tracker.messages import actions as post_room
from tracker.people.models import ContactPoint, Relative, Worker
from tracker.people.person import NewRelative
from tracker.people.rows import contact_row, relative_row


class ConsentMissing(Exception):
    """A relative would see something without the worker's consent being written down: when it was given, and how."""


def add_relative(worker: Worker, relative: NewRelative, *, by: UserAccount | None, now: datetime) -> Relative:
    """Add a relative with his or her numbers. Raises ConsentMissing."""
    _refuse_without_consent(relative.may_see, relative.consent_on, relative.consent_how)
    added = Relative(**relative_row(worker.id, relative, now=now))
    db.session.add(added)
    db.session.flush()
    points = [contact_row(worker.id, each, now=now, relative_id=added.id) for each in relative.contacts]
    insert_rows(db.session(), ContactPoint, points)
    audit.record("relative.add", ("worker", worker.ref), by=by, now=now, relative=added.ref, may_see=relative.may_see)
    return added


def set_may_see(
    worker: Worker,
    relative: Relative,
    may_see: str,
    *,
    consent_on: date | None,
    consent_how: str,
    by: UserAccount | None,
    now: datetime,
) -> Relative:
    """Change what a relative may see. Showing less needs no consent; showing anything raises ConsentMissing without.

    Whoever may see nothing is written to no more: what was to go there is taken back.
    """
    _refuse_without_consent(may_see, consent_on, consent_how)
    before, relative.may_see = relative.may_see, may_see
    if may_see == "nothing":
        theirs = sa.select(ContactPoint.place).where(ContactPoint.relative_id == relative.id)
        post_room.cancel_to(worker.id, theirs, why="no_consent", now=now)
    else:
        relative.consent_on, relative.consent_how = consent_on, consent_how.strip()
    audit.record(
        "relative.may_see", ("worker", worker.ref), by=by, now=now, relative=relative.ref, before=before, after=may_see
    )
    return relative


def _refuse_without_consent(may_see: str, consent_on: date | None, consent_how: str) -> None:
    if may_see != "nothing" and (consent_on is None or not consent_how.strip()):
        raise ConsentMissing(may_see)
