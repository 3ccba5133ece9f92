"""Alerts of two files that become one: they go over to the kept file, and what both were alerted of is one alert."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entry
from tracker.alerts.ladder import first_step_at
from tracker.alerts.models import OPEN_STATES, SEVERITIES, Alert, AlertEntry, BulkChange
from tracker.audit.actions import record
from tracker.auth.models import UserAccount
from tracker.auth.queries import offices_above
from tracker.core.db import db, insert_missing
from tracker.people.merge import Merge


def hand_over(merge: Merge, *, by: UserAccount | None, now: datetime) -> None:
    """Give the alerts of the other file, open and closed, to the kept one and its office. Safe to run twice.

    Whose owner does not cover that office has no owner any more and waits to be taken.
    """
    theirs = Alert.worker_id == merge.other_id
    _note_in_timelines(theirs, by=by, now=now)
    for room in (AlertEntry, BulkChange):
        lines = room.alert_id.in_(sa.select(Alert.id).where(theirs))
        _run(sa.update(room).where(lines).values(office_path=merge.office_path))
    covering = sa.select(UserAccount.id).where(UserAccount.office_path.in_(offices_above(merge.office_path)))
    leaves = (Alert.closed_at.is_(None), Alert.state.in_(OPEN_STATES), Alert.office_path != merge.office_path)
    _run(sa.update(Alert).where(theirs, *leaves, Alert.owner_id.not_in(covering)).values(**_taken_by_nobody(now)))
    moved = {"worker_id": merge.kept_id, "office_path": merge.office_path, "version": Alert.version + 1}
    _run(sa.update(Alert).where(theirs).values(**moved, parent_id=_parent_within(merge.office_path)))


def rename_keys(worker_id: int, names: Mapping[str, str], *, by: UserAccount | None, now: datetime) -> int:
    """Give alerts of a worker the key that their cause has in his file, {old: new}; how many open ones became one.

    Where one of either key is open, the graver, then the older goes on and the other is closed as its duplicate.
    """
    joined, his = 0, Alert.worker_id == worker_id
    for old, new in names.items():
        standing = sa.select(Alert).where(his, Alert.dedupe_key.in_((old, new)), Alert.closed_at.is_(None))
        gravest = standing.order_by(Alert.state == "resolved", Alert.severity, Alert.opened_at, Alert.id)
        found = db.session.scalars(gravest, execution_options={"populate_existing": True}).all()
        for lesser in found[1:]:
            _join(lesser, found[0], by=by, now=now)
            joined += 1
        _run(sa.update(Alert).where(his, Alert.dedupe_key == old).values(dedupe_key=new))
    return joined


def _note_in_timelines(which: sa.ColumnElement[bool], *, by: UserAccount | None, now: datetime) -> None:
    told: dict[str, Any] = {
        "alert_id": Alert.id,
        "office_path": Alert.office_path,
        "at": sa.literal(now, AlertEntry.at.type),
        "kind": sa.literal("merged"),
        "by_id": sa.cast(by.id if by else None, sa.Integer),
        "note": sa.literal(""),
        "detail": sa.literal({}, AlertEntry.detail.type),
    }
    lines = sa.select(*told.values()).where(which, Alert.closed_at.is_(None))
    insert_missing(db.session(), AlertEntry, list(told), lines)


def _taken_by_nobody(now: datetime) -> dict[str, Any]:
    """What an alert is that nobody has taken: the ladder begins again, the deadlines stay."""
    steps = [(Alert.severity == one, sa.literal(first_step_at(one, now), Alert.opened_at.type)) for one in SEVERITIES]
    return {
        "owner_id": None,
        "state": "new",
        "acknowledged_at": None,
        "snoozed_until": None,
        "waiting_on": "",
        "escalation": 0,
        "next_step_at": sa.case(*steps[:-1], else_=steps[-1][1]),
    }


def _parent_within(office_path: str) -> sa.ColumnElement[Any]:
    """Held under the alert of another office no longer; a duplicate stays one of what it was a duplicate of."""
    parent = sa.orm.aliased(Alert, name="parent")
    elsewhere = sa.exists().where(
        parent.id == Alert.parent_id, parent.worker_id.is_(None), parent.office_path != office_path
    )
    return sa.case((sa.and_(elsewhere, Alert.state != "duplicate"), sa.null()), else_=Alert.parent_id)


def _join(alert: Alert, of: Alert, *, by: UserAccount | None, now: datetime) -> None:
    closed = {"state": "duplicate", "parent_id": of.id, "closed_at": now, "next_step_at": None}
    _run(sa.update(Alert).where(Alert.id == alert.id).values(**closed, version=Alert.version + 1))
    _run(sa.update(Alert).where(Alert.id == of.id).values(times_fired=Alert.times_fired + alert.times_fired))
    add_entry(alert, "duplicate", now=now, by=by, of=of.number)
    add_entry(of, "has_duplicate", now=now, by=by, other=alert.number)
    record("alert.duplicate", ("alert", alert.ref), by=by, now=now, of=of.number)


def _run(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
