"""The staff door: who is asking, in which role, and whose rows they may see."""

from datetime import timedelta
from typing import Any

from flask import Flask, g
from flask_login import LoginManager, current_user

from tracker.auth import queries
from tracker.auth.models import SignIn, UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope

TOUCH_EVERY = timedelta(minutes=1)
login_manager = LoginManager()


class Member:
    """The signed-in user as Flask-Login knows it: a user together with the session that was opened."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, sign_in: SignIn, secret: str) -> None:
        self.sign_in = sign_in
        self.user = sign_in.user
        self._secret = secret

    def get_id(self) -> str:
        """What the cookie holds: the session's secret, never the user's number."""
        return self._secret

    def __getattr__(self, name: str) -> Any:
        return getattr(self.user, name)


def hang_door(app: Flask) -> None:
    """Give the application its Flask-Login."""
    login_manager.init_app(app)
    login_manager.session_protection = None


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(secret: str) -> Member | None:
    found = queries.living_session(secret, now=clock.now())
    return Member(found, secret) if found else None


def enter(*, with_scope: bool) -> None:
    """Before each staff request: set the role, the language and, for rooms with people in them, the scope."""
    if not current_user.is_authenticated:
        return
    member: Member = current_user._get_current_object()
    g.role, g.language = member.user.role, member.user.language
    _touch(member.sign_in)
    if with_scope:
        use_scope(db.session(), Scope.office(member.user.office_path))


def asking_user() -> UserAccount:
    """The user of the staff who makes this request."""
    user: UserAccount = current_user.user
    return user


def _touch(sign_in: SignIn) -> None:
    now = clock.now()
    if now - sign_in.last_used_at < TOUCH_EVERY:
        return
    token = db.session().info.pop("form_token", None)
    with transaction():
        sign_in.last_used_at = now
    if token:
        db.session().info["form_token"] = token
