"""One number of a paper, one person: who bears a CMND or CCCD number already, under it or under a later one."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tracker.core.db import db
from tracker.people.models import Worker
from tracker.people.queries import was_known_by


class SamePersonKnown(Exception):
    """A worker with this CMND or CCCD number is registered already, under it or under another that came later.

    `existing_ref` is empty when that file lies outside the scope of whoever asked: only the fact is told.
    """

    def __init__(self, existing_ref: str | None) -> None:
        super().__init__(existing_ref)
        self.existing_ref = existing_ref


def refuse_known(id_index: bytes, *, but: int | None = None) -> None:
    """Raises SamePersonKnown when somebody, `but` the worker of this id, bears or bore the number."""
    for bears in (Worker.id_number_index == id_index, was_known_by(id_index)):
        found = sa.select(Worker.ref).where(bears)
        existing = db.session.scalar(found if but is None else found.where(Worker.id != but))
        if existing:
            raise SamePersonKnown(existing)


@contextmanager
def unless_known_elsewhere() -> Iterator[None]:
    """Write what is within; the unique number decides. Raises SamePersonKnown of a file that may not be shown."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if "id_number_index" in str(error.orig):
            raise SamePersonKnown(None) from error
        raise
