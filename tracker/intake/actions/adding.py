"""Adds the workers of a list whom nobody knew, with all that belongs to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.core.crypto import new_ref
from tracker.core.db import db, insert_rows
from tracker.intake.entry import Person
from tracker.intake.steps import Step
from tracker.people import person as people
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, NameKey, Relative, Worker
from tracker.people.rows import contact_row, contact_status_row, name_key_rows, relative_row, worker_row

REFS_AT_ONCE = 400
SOURCE = "list"


class RegisterMoved(Exception):
    """A file of the list was changed by someone else between reading and writing; nothing was written."""


def add_workers(steps: Sequence[Step], ids: dict[str, int], *, by_id: int | None, now: datetime) -> dict[str, int]:
    """Add the workers nobody knew, with names and numbers; their ids by the number of their papers."""
    firsts: dict[str, Step] = {}
    for step in steps:
        if step.entry.person.id_number not in ids:
            firsts.setdefault(step.entry.person.id_number, step)
    refs = {number: new_ref("NLD") for number in firsts}
    rows = [
        worker_row(_as_registered(step.entry.person, step.office_path), ref=refs[number], by_id=by_id, now=now)
        for number, step in firsts.items()
    ]
    insert_rows(db.session(), Worker, rows)
    by_ref = ids_of(Worker, list(refs.values()))
    added = {number: by_ref[ref] for number, ref in refs.items() if ref in by_ref}
    _nobody_was_faster([number for number in refs if number not in added])
    _add_what_belongs_to([(firsts[number], worker_id) for number, worker_id in added.items()], now=now)
    return added


def _nobody_was_faster(numbers: Sequence[str]) -> None:
    """A number that was not added lies with an office out of sight, or was added just now. Raises RegisterMoved."""
    indexes = [secrets.id_index(number) for number in numbers]
    for start in range(0, len(indexes), REFS_AT_ONCE):
        seen = sa.select(Worker.id).where(Worker.id_number_index.in_(indexes[start : start + REFS_AT_ONCE])).limit(1)
        if db.session.scalar(seen) is not None:
            raise RegisterMoved


def _add_what_belongs_to(added: Sequence[tuple[Step, int]], *, now: datetime) -> None:
    """Name keys, contact states and numbers of workers just added."""
    session = db.session()
    people_of = [(step.entry, worker_id) for step, worker_id in added]
    insert_rows(session, NameKey, [k for entry, id_ in people_of for k in name_key_rows(id_, entry.person.full_name)])
    insert_rows(session, ContactStatus, [contact_status_row(id_) for _entry, id_ in people_of])
    points = [
        contact_row(id_, people.NewContact(number, preferred=place == 0), now=now)
        for entry, id_ in people_of
        for place, number in enumerate(entry.person.phones)
    ]
    insert_rows(session, ContactPoint, points)


def add_kin(of: Sequence[tuple[Step, int]], *, now: datetime) -> None:
    """Add the relatives, with their numbers, whom the lines about workers just added name; each line has its own."""
    session = db.session()
    named = [
        (id_, kin, relative_row(id_, people.NewRelative(kin.full_name, kin.kinship), now=now))
        for step, id_ in of
        if (kin := step.entry.kin)
    ]
    insert_rows(session, Relative, [row for _id, _kin, row in named])
    relatives = ids_of(Relative, [row["ref"] for _id, _kin, row in named])
    points = [
        contact_row(id_, people.NewContact(number), now=now, relative_id=relatives[row["ref"]])
        for id_, kin, row in named
        for number in kin.phones
    ]
    insert_rows(session, ContactPoint, points)


def ids_of(model: Any, refs: Sequence[str]) -> dict[str, int]:
    """Ids of rows by their references."""
    found: dict[str, int] = {}
    for start in range(0, len(refs), REFS_AT_ONCE):
        part = sa.select(model.ref, model.id).where(model.ref.in_(refs[start : start + REFS_AT_ONCE]))
        found.update((ref, id_) for ref, id_ in db.session.execute(part))
    return found


def _as_registered(person: Person, office_path: str) -> people.Person:
    return people.Person(
        full_name=person.full_name,
        sex=person.sex,
        birth_date=person.birth_date,
        id_kind=person.id_kind,
        id_number=person.id_number,
        office_path=office_path,
        passport=person.passport,
        ethnic_group=person.ethnic_group,
        commune_code=person.commune_code,
        commune_on=person.commune_on,
        household=person.household or "",
        qualification=person.qualification,
        list_ref=person.list_ref or None,
        source=SOURCE,
    )
