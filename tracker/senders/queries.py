"""Questions about senders, their licences on a day, employers, and markets closed on a day."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from tracker.core.db import db
from tracker.core.text import fold
from tracker.senders.models import Employer, Licence, MarketStatus, Sender

END = "\U0010ffff"
SUGGESTIONS = 10


def senders() -> Sequence[sa.Row[str, str]]:
    """All senders as (reference, name), by name: for a choice."""
    return db.session.execute(sa.select(Sender.ref, Sender.name).order_by(Sender.name_fold, Sender.id)).all()


def senders_like(text: str, *, limit: int = SUGGESTIONS) -> Sequence[Sender]:
    """Senders with these words in their name, accents aside, or whose code begins like this; by name."""
    words = fold(text).split()
    if not words:
        return []
    named = sa.and_(*(Sender.name_fold.contains(word, autoescape=True) for word in words))
    coded = Sender.code.startswith(words[0], autoescape=True)
    found = sa.select(Sender).where(sa.or_(named, coded)).order_by(Sender.name_fold, Sender.id)
    return db.session.scalars(found.limit(limit)).all()


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


def market_status_on(host_country: str, day: date) -> MarketStatus | None:
    """What a document says of a country on a day: the gravest status in force, or none."""
    gravity = sa.case({"BANNED": 0, "SUSPENDED": 1, "WARNING": 2}, value=MarketStatus.status)
    held = sa.select(MarketStatus).where(
        MarketStatus.host_country == host_country,
        MarketStatus.valid_from <= day,
        sa.or_(MarketStatus.valid_to.is_(None), MarketStatus.valid_to >= day),
    )
    return db.session.scalars(held.order_by(gravity, MarketStatus.valid_from.desc())).first()
