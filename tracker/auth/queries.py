"""Questions about offices, users, sessions and kept lists."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.auth.actions import IDLE
from tracker.auth.models import Office, SavedList, SignIn, UserAccount
from tracker.core import crypto
from tracker.core.db import db
from tracker.core.scope import within


def living_session(secret: str, *, now: datetime) -> SignIn | None:
    """The session of a cookie, unless it was ended, has expired or lay idle for 30 minutes."""
    found = db.session.get(SignIn, crypto.fingerprint(secret))
    if found is None or found.ended_at or found.ends_at <= now or found.last_used_at + IDLE <= now:
        return None
    return found if found.user.disabled_at is None else None


def sessions_of(user: UserAccount, *, now: datetime) -> list[SignIn]:
    """The living sessions of a user, newest first."""
    living = sa.select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None), SignIn.ends_at > now)
    return list(db.session.scalars(living.order_by(SignIn.started_at.desc())))


def own_session(user: UserAccount, ref: str) -> SignIn | None:
    """One of the user's own sessions."""
    return db.session.scalars(sa.select(SignIn).where(SignIn.ref == ref, SignIn.user_id == user.id)).first()


def user_named(username: str) -> UserAccount | None:
    """The account with this name to sign in with."""
    named = sa.select(UserAccount).where(UserAccount.username == username.strip().lower())
    return db.session.scalars(named).first()


def nobody_can_sign_in() -> bool:
    """Whether no account has a password yet: the first start."""
    return db.session.scalar(sa.select(UserAccount.id).where(UserAccount.password_hash != "").limit(1)) is None


def office_by_path(path: str) -> Office | None:
    """The office at this place of the tree."""
    return db.session.get(Office, path)


def offices_above(path: str) -> list[str]:
    """The paths of an office and of every office above it, the nearest first."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def phone_of(path: str) -> str:
    """The telephone of an office, or of the nearest one above it that has one; empty when none has."""
    known = sa.select(Office.phone).where(Office.path.in_(offices_above(path)), Office.phone != "")
    return db.session.scalars(known.order_by(sa.func.length(Office.path).desc()).limit(1)).first() or ""


def offices_within(path: str) -> list[Office]:
    """An office and those below it, in the order of the tree."""
    return list(db.session.scalars(sa.select(Office).where(within(Office.path, path)).order_by(Office.path)))


def saved_lists(user: UserAccount, page: str) -> Sequence[SavedList]:
    """The lists of one page that a user has kept, by name."""
    mine = sa.select(SavedList).where(SavedList.user_id == user.id, SavedList.page == page)
    return db.session.scalars(mine.order_by(SavedList.name, SavedList.id)).all()
