"""The family's door: a session of fifteen minutes on one worker's card, apart from the staff's."""

from datetime import datetime, timedelta

from flask import g, session

from tracker.core import clock, crypto
from tracker.core.db import db
from tracker.core.scope import Scope, use_scope, worker_of
from tracker.family.models import FamilyLogin, FamilySession

COOKIE = "family"
VISIT = timedelta(minutes=15)


def enter() -> None:
    """Before each family request: the scope of the one worker, if the visit still lasts."""
    secret = session.get(COOKIE)
    if not secret:
        return
    token_hash = crypto.fingerprint(secret)
    worker_id = worker_of(db.session(), FamilySession, token_hash=token_hash)
    if worker_id is None:
        return
    use_scope(db.session(), Scope.worker(worker_id))
    visit = db.session.get(FamilySession, token_hash)
    if visit is not None and _lasts(visit, clock.now()):
        g.role, g.family_visit = "family", visit


def visit_now() -> FamilySession:
    """The visit in which this request is made."""
    visit: FamilySession = g.family_visit
    return visit


def login_of(visit: FamilySession) -> FamilyLogin:
    """The login behind a visit."""
    return db.session.get_one(FamilyLogin, visit.login_id)


def _lasts(visit: FamilySession, now: datetime) -> bool:
    login = login_of(visit)
    return visit.ended_at is None and visit.ends_at > now and login.revoked_at is None
