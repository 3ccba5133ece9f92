"""What is agreed in a contract, as a frozen value, and how the law book is asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.law.facts import Facts
from tracker.people.models import Worker
from tracker.senders.models import Licence, MarketStatus


@dataclass(frozen=True)
class Terms:
    """The terms of one labour contract abroad: countries ISO3, currencies ISO 4217, wage per month."""

    form: str
    host_country: str
    starts_on: date
    ends_on: date
    term_months: int
    number: str = ""
    sender_id: int | None = None
    employer_id: int | None = None
    place: str = ""
    occupation: str = ""
    signed_on: date | None = None
    wage: Decimal | None = None
    wage_currency: str = ""
    wage_rate_vnd: Decimal | None = None
    service_charge: Decimal | None = None
    service_charge_currency: str = "VND"
    paid_by_foreign_side: Decimal | None = None
    brokerage_fee: Decimal | None = None
    brokerage_currency: str = "VND"
    deposit: Decimal | None = None
    deposit_currency: str = "VND"
    usd_rate_vnd: Decimal | None = None
    orientation_no: str = ""
    orientation_issued_on: date | None = None
    confirmation_no: str = ""
    confirmation_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """One paper of the file as it was ticked off; kinds are those of `document`."""

    kind: str
    present: bool = False
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    issuer: str = ""


@dataclass(frozen=True)
class Proof:
    """On what a correction rests: one of `PROOF_KINDS`, empty when no paper was named, and an officer's words."""

    kind: str
    text: str


TERM_NAMES = tuple(field.name for field in fields(Terms))
SHARED = tuple(name for name in TERM_NAMES if name in {field.name for field in fields(Facts)})


def terms_of(contract: Contract) -> Terms:
    """The terms that a stored contract holds."""
    return Terms(**{name: getattr(contract, name) for name in TERM_NAMES})


def facts(
    terms: Terms,
    *,
    birth_date: date | None = None,
    passport_expires_on: date | None = None,
    departed_on: date | None = None,
) -> Facts:
    """What the law book is told of these terms: with the sender's licences and the market's closures."""
    known = {name: getattr(terms, name) for name in SHARED}
    person = {"birth_date": birth_date, "passport_expires_on": passport_expires_on, "departed_on": departed_on}
    return facts_told({**known, **person}, licences=licences_of(terms.sender_id))


def facts_told(
    known: Mapping[str, Any], *, licences: tuple[tuple[str, date, date | None, str], ...] | None = None
) -> Facts:
    """The same of terms that are known only in part: `known` by the names of Facts, what is missing left out."""
    return Facts(
        **known,
        licence_spells=licences,
        market_status=_market(known.get("host_country", "")),
    )


def facts_of(contract: Contract, worker: Worker) -> Facts:
    """What the law book is told of a stored contract."""
    return facts(
        terms_of(contract),
        birth_date=worker.birth_date,
        passport_expires_on=worker.passport_expires_on,
        departed_on=contract.departed_on,
    )


def licences_of(sender_id: int | None) -> tuple[tuple[str, date, date | None, str], ...] | None:
    """The spells of a sender's licences, as the law book reads them; none when there is no sender to ask about."""
    if sender_id is None:
        return None
    theirs = sa.select(Licence).where(Licence.sender_id == sender_id).order_by(Licence.valid_from)
    return tuple((spell.number, spell.valid_from, spell.valid_to, spell.status) for spell in db.session.scalars(theirs))


def _market(host_country: str) -> tuple[tuple[str, date, date | None, str], ...]:
    closed = sa.select(MarketStatus).where(MarketStatus.host_country == host_country)
    return tuple((row.status, row.valid_from, row.valid_to, row.told_by) for row in db.session.scalars(closed))
