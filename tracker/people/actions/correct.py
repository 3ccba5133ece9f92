"""Corrects what stands in a worker's file; the loser of a race sees both texts."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_rows
from tracker.core.versions import changes_of
from tracker.people.actions.doubles import look_again
from tracker.people.models import NameKey, Worker
from tracker.people.person import Correction
from tracker.people.rows import name_columns, name_key_rows


def correct_person(
    worker: Worker, correction: Correction, *, version: int, by: UserAccount | None, now: datetime
) -> list[str]:
    """Write what differs and return the names of the fields changed. Raises ChangedMeanwhile.

    `version` is the version of the file that whoever corrects has read. The audit book keeps names of fields only.
    """
    changes = changes_of(worker, asdict(correction), version=version)
    if not changes:
        return []
    renamed = name_columns(correction.full_name) if "full_name" in changes else {}
    for field, value in (changes | renamed).items():
        setattr(worker, field, value)
    if renamed:
        _write_name_keys(worker)
    if {"full_name", "birth_date"} & set(changes):
        look_again([worker.id], now=now)
    told = sorted(changes)
    audit.record("worker.correct", ("worker", worker.ref), by=by, now=now, fields=told)
    return told


def _write_name_keys(worker: Worker) -> None:
    db.session.execute(sa.delete(NameKey).where(NameKey.worker_id == worker.id))
    insert_rows(db.session(), NameKey, name_key_rows(worker.id, worker.full_name))
