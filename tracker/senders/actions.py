"""Verbs of senders: licences as the register tells them, employers as contracts name them, closed markets."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.crypto import new_ref
from tracker.core.db import db
from tracker.core.text import fold, tidy
from tracker.senders.models import Employer, Licence, MarketStatus, Sender


class LicencesOverlap(Exception):
    """Two spells of one sender's licence would hold on the same day."""


@dataclass(frozen=True)
class LicenceSpell:
    """A licence in one status between two days; `valid_to` empty while it lasts."""

    number: str
    valid_from: date
    valid_to: date | None = None
    status: str = "in_force"


def add_sender(
    name: str, *, by: UserAccount | None, now: datetime, code: str | None = None, phone: str = "", email: str = ""
) -> Sender:
    """Add a sender; one already known by its code, or without a code by its name, is returned as it is."""
    known = _sender_known(name, code)
    if known is not None:
        return known
    sender = Sender(
        ref=new_ref("DN"),
        code=code,
        name=tidy(name),
        name_fold=fold(name)[:200],
        phone=phone.strip(),
        email=email.strip(),
    )
    db.session.add(sender)
    audit.record("sender.add", ("sender", sender.ref), by=by, now=now, code=code or "")
    return sender


def add_licence(sender: Sender, spell: LicenceSpell, *, by: UserAccount | None, now: datetime) -> Licence:
    """Write down a spell of a sender's licence. Raises LicencesOverlap."""
    if any(_overlap(spell, licence) for licence in sender.licences):
        raise LicencesOverlap(spell.number)
    licence = Licence(number=spell.number, status=spell.status, valid_from=spell.valid_from, valid_to=spell.valid_to)
    sender.licences.append(licence)
    audit.record("sender.licence", ("sender", sender.ref), by=by, now=now, number=spell.number, status=spell.status)
    return licence


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
        name_fold=fold(name)[:200],
        host_country=host_country,
        place=tidy(place)[:80],
    )
    db.session.add(employer)
    audit.record("employer.add", ("employer", employer.ref), by=by, now=now, country=host_country)
    return employer


def declare_market(
    host_country: str,
    status: str,
    *,
    valid_from: date,
    valid_to: date | None,
    document: str,
    by: UserAccount | None,
    now: datetime,
) -> MarketStatus:
    """Write down that a document closes a market, or warns of it, from a day on."""
    market = MarketStatus(
        host_country=host_country, status=status, valid_from=valid_from, valid_to=valid_to, document=document
    )
    db.session.add(market)
    audit.record("market.declare", ("country", host_country), by=by, now=now, status=status, document=document)
    return market


def _overlap(spell: LicenceSpell, licence: Licence) -> bool:
    begins_before_end = licence.valid_to is None or spell.valid_from <= licence.valid_to
    ends_after_begin = spell.valid_to is None or licence.valid_from <= spell.valid_to
    return begins_before_end and ends_after_begin


def _sender_known(name: str, code: str | None) -> Sender | None:
    same = Sender.code == code if code else Sender.name_fold == fold(name)[:200]
    return db.session.scalars(sa.select(Sender).where(same)).first()


def _employer_known(name: str, host_country: str, place: str, code: str | None) -> Employer | None:
    same = sa.and_(
        Employer.host_country == host_country,
        Employer.name_fold == fold(name)[:200],
        Employer.place == tidy(place)[:80],
    )
    if code:
        same = sa.or_(Employer.code == code, same)
    return db.session.scalars(sa.select(Employer).where(same)).first()
