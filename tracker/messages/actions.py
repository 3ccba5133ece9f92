"""Verbs of the post room: queue what is to be said, take back what need not be said any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.core import crypto
from tracker.core.db import db, insert_missing, insert_rows
from tracker.core.settings import settings
from tracker.messages.channels import usable
from tracker.messages.hours import next_daytime
from tracker.messages.models import UNSETTLED, Message
from tracker.messages.templates import current

COLUMNS = (
    "key",
    "about_kind",
    "about_ref",
    "worker_id",
    "by_id",
    "template",
    "language",
    "variables",
    "channel",
    "address_sealed",
    "address_place",
    "zone",
    "office_path",
    "state",
    "created_at",
    "next_try_at",
    "expires_at",
    "tries",
    "outcome",
)
NOT_YET_OUT = ("queued", "failed_temp", "leased")


@dataclass(frozen=True)
class SealedAddress:
    """An address that lies sealed elsewhere, and the place it was sealed for: a message carries both along unopened."""

    sealed: bytes
    place: str


def queue_all(rows: sa.Select[Any]) -> int:
    """Queue a message for every row of a Select that yields COLUMNS; how many. What was queued before stays once."""
    return insert_missing(db.session(), Message, COLUMNS, rows)


def queue(
    *,
    key: str,
    about: tuple[str, str],
    template: str,
    to: str | SealedAddress,
    channel: str,
    office_path: str,
    now: datetime,
    worker_id: int | None = None,
    by_id: int | None = None,
    zone: str = "",
    language: str = "vi",
    variables: dict[str, Any] | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Queue one message to one address; False when the same thing was queued before.

    `key` says what it is about ("al:7:1:2:user:5:email"), never when. With a `zone` it waits for daytime there.
    A channel that this installation may not use gives way to the spool folder.
    """
    address = to if isinstance(to, SealedAddress) else _seal(to, key)
    row = {
        "key": key,
        "about_kind": about[0],
        "about_ref": about[1],
        "worker_id": worker_id,
        "by_id": by_id,
        "template": current(template).key,
        "language": language,
        "variables": variables or {},
        "channel": channel if usable(channel, settings()) else "file",
        "address_sealed": address.sealed,
        "address_place": address.place,
        "zone": zone,
        "office_path": office_path,
        "created_at": now,
        "next_try_at": next_daytime(now, ZoneInfo(zone)) if zone else now,
        "expires_at": expires_at,
    }
    return insert_rows(db.session(), Message, [row]) == 1


def cancel_about(kind: str, refs: Iterable[str] | sa.Select[Any], *, why: str, now: datetime) -> int:
    """Take back what is not out yet about these things; how many messages."""
    return _cancel(Message.about_kind == kind, Message.about_ref.in_(refs), why=why, now=now)


def keep_longer(kind: str, refs: Iterable[str], *, by: timedelta, since: datetime) -> None:
    """Let what is not settled about these things be worth saying so much longer, if it still was at `since`."""
    told = sa.select(Message.id, Message.expires_at).where(
        Message.about_kind == kind,
        Message.about_ref.in_(refs),
        Message.state.in_(UNSETTLED),
        Message.expires_at > since,
    )
    found = db.session.execute(told)
    longer = [{"id": number, "expires_at": expires_at + by} for number, expires_at in found if expires_at]
    if longer:
        db.session.execute(sa.update(Message), longer)


def hand_over(worker_id: int, *, to: int, office_path: str) -> None:
    """Give what was and will be said to one worker to another, under his office: their files became one."""
    theirs = sa.update(Message).where(Message.worker_id == worker_id)
    moved = theirs.values(worker_id=to, office_path=office_path)
    db.session.execute(moved, execution_options={"synchronize_session": False})


def cancel_to(worker_id: int, places: Iterable[str] | sa.Select[Any], *, why: str, now: datetime) -> int:
    """Take back what is not out yet to these addresses, named by the place they are sealed for; how many messages."""
    return _cancel(Message.worker_id == worker_id, Message.address_place.in_(places), why=why, now=now)


def settle_uncertain(message: Message, *, arrived: bool, now: datetime) -> bool:
    """Record what an officer found out about a message whose fate nobody knew; False when it was settled before.

    Of two at once the first word stands.
    """
    unknown = sa.update(Message).where(Message.id == message.id, Message.state == "uncertain")
    settled = unknown.values(state="delivered" if arrived else "failed_perm", settled_at=now)
    return int(db.session.execute(settled).rowcount) == 1  # type: ignore[attr-defined]


def _seal(address: str, key: str) -> SealedAddress:
    place = ("message", crypto.blind("message", key).hex(), "address")
    return SealedAddress(crypto.seal(address, table=place[0], row=place[1], column=place[2]), ":".join(place))


def _cancel(*which: sa.ColumnElement[bool], why: str, now: datetime) -> int:
    statement = (
        sa.update(Message)
        .where(Message.state.in_(NOT_YET_OUT), *which)
        .values(state="cancelled", settled_at=now, leased_by=None, leased_until=None, outcome=why)
    )
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]
