"""Questions about senders, their licences on a day, employers, and markets closed on a day."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from tracker.core.db import db
from tracker.core.text import fold
from tracker.senders.models import Employer, Licence, MarketStatus, Sender

END = "\U0010ffff"
SUGGESTIONS = 10
GRAVITY = sa.case({"BANNED": 0, "SUSPENDED": 1, "WARNING": 2}, value=MarketStatus.status)


def senders() -> Sequence[sa.Row[str, str]]:
    """All senders as (reference, name), by name: for a choice."""
    return db.session.execute(sa.select(Sender.ref, Sender.name).order_by(Sender.name_fold, Sender.id)).all()


def senders_like(text: str, *, limit: int = SUGGESTIONS) -> Sequence[Sender]:
    """Senders with these words in their name, accents aside, or whose code begins like this; by name."""
    if not fold(text):
        return []
    found = sa.select(Sender).where(named_like(text)).order_by(Sender.name_fold, Sender.id)
    return db.session.scalars(found.limit(limit)).all()


def named_like(text: str) -> sa.ColumnElement[bool]:
    """The condition that a sender's name holds these words, accents aside, or that its code begins like the first."""
    words = fold(text).split()
    named = sa.and_(*(Sender.name_fold.contains(word, autoescape=True) for word in words))
    return sa.or_(named, *(Sender.code.startswith(word, autoescape=True) for word in words[:1]))


def sender_by_ref(ref: str) -> Sender | None:
    """The sender with this reference."""
    return db.session.scalar(sa.select(Sender).where(Sender.ref == ref))


def employer_by_ref(ref: str) -> Employer | None:
    """The employer with this reference."""
    return db.session.scalar(sa.select(Employer).where(Employer.ref == ref))


def employers_like(text: str, *, host_country: str = "", limit: int = SUGGESTIONS) -> Sequence[Employer]:
    """Employers whose name begins like this, accents aside; of one country if told."""
    begins = Employer.name_fold >= fold(text), Employer.name_fold < fold(text) + END
    found = sa.select(Employer).where(*begins)
    if host_country:
        found = found.where(Employer.host_country == host_country)
    return db.session.scalars(found.order_by(Employer.name_fold, Employer.id).limit(limit)).all()


def licence_on(sender_id: int, day: date) -> Licence | None:
    """The spell of a sender's licence that held on a day; none when the sender had no licence then."""
    held = sa.select(Licence).where(
        Licence.sender_id == sender_id,
        Licence.valid_from <= day,
        sa.or_(Licence.valid_to.is_(None), Licence.valid_to >= day),
    )
    return db.session.scalars(held.order_by(Licence.valid_from.desc(), Licence.id.desc())).first()


def markets_on(day: date) -> Sequence[MarketStatus]:
    """Every decision about a market that is in force on a day, the gravest first, then the newest."""
    last = sa.or_(MarketStatus.valid_to.is_(None), MarketStatus.valid_to >= day)
    held = sa.select(MarketStatus).where(MarketStatus.valid_from <= day, last)
    return db.session.scalars(held.order_by(GRAVITY, MarketStatus.valid_from.desc(), MarketStatus.id)).all()


def markets_not_on(day: date) -> Sequence[MarketStatus]:
    """Every decision about a market that is over on a day, or does not hold yet, the newest first."""
    idle = sa.select(MarketStatus).where(sa.or_(MarketStatus.valid_from > day, MarketStatus.valid_to < day))
    return db.session.scalars(idle.order_by(MarketStatus.valid_from.desc(), MarketStatus.id)).all()


def market_decision(host_country: str, status: str, valid_from: date) -> MarketStatus | None:
    """The decision that gives a country this status from a day on."""
    same = sa.select(MarketStatus).where(
        MarketStatus.host_country == host_country,
        MarketStatus.status == status,
        MarketStatus.valid_from == valid_from,
    )
    return db.session.scalar(same)


def licence_beginning(sender_id: int, day: date) -> Licence | None:
    """The spell of a sender's licence that begins on a day."""
    return db.session.scalar(sa.select(Licence).where(Licence.sender_id == sender_id, Licence.valid_from == day))


def market_status_on(host_country: str, day: date) -> MarketStatus | None:
    """What a document says of a country on a day: the gravest status in force, or none."""
    held = sa.select(MarketStatus).where(
        MarketStatus.host_country == host_country,
        MarketStatus.valid_from <= day,
        sa.or_(MarketStatus.valid_to.is_(None), MarketStatus.valid_to >= day),
    )
    return db.session.scalars(held.order_by(GRAVITY, MarketStatus.valid_from.desc())).first()
