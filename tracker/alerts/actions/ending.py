"""Close many alerts at once because what they were about is over; and who worked on one goes on with its successor."""

from datetime import datetime

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entries
from tracker.alerts.models import OPEN_STATES, Alert
from tracker.audit.actions import record
from tracker.auth.models import UserAccount
from tracker.core.db import changed, db


def close_all(*which: sa.ColumnElement[bool], outcome: str, by: UserAccount, now: datetime) -> int:
    """Close every open alert under some conditions with one outcome, which also names the line; how many.

    One statement for the lines, one for the alerts, one line in the audit book.
    """
    chosen = sa.and_(Alert.closed_at.is_(None), Alert.state.in_(OPEN_STATES), *which)
    add_entries(chosen, outcome, now=now, by=by)
    over = {"state": "closed", "outcome": outcome, "resolved_at": now, "closed_at": now}
    closed = changed(
        db.session(), sa.update(Alert).where(chosen).values(**over, next_step_at=None, version=Alert.version + 1)
    )
    if closed:
        record("alerts.closed", ("outcome", outcome), by=by, now=now, count=closed)
    return closed


def pass_owners_on(*, closed_as: str, at: datetime, cause: str) -> int:
    """Give the open alerts of a cause that nobody owns to whoever owned what was closed of that worker; how many."""
    before = sa.orm.aliased(Alert)
    return changed(
        db.session(),
        sa.update(Alert)
        .where(Alert.cause == cause, Alert.closed_at.is_(None), Alert.owner_id.is_(None))
        .where(before.worker_id == Alert.worker_id, before.outcome == closed_as, before.closed_at == at)
        .where(before.owner_id.is_not(None))
        .values(owner_id=before.owner_id, version=Alert.version + 1),
    )
