"""Offices and people of the staff as the alert pages name them."""

from datetime import datetime

import sqlalchemy as sa

from tracker.alerts.actions.telling import at_work
from tracker.auth.models import Office, UserAccount
from tracker.auth.queries import offices_above
from tracker.core.db import db


def may_own(office_path: str, now: datetime) -> list[UserAccount]:
    """Who can be given an alert of this office: officers and supervisors at work whose office covers it."""
    covering = (
        UserAccount.office_path.in_(offices_above(office_path)),
        UserAccount.role.in_(("officer", "supervisor")),
    )
    users = sa.select(UserAccount).where(*covering, *at_work(now))
    return list(
        db.session.scalars(users.order_by(sa.func.length(UserAccount.office_path).desc(), UserAccount.display_name))
    )


def office_name(path: str) -> str:
    """The name of an office."""
    return db.session.scalar(sa.select(Office.name).where(Office.path == path)) or ""


def offices_below(path: str) -> dict[str, str]:
    """The offices right below one, {path: name}."""
    rows = sa.select(Office.path, Office.name).where(Office.parent_path == path).order_by(Office.path)
    return {row.path: row.name for row in db.session.execute(rows)}


def user_name(ref: str) -> str:
    """The name of the user with this reference."""
    return db.session.scalar(sa.select(UserAccount.display_name).where(UserAccount.ref == ref)) or ""


def supervised(office_path: str, now: datetime) -> list[UserAccount]:
    """Who can be given many alerts at once: officers and supervisors at work in an office or below it."""
    within = sa.or_(UserAccount.office_path == office_path, UserAccount.office_path.startswith(f"{office_path}."))
    users = sa.select(UserAccount).where(within, UserAccount.role.in_(("officer", "supervisor")), *at_work(now))
    return list(db.session.scalars(users.order_by(UserAccount.display_name).limit(300)))
