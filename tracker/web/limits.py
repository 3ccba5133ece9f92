"""How often something may be tried: fixed windows counted in the database, true across processes."""

from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from flask import abort
from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core import clock, crypto
from tracker.core.db import Base, count_up, db


class RateWindow(Base):
    """How often one limited thing was tried within one window of time."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SqlStorage(Storage):
    """Counts of the limits library, kept in `rate_window` by short transactions of their own."""

    STORAGE_SCHEME = ["tracker-sql"]  # noqa: RUF012  (the library's own convention)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What counts as a failure of the storage."""
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more try; return how many there are in this window."""
        now = clock.now()
        with Session(db.engine) as session, session.begin():
            session.execute(sa.delete(RateWindow).where(RateWindow.expires_at <= now))
            count_up(session, RateWindow, {"key": key}, {"expires_at": now + timedelta(seconds=expiry)})
            return session.scalars(sa.select(RateWindow.count).where(RateWindow.key == key)).one()

    def get(self, key: str) -> int:
        """How many tries there were."""
        live = sa.select(RateWindow.count).where(RateWindow.key == key, RateWindow.expires_at > clock.now())
        with Session(db.engine) as session:
            return session.scalars(live).first() or 0

    def get_expiry(self, key: str) -> float:
        """When the window of this key ends, in seconds since 1970."""
        with Session(db.engine) as session:
            ends = session.scalars(sa.select(RateWindow.expires_at).where(RateWindow.key == key)).first()
        return (ends or clock.now()).timestamp()

    def check(self) -> bool:
        """Whether the database answers."""
        with Session(db.engine) as session:
            return session.scalar(sa.select(sa.literal(1))) == 1

    def reset(self) -> int:
        """Forget every count; return how many were forgotten."""
        with Session(db.engine) as session, session.begin():
            return session.execute(sa.delete(RateWindow)).rowcount  # type: ignore[attr-defined,no-any-return]

    def clear(self, key: str) -> None:
        """Forget the counts of one key."""
        with Session(db.engine) as session, session.begin():
            session.execute(sa.delete(RateWindow).where(RateWindow.key == key))


def too_often(limit: str, *what: str) -> bool:
    """Count one try of `what`; True when it exceeds a limit such as "5/minute". Keys are kept as fingerprints."""
    return not _limiter().hit(parse(limit), _key(what))


def failed_too_often(limit: str, *what: str) -> bool:
    """Whether failures of `what`, as `count_failure` counts them, have reached a limit; counts nothing itself."""
    return not _limiter().test(parse(limit), _key(what))


def count_failure(limit: str, *what: str) -> None:
    """Count one failure, for limits that people behind one address share: who comes in honestly uses none of it."""
    _limiter().hit(parse(limit), _key(what))


def refuse_if_too_often(limit: str, *what: str) -> None:
    """Answer 429 when `what` was tried more often than the limit allows."""
    if too_often(limit, *what):
        abort(429)


def _key(what: tuple[str, ...]) -> str:
    return crypto.blind("rate", "|".join(what)).hex()


@cache
def _limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(SqlStorage())
