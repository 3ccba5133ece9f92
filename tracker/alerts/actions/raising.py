"""Raise alerts: one, or one for each row of a question, deduplicated by key among the open ones."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entry
from tracker.alerts.actions.firing_again import anew, fire_again
from tracker.alerts.ladder import first_step_at
from tracker.alerts.models import SEVERITIES, Alert, AlertEntry
from tracker.alerts.severity import deadlines
from tracker.audit.actions import record
from tracker.contracts.models import Contract
from tracker.core.crypto import new_ref
from tracker.core.db import changed, db, insert_missing, insert_rows
from tracker.core.refs import random_ref
from tracker.people.models import Worker

REF_PREFIX = "CB"
GIVEN = ("worker_id", "office_path", "host_country", "dedupe_key", "cause_id", "severity", "rank", "title", "why")
NUMBERS = ("worker_id", "cause_id", "severity", "rank", "parent_id")


def raise_for(rows: sa.Select[Any], *, cause: str, now: datetime) -> int:
    """Raise an alert for every row of a question; how many are new. Safe to run twice, and by two at once.

    `rows` yields worker_id, office_path, host_country, dedupe_key, cause_id, severity, rank, title, why (JSON), and
    if it likes parent_id. Where an alert of the same key is open it counts up, and becomes graver if the row is.
    Bound the question with `.limit()` where it could be very long.
    """
    newest = db.session.scalar(sa.select(sa.func.max(Alert.id)))
    new = insert_missing(db.session(), Alert, *_insertion(rows, cause=cause, now=now))
    fired_again = _count_up(rows.subquery("fired"), newest, now=now) if newest else 0
    graver = _make_graver(rows.subquery("fired"), now=now) if fired_again else 0
    if new or graver:
        record("alerts.raised", ("cause", cause), by=None, now=now, new=new, again=fired_again, graver=graver)
    return new


def raise_one(
    *,
    worker: Worker | None,
    cause: str,
    cause_id: int | None,
    dedupe_key: str,
    severity: int,
    title: str,
    why: dict[str, Any],
    now: datetime,
    rank: int = 0,
    office_path: str | None = None,
    host_country: str = "",
    parent: Alert | None = None,
) -> Alert:
    """Raise one alert, or count up the open one of the same key and make it graver if this is; the alert.

    Without a worker `office_path` says whose alert it is. Raises ValueError when neither is given.
    """
    office = office_path or (worker.office_path if worker else None)
    if office is None:
        raise ValueError("an alert belongs to a worker or to an office")
    row = {
        "ref": new_ref(REF_PREFIX),
        "worker_id": worker.id if worker else None,
        "parent_id": parent.id if parent else None,
        "office_path": office,
        "host_country": host_country or (_country_of(worker) if worker else ""),
        "dedupe_key": dedupe_key,
        "cause": cause,
        "cause_id": cause_id,
        "severity": severity,
        "rank": rank,
        "title": title,
        "why": why,
        **anew(severity, now),
        "opened_at": now,
        "last_fired_at": now,
    }
    if insert_rows(db.session(), Alert, [row]):
        alert = db.session.execute(sa.select(Alert).where(Alert.ref == row["ref"])).scalar_one()
        record("alert.opened", ("alert", alert.ref), by=None, now=now, cause=cause, severity=severity)
        return alert
    return fire_again(_open_alert(dedupe_key), severity=severity, title=title, why=why, now=now)


def parent_for(
    *,
    dedupe_key: str,
    cause: str,
    cause_id: int,
    office_path: str,
    severity: int,
    title: str,
    why: dict[str, Any],
    now: datetime,
    host_country: str = "",
) -> Alert:
    """The one alert of an office under which the single alerts of an event are held; opened when it is not yet."""
    return raise_one(
        worker=None,
        cause=cause,
        cause_id=cause_id,
        dedupe_key=dedupe_key,
        severity=severity,
        title=title,
        why=why,
        now=now,
        office_path=office_path,
        host_country=host_country,
    )


def gather_under_parents(*, cause: str, cause_id: int) -> int:
    """Put the open alerts of a cause under the open alert of the same cause and office that has no worker; how many."""
    of_event = (Alert.cause == cause, Alert.cause_id == cause_id, Alert.closed_at.is_(None))
    parents = (
        sa.select(sa.func.min(Alert.id).label("id"), Alert.office_path)
        .where(*of_event, Alert.worker_id.is_(None))
        .group_by(Alert.office_path)
        .subquery("parents")
    )
    alone = (Alert.worker_id.is_not(None), Alert.parent_id.is_(None), Alert.office_path == parents.c.office_path)
    return changed(db.session(), sa.update(Alert).where(*of_event, *alone).values(parent_id=parents.c.id))


def add_fact(dedupe_key: str, note: str, now: datetime, **detail: Any) -> bool:
    """Add a fact to the timeline of the open alert of this key; whether there was one."""
    alert = db.session.execute(_open(dedupe_key)).scalar_one_or_none()
    if alert is None:
        return False
    add_entry(alert, "fact", now=now, words=note, **detail)
    record("alert.fact", ("alert", alert.ref), by=None, now=now)
    return True


def _country_of(worker: Worker) -> str:
    """The country of the newest contract: where the worker is, or was last."""
    newest = sa.select(Contract.host_country).where(Contract.worker_id == worker.id).order_by(Contract.id.desc())
    return db.session.scalar(newest.limit(1)) or ""


def _insertion(rows: sa.Select[Any], *, cause: str, now: datetime) -> tuple[list[str], sa.Select[Any]]:
    given = rows.subquery("given")
    severity = given.c.severity
    due = {grade: deadlines(grade, now) for grade in SEVERITIES}
    names = (*GIVEN, "parent_id") if "parent_id" in given.c else GIVEN
    # A plain NULL in a subquery is text to PostgreSQL: numbers are cast.
    columns: dict[str, sa.ColumnElement[Any]] = {
        name: sa.cast(given.c[name], sa.Integer) if name in NUMBERS else given.c[name] for name in names
    }
    columns |= {
        "ref": sa.literal(f"{REF_PREFIX}-").concat(random_ref()),
        "cause": sa.literal(cause),
        "state": sa.literal("new"),
        "opened_at": _instant(now),
        "last_fired_at": _instant(now),
        "acknowledge_by": _by_severity(severity, lambda grade: due[grade].acknowledge_by),
        "act_by": _by_severity(severity, lambda grade: due[grade].act_by),
        "next_step_at": _by_severity(severity, lambda grade: first_step_at(grade, now)),
        "waiting_on": sa.literal(""),
        "outcome": sa.literal(""),
        "snoozes": sa.literal(0),
        "escalation": sa.literal(0),
        "times_fired": sa.literal(1),
        "version": sa.literal(1),
    }
    return list(columns), sa.select(*columns.values())


def _count_up(fired: sa.Subquery, newest: int, *, now: datetime) -> int:
    # Only what was there before; and what fired at this very instant was counted by an earlier run of this instant.
    return changed(
        db.session(),
        sa.update(Alert)
        .where(
            Alert.id <= newest,
            Alert.closed_at.is_(None),
            Alert.last_fired_at < now,
            Alert.dedupe_key.in_(sa.select(fired.c.dedupe_key)),
        )
        .values(times_fired=Alert.times_fired + 1, last_fired_at=now),
    )


def _make_graver(fired: sa.Subquery, *, now: datetime) -> int:
    _note_graver(fired, now=now)
    total = 0
    for grade in SEVERITIES:
        total += changed(
            db.session(),
            sa.update(Alert)
            .where(Alert.closed_at.is_(None), Alert.dedupe_key == fired.c.dedupe_key)
            .where(fired.c.severity == grade, Alert.severity > grade)
            .values(
                severity=grade,
                title=fired.c.title,
                why=fired.c.why,
                version=Alert.version + 1,
                **anew(grade, now),
            ),
        )
    return total


def _note_graver(fired: sa.Subquery, *, now: datetime) -> None:
    rising = (
        sa.select(Alert.id, Alert.office_path, _instant(now), sa.literal("graver"), sa.literal(""), _json({}))
        .join(fired, sa.and_(fired.c.dedupe_key == Alert.dedupe_key, fired.c.severity < Alert.severity))
        .where(Alert.closed_at.is_(None))
    )
    insert_missing(db.session(), AlertEntry, ("alert_id", "office_path", "at", "kind", "note", "detail"), rising)


def _open(dedupe_key: str) -> sa.Select[Alert]:
    return sa.select(Alert).where(Alert.dedupe_key == dedupe_key, Alert.closed_at.is_(None))


def _open_alert(dedupe_key: str) -> Alert:
    return db.session.execute(_open(dedupe_key)).scalar_one()


def _by_severity(severity: sa.ColumnElement[int], instant: Callable[[int], datetime]) -> sa.ColumnElement[Any]:
    cases = [(severity == grade, _instant(instant(grade))) for grade in SEVERITIES[:-1]]
    return sa.case(*cases, else_=_instant(instant(SEVERITIES[-1])))


def _instant(value: datetime) -> sa.ColumnElement[Any]:
    return sa.literal(value, Alert.opened_at.type)


def _json(value: dict[str, Any]) -> sa.ColumnElement[Any]:
    return sa.literal(value, AlertEntry.detail.type)
