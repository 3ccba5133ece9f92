"""Corrects what stands in a worker's file; the loser of a race sees both texts."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_rows
from tracker.people.actions.doubles import look_again
from tracker.people.models import NameKey, Worker
from tracker.people.person import Correction
from tracker.people.rows import name_columns, name_key_rows


class ChangedMeanwhile(Exception):
    """Someone else corrected the file since it was opened: `now_stands` holds each field that differs."""

    def __init__(self, now_stands: dict[str, Any], version: int) -> None:
        super().__init__(", ".join(now_stands))
        self.now_stands = now_stands
        self.version = version


def correct_person(
    worker: Worker, correction: Correction, *, version: int, by: UserAccount | None, now: datetime
) -> list[str]:
    """Write what differs and return the names of the fields changed. Raises ChangedMeanwhile.

    `version` is the version of the file that whoever corrects has read. The audit book keeps names of fields only.
    """
    db.session.refresh(worker, with_for_update=True)
    wanted = asdict(correction) | name_columns(correction.full_name)
    changes = {field: value for field, value in wanted.items() if getattr(worker, field) != value}
    told = sorted(set(changes) & set(asdict(correction)))
    if worker.version != version:
        raise ChangedMeanwhile({field: getattr(worker, field) for field in told}, worker.version)
    if not changes:
        return []
    for field, value in changes.items():
        setattr(worker, field, value)
    if "name_fold" in changes:
        _write_name_keys(worker)
    if {"name_fold", "birth_date"} & set(changes):
        look_again([worker.id], now=now)
    audit.record("worker.correct", ("worker", worker.ref), by=by, now=now, fields=told)
    return told


def _write_name_keys(worker: Worker) -> None:
    db.session.execute(sa.delete(NameKey).where(NameKey.worker_id == worker.id))
    insert_rows(db.session(), NameKey, name_key_rows(worker.id, worker.full_name))
