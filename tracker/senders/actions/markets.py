"""Countries closed to sending, or warned of, by a document and for a time. Never derived from counts of cases."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db
from tracker.core.versions import changes_of
from tracker.senders.actions.telling import as_told
from tracker.senders.models import MarketStatus


class DecisionKnown(Exception):
    """The same was written down for the same country from the same day; `other` is the row that stands."""

    def __init__(self, other: MarketStatus) -> None:
        super().__init__(other.host_country)
        self.other = other


@dataclass(frozen=True)
class Decision:
    """What a document says of a country: closed, suspended or warned of, between two days; `ended_by` ended it."""

    host_country: str
    status: str
    valid_from: date
    document: str
    valid_to: date | None = None
    issuer: str = ""
    ended_by: str = ""


def declare_market(decision: Decision, *, by: UserAccount | None, now: datetime) -> MarketStatus:
    """Write down that a document closes a market, or warns of it, from a day on. Raises DecisionKnown."""
    _refuse_known(decision, but=None)
    market = MarketStatus(**asdict(decision))
    db.session.add(market)
    audit.record("market.declare", ("country", market.host_country), by=by, now=now, **_told(market))
    return market


def end_market(
    market: MarketStatus, *, valid_to: date, ended_by: str, version: int, by: UserAccount, now: datetime
) -> None:
    """Write down the last day of a decision, and the document that ends it. Raises ChangedMeanwhile."""
    changes_of(market, {"valid_to": valid_to, "ended_by": ended_by}, version=version)
    market.valid_to, market.ended_by = valid_to, ended_by
    audit.record("market.end", ("country", market.host_country), by=by, now=now, **_told(market))


def correct_market(
    market: MarketStatus, decision: Decision, *, reason: str, version: int, by: UserAccount, now: datetime
) -> list[str]:
    """Write a decision as it should have been, with the reason; the fields changed. Audit keeps what stood there.

    Raises ChangedMeanwhile, DecisionKnown.
    """
    changes = changes_of(market, asdict(decision), version=version)
    if not changes:
        return []
    _refuse_known(decision, but=market)
    before = as_told({field: getattr(market, field) for field in changes})
    for field, value in changes.items():
        setattr(market, field, value)
    about = ("country", market.host_country)
    audit.record("market.correct", about, by=by, now=now, before=before, reason=reason, **_told(market))
    return sorted(changes)


def remove_market(market: MarketStatus, *, reason: str, version: int, by: UserAccount, now: datetime) -> None:
    """Take out a decision that never was, with the reason; the audit book keeps it. Raises ChangedMeanwhile."""
    changes_of(market, {}, version=version)
    told, about = _told(market), ("country", market.host_country)
    db.session.delete(market)
    audit.record("market.remove", about, by=by, now=now, reason=reason, **told)


def _refuse_known(decision: Decision, *, but: MarketStatus | None) -> None:
    same = sa.select(MarketStatus).where(
        MarketStatus.host_country == decision.host_country,
        MarketStatus.status == decision.status,
        MarketStatus.valid_from == decision.valid_from,
    )
    with db.session.no_autoflush:
        other = db.session.scalars(same).first()
    if other is not None and other is not but:
        raise DecisionKnown(other)


def _told(market: MarketStatus) -> dict[str, Any]:
    told = ("status", "valid_from", "valid_to", "document", "issuer", "ended_by")
    return as_told({field: getattr(market, field) for field in told})
