"""Senders and employers: added when a contract or a supervisor names them, corrected by whoever saw what stands."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.crypto import new_ref
from tracker.core.db import db
from tracker.core.text import fold, tidy
from tracker.core.versions import changes_of
from tracker.senders.models import Employer, Sender


class SenderKnown(Exception):
    """Another sender bears this code, or this name without a code that would tell the two apart."""

    def __init__(self, other: Sender, field: str) -> None:
        super().__init__(other.ref)
        self.other = other
        self.field = field


@dataclass(frozen=True)
class Details:
    """What the register keeps of a sender besides its licences; `code` empty while nobody knows it."""

    name: str
    code: str | None = None
    phone: str = ""
    email: str = ""


def add_sender(
    name: str, *, by: UserAccount | None, now: datetime, code: str | None = None, phone: str = "", email: str = ""
) -> Sender:
    """Add a sender; one already known by its code, or without a code by its name, is returned as it is."""
    known = _sender_by_code(code) if code else _sender_by_name(name)
    return known or _write(Details(name, code, phone, email), by=by, now=now)


def enter_sender(details: Details, *, by: UserAccount, now: datetime) -> Sender:
    """Enter a sender that nobody has named yet. Raises SenderKnown."""
    _refuse_known(details, but=None)
    return _write(details, by=by, now=now)


def correct_sender(sender: Sender, details: Details, *, version: int, by: UserAccount, now: datetime) -> list[str]:
    """Write what differs and return the names of the fields changed. Raises ChangedMeanwhile, SenderKnown."""
    changes = changes_of(sender, asdict(details), version=version)
    if not changes:
        return []
    if "code" in changes:
        _refuse_known(details, but=sender)
    for field, value in changes.items():
        setattr(sender, field, value)
    sender.name_fold = _folded(details.name)
    audit.record("sender.correct", ("sender", sender.ref), by=by, now=now, fields=sorted(changes))
    return sorted(changes)


def add_employer(
    name: str,
    host_country: str,
    *,
    by: UserAccount | None,
    now: datetime,
    place: str = "",
    code: str | None = None,
) -> Employer:
    """Add an employer abroad; the same name at the same place (or the same code) is returned as it is."""
    known = _employer_known(name, host_country, place, code)
    if known is not None:
        return known
    employer = Employer(
        ref=new_ref("CSD"),
        code=code,
        name=tidy(name),
        name_fold=_folded(name),
        host_country=host_country,
        place=tidy(place)[:80],
    )
    db.session.add(employer)
    audit.record("employer.add", ("employer", employer.ref), by=by, now=now, country=host_country)
    return employer


def _write(details: Details, *, by: UserAccount | None, now: datetime) -> Sender:
    sender = Sender(
        ref=new_ref("DN"),
        code=details.code,
        name=tidy(details.name),
        name_fold=_folded(details.name),
        phone=details.phone.strip(),
        email=details.email.strip(),
    )
    db.session.add(sender)
    audit.record("sender.add", ("sender", sender.ref), by=by, now=now, code=details.code or "")
    return sender


def _refuse_known(details: Details, *, but: Sender | None) -> None:
    coded = _sender_by_code(details.code) if details.code else None
    if coded is not None and coded is not but:
        raise SenderKnown(coded, "code")
    named = _sender_by_name(details.name)
    if but is None and named is not None and not (details.code and named.code):
        raise SenderKnown(named, "name")


def _sender_by_code(code: str) -> Sender | None:
    return db.session.scalars(sa.select(Sender).where(Sender.code == code)).first()


def _sender_by_name(name: str) -> Sender | None:
    return db.session.scalars(sa.select(Sender).where(Sender.name_fold == _folded(name))).first()


def _employer_known(name: str, host_country: str, place: str, code: str | None) -> Employer | None:
    same = sa.and_(
        Employer.host_country == host_country,
        Employer.name_fold == _folded(name),
        Employer.place == tidy(place)[:80],
    )
    if code:
        same = sa.or_(Employer.code == code, same)
    return db.session.scalars(sa.select(Employer).where(same)).first()


def _folded(name: str) -> str:
    return fold(name)[:200]
