"""Changes the numbers of a worker's papers: a new paper came, or the old number was written wrongly."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db, insert_rows
from tracker.core.versions import changes_of
from tracker.people import secrets
from tracker.people.actions.doubles import look_again
from tracker.people.actions.same_person import refuse_known, unless_known_elsewhere
from tracker.people.models import EarlierNumber, Worker
from tracker.people.person import Papers
from tracker.people.rows import earlier_number_row


def change_papers(worker: Worker, papers: Papers, *, version: int, by: UserAccount | None, now: datetime) -> list[str]:
    """Write the numbers that differ and return the names of the fields changed.

    The number of a paper that was renewed stays with the file and still finds it; one written wrongly is forgotten.
    Raises SamePersonKnown, ChangedMeanwhile. The audit book keeps names of fields only.
    """
    wanted = _wanted(papers)
    changes = changes_of(worker, wanted, version=version)
    if not changes:
        return []
    if "id_number_index" in changes:
        refuse_known(changes["id_number_index"], but=worker.id)
    given_up = list(_given_up(worker, changes)) if papers.renewed else []
    with unless_known_elsewhere():
        for column, value in (changes | _sealed(papers, worker, changes)).items():
            setattr(worker, column, value)
    _remember(worker, given_up, now=now)
    look_again([worker.id], now=now)
    told = sorted(name.removesuffix("_index") for name in changes)
    about = ("worker", worker.ref)
    audit.record("worker.papers", about, by=by, now=now, fields=told, renewed=papers.renewed, proof=papers.proof)
    return told


def _wanted(papers: Papers) -> dict[str, Any]:
    """The columns as they should stand, by which they are compared; what was left empty is not asked for."""
    wanted: dict[str, Any] = {"id_kind": papers.id_kind}
    if papers.id_number:
        wanted["id_number_index"] = secrets.id_index(papers.id_number)
    if papers.passport:
        wanted["passport_index"] = secrets.passport_index(papers.passport)
    if papers.passport_expires_on:
        wanted["passport_expires_on"] = papers.passport_expires_on
    return wanted


def _given_up(worker: Worker, changes: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The numbers that stand now and will not: kind, value."""
    if "id_number_index" in changes:
        yield worker.id_kind, secrets.open_id(worker)
    if "passport_index" in changes and worker.passport_index is not None:
        yield "passport", secrets.open_passport(worker)


def _sealed(papers: Papers, worker: Worker, changes: dict[str, Any]) -> dict[str, Any]:
    """The columns that follow from new numbers; the day on which an old passport ends is not the new one's."""
    follow: dict[str, Any] = {}
    if "id_number_index" in changes:
        follow["id_number_sealed"] = secrets.seal_id(papers.id_number, worker.ref)
        follow["id_last4_index"] = secrets.id_last4_index(papers.id_number)
    if "passport_index" in changes:
        follow["passport_sealed"] = secrets.seal_passport(papers.passport, worker.ref)
        follow["passport_expires_on"] = papers.passport_expires_on
    return follow


def _remember(worker: Worker, given_up: list[tuple[str, str]], *, now: datetime) -> None:
    """Keep what was given up among the earlier numbers, and take out from there what is borne again."""
    borne = [index for index in (worker.id_number_index, worker.passport_index) if index is not None]
    again = EarlierNumber.worker_id == worker.id, EarlierNumber.value_index.in_(borne)
    db.session.execute(sa.delete(EarlierNumber).where(*again))
    rows = [earlier_number_row(worker.id, kind, value, now=now) for kind, value in given_up]
    insert_rows(db.session(), EarlierNumber, rows)
