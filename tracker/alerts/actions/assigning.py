"""Whose alert it is: given by hand, or to the officer of the area with the least open work."""

from datetime import datetime

import sqlalchemy as sa

from tracker.alerts.actions.telling import at_work
from tracker.alerts.actions.transitions import begin_step, keep
from tracker.alerts.models import Alert
from tracker.alerts.refusals import NotTheirs
from tracker.auth.models import UserAccount
from tracker.auth.queries import offices_above
from tracker.core.db import db


def assign(
    alert: Alert, to: UserAccount, *, by: UserAccount, now: datetime, words: str = "", seen: int | None = None
) -> None:
    """Give it to somebody whose office covers it. Raises NotTheirs for others, and for people on leave."""
    begin_step(alert, "assign", by=by, now=now, seen=seen, mine=words)
    if not may_own(to, alert.office_path, now=now):
        raise NotTheirs(to.ref)
    was = alert.owner.display_name if alert.owner else ""
    alert.owner_id = to.id
    keep(alert, "assigned", by=by, now=now, words=words, to=to.display_name, was=was)


def assign_by_area(alert: Alert, *, by: UserAccount, now: datetime, seen: int | None = None) -> UserAccount:
    """Give it to the officer of the area with the least open work; that officer. Raises NotTheirs if there is none."""
    officer = least_loaded(alert.office_path, now=now)
    if officer is None:
        raise NotTheirs(alert.office_path)
    assign(alert, officer, by=by, now=now, seen=seen)
    return officer


def least_loaded(office_path: str, *, now: datetime) -> UserAccount | None:
    """Of the officers at work in the nearest office that has any, the one with the fewest open alerts."""
    load = (
        sa.select(sa.func.count())
        .where(Alert.owner_id == UserAccount.id, Alert.closed_at.is_(None), Alert.state != "resolved")
        .scalar_subquery()
    )
    nearest = sa.func.length(UserAccount.office_path).desc()
    candidates = sa.select(UserAccount).where(
        UserAccount.role == "officer", UserAccount.office_path.in_(offices_above(office_path)), *at_work(now)
    )
    return db.session.scalars(candidates.order_by(nearest, load, UserAccount.id).limit(1)).first()


def may_own(user: UserAccount, office_path: str, *, now: datetime) -> bool:
    """Whether a user works with alerts, is there, and has an office that covers this one."""
    here = user.disabled_at is None and (user.away_until is None or user.away_until <= now)
    return here and user.role in ("officer", "supervisor") and user.office_path in offices_above(office_path)
