"""Verbs of the family's login: grant, revoke, sign in, report, hand over."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from tracker.alerts import actions as alerts
from tracker.alerts.explain import fact, say, why
from tracker.alerts.models import Alert
from tracker.audit import actions as audit
from tracker.audit.actions import Actor
from tracker.auth.models import UserAccount
from tracker.core import crypto
from tracker.core.db import db
from tracker.core.scope import Scope, use_scope, worker_of
from tracker.family.door import VISIT
from tracker.family.models import FamilyLogin, FamilyReport, FamilySession
from tracker.people.actions import record_sign
from tracker.people.merge import Merge
from tracker.people.models import ContactPoint, Relative, Worker

CODE_BITS = 65
FAMILY_STRENGTH = "0.6"


class NoConsent(Exception):
    """The worker has not agreed that this relative may see anything."""


class CaseSealed(Exception):
    """The worker's file is under seal: nobody at home may be told anything."""


class NoPhone(Exception):
    """The relative has no phone number, whose last four digits the login needs."""


class UnknownCode(Exception):
    """No living login has this code and these four digits; nothing says which is wrong."""


class Visitor:
    """A family as the audit book names it: the login, not the person."""

    role = "family"
    office_path = None

    def __init__(self, login: FamilyLogin) -> None:
        self.ref = login.ref
        self.display_name = str(_("Thân nhân"))


def grant(relative: Relative, *, by: Actor, by_id: int, now: datetime) -> tuple[FamilyLogin, str]:
    """Give a relative a login; earlier ones end. The code is shown once. Raises NoConsent, NoPhone, CaseSealed."""
    if db.session.get_one(Worker, relative.worker_id).sealed_case:
        raise CaseSealed
    if not relative.may_be_told:
        raise NoConsent
    phone = _phone_of(relative)
    revoke_all(relative, by=by, now=now)
    code = crypto.new_secret(CODE_BITS)
    login = FamilyLogin(
        ref=crypto.new_ref("GD"),
        worker_id=relative.worker_id,
        relative_id=relative.id,
        code_index=crypto.blind("family_code", code),
        phone_last4_index=phone.last4_index,
        granted_at=now,
        granted_by=by_id,
    )
    db.session.add(login)
    db.session.flush()
    audit.record("family.grant", ("relative", relative.ref), by=by, now=now, login=login.ref, level=relative.may_see)
    return login, code


def revoke_all(relative: Relative, *, by: Actor, now: datetime) -> int:
    """End every login and visit of a relative, who is not told; how many logins ended."""
    living = sa.update(FamilyLogin).where(FamilyLogin.relative_id == relative.id, FamilyLogin.revoked_at.is_(None))
    ended: int = db.session.execute(living.values(revoked_at=now)).rowcount  # type: ignore[attr-defined]
    if ended:
        audit.record("family.revoke", ("relative", relative.ref), by=by, now=now, logins=ended)
    return ended


def sign_in(code: str, last4: str, *, now: datetime) -> str:
    """Open a visit of fifteen minutes; its secret. Raises UnknownCode, alike for every cause."""
    index = crypto.blind("family_code", plain_code(code))
    worker_id = worker_of(db.session(), FamilyLogin, code_index=index)
    if worker_id is None:
        raise UnknownCode
    use_scope(db.session(), Scope.worker(worker_id))
    login = db.session.scalars(sa.select(FamilyLogin).where(FamilyLogin.code_index == index)).first()
    if login is None or login.revoked_at or login.phone_last4_index != crypto.blind("contact_last4", last4.strip()):
        raise UnknownCode
    secret = crypto.new_secret(160)
    login.last_used_at = now
    db.session.add(
        FamilySession(
            token_hash=crypto.fingerprint(secret),
            worker_id=worker_id,
            login_id=login.id,
            started_at=now,
            ends_at=now + VISIT,
        )
    )
    audit.record("family.sign_in", ("family_login", login.ref), by=Visitor(login), now=now)
    worker = db.session.get_one(Worker, worker_id)
    audit.record("family.read", ("worker", worker.ref), by=Visitor(login), now=now)
    return secret


def leave(visit: FamilySession, login: FamilyLogin, *, now: datetime) -> None:
    """End a visit."""
    visit.ended_at = now
    audit.record("family.leave", ("family_login", login.ref), by=Visitor(login), now=now)


def report(login: FamilyLogin, what: str, *, now: datetime) -> Alert | None:
    """Note what the family says. "heard" is a sign of life; "worried" opens a concern, once, and returns it."""
    worker = db.session.get_one(Worker, login.worker_id)
    db.session.add(FamilyReport(worker_id=worker.id, login_id=login.id, report=what, at=now))
    audit.record(f"family.{what}", ("worker", worker.ref), by=Visitor(login), now=now, login=login.ref)
    if what == "heard":
        record_sign(worker.id, kind="family", at=now, source=login.relative.kinship, note="", now=now)
    return _concern(worker, login, now=now) if what == "worried" else None


def hand_over(merge: Merge, *, by: UserAccount | None, now: datetime) -> None:
    """Give logins, visits and reports of the other file's family to the kept one: codes and visits go on."""
    for room in (FamilyLogin, FamilySession, FamilyReport):
        theirs = sa.update(room).where(room.worker_id == merge.other_id)
        db.session.execute(theirs.values(worker_id=merge.kept_id), execution_options={"synchronize_session": False})
    old, new = f"concern:{merge.other_id}:", f"concern:{merge.kept_id}:"
    his = (Alert.worker_id == merge.kept_id, Alert.dedupe_key.startswith(old))
    names = {key: new + key.removeprefix(old) for key in db.session.scalars(sa.select(Alert.dedupe_key).where(*his))}
    alerts.rename_keys(merge.kept_id, names, by=by, now=now)


def plain_code(code: str) -> str:
    """A code as it is kept: capitals, no spaces or dashes, letters that look like digits read as digits."""
    kept = "".join(letter for letter in code.upper() if letter.isalnum())
    return kept.translate(str.maketrans("OILU", "011V"))


def _concern(worker: Worker, login: FamilyLogin, *, now: datetime) -> Alert:
    return alerts.raise_one(
        worker=worker,
        cause="concern",
        cause_id=login.relative_id,
        dedupe_key=f"concern:{worker.id}:{login.relative_id}",
        severity=2,
        title="title.concern_kinship",
        why=why(
            "concern",
            facts=[fact(now, say("fact.family_worried", kinship=login.relative.kinship), say("source.family"))],
            next_step=say("next.call"),
            title={"kinship": login.relative.kinship},
        ),
        now=now,
    )


def _phone_of(relative: Relative) -> ContactPoint:
    theirs = sa.select(ContactPoint).where(
        ContactPoint.relative_id == relative.id, ContactPoint.kind == "phone", ContactPoint.quality != "wrong"
    )
    phone = db.session.scalars(theirs.order_by(ContactPoint.preferred.desc(), ContactPoint.id)).first()
    if phone is None:
        raise NoPhone
    return phone
