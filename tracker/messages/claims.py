"""Leases on messages: the only statements that move a message from state to state on its way out."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.core.db import along_index, db, lock_for_claim
from tracker.core.runs import Outage
from tracker.messages.hours import is_daytime, next_daytime
from tracker.messages.models import UNSETTLED, Message

LEASE = timedelta(seconds=45)
HONOURS_REFERENCE = ("file",)
QUIETLY = {"synchronize_session": False, "preserve_rowcount": True}


@dataclass(frozen=True)
class Claimed:
    """A message leased to one process, with all that is needed to send it."""

    id: int
    key: str
    about_ref: str
    template: str
    language: str
    variables: dict[str, Any]
    channel: str
    address_sealed: bytes
    address_place: str
    zone: str
    created_at: datetime
    tries: int


@dataclass(frozen=True)
class Claim:
    """What one process has leased, and how many due messages it put off because their readers sleep."""

    messages: list[Claimed]
    put_off: int


@dataclass(frozen=True)
class Outcome:
    """What became of one message that was handed over."""

    message: Claimed
    state: str
    gateway_ref: str | None = None
    why: str = ""
    retry_at: datetime | None = None


def recover(now: datetime) -> tuple[int, int]:
    """Take up what a dead process left: how many messages went back to the queue, and how many are now uncertain.

    What was only leased, or handed to a gateway that knows our reference, is tried again under the same reference.
    """
    lost = (unsettled(), Message.leased_until <= now)
    safe = sa.or_(Message.state == "leased", Message.channel.in_(HONOURS_REFERENCE))
    back = _move(*lost, Message.state.in_(("leased", "handed_over")), safe, state="queued", **NO_LEASE)
    unknown = _move(
        *lost,
        Message.state == "handed_over",
        Message.channel.not_in(HONOURS_REFERENCE),
        state="uncertain",
        outcome="lease_lost",
        settled_at=now,
    )
    return back, unknown


def expire(now: datetime) -> int:
    """Drop what is no longer worth saying; how many messages. Not before an outage of our own has been added to it."""
    slept = sa.select(Outage.id).where(Outage.applied_at.is_(None))
    return _move(
        ~slept.exists(),
        unsettled(),
        Message.state.in_(("queued", "failed_temp")),
        Message.next_try_at <= now,
        Message.expires_at <= now,
        state="expired",
        settled_at=now,
    )


def claim(now: datetime, lease: str, batch: int) -> Claim:
    """Lease up to `batch` due messages: those that know no night before all others, each part grouped by channel.

    Readers who are asleep are passed by until morning.
    """
    found = _due(at_any_hour(), now=now, most=batch, along="ix_message_at_any_hour")
    found += _due(Message.zone != "", now=now, most=batch - len(found), along="ix_message_unsettled")
    awake = _let_sleep(found, now)
    _move(
        Message.id.in_([message.id for message in awake]),
        state="leased",
        leased_by=lease,
        leased_until=now + LEASE,
    )
    in_turn = sorted(awake, key=lambda message: (message.zone != "", message.channel))
    return Claim(in_turn, put_off=len(found) - len(awake))


def hand_over(messages: Sequence[Claimed], lease: str, now: datetime) -> list[Claimed]:
    """Mark messages as on their way, just before the gateway is called; those that are still ours and still wanted."""
    statement = (
        sa.update(Message)
        .where(Message.id.in_([message.id for message in messages]))
        .where(Message.state == "leased", Message.leased_by == lease)
        .values(state="handed_over", handed_over_at=now, leased_until=now + LEASE)
        .returning(Message.id)
    )
    taken = set(db.session.scalars(statement, execution_options=QUIETLY))
    return [message for message in messages if message.id in taken]


def settle(outcomes: Sequence[Outcome], lease: str, now: datetime) -> Counter[str]:
    """Record what became of messages; how many came to each state. Knowledge wins over an assumed `uncertain`."""
    if outcomes:
        statement = (
            sa.update(Message)
            .where(Message.id == sa.bindparam("its_id"), Message.leased_by == lease)
            .where(sa.or_(Message.state == "handed_over", Message.state == "uncertain"))
            .values({name: sa.bindparam(f"its_{name}", type_=getattr(Message, name).type) for name in SETTLED})
        )
        db.session.connection().execute(statement, [_settlement(outcome, now) for outcome in outcomes])
    return Counter(outcome.state for outcome in outcomes)


def put_back(messages: Sequence[Claimed], lease: str, next_try_at: datetime) -> int:
    """Return leased messages to the queue untried, for a later instant."""
    mine = (Message.id.in_([one.id for one in messages]), Message.state == "leased", Message.leased_by == lease)
    return _move(*mine, state="queued", next_try_at=next_try_at, **NO_LEASE)


def unsettled() -> sa.ColumnElement[bool]:
    """The condition of the partial index, in the literal form by which SQLite recognises it."""
    return Message.state.in_(sa.bindparam(None, UNSETTLED, expanding=True, literal_execute=True))


def at_any_hour() -> sa.ColumnElement[bool]:
    """What wakes people: alarms to staff, which no quiet hours hold. In the literal form of their partial index."""
    return Message.zone == sa.bindparam(None, "", literal_execute=True)


NO_LEASE: dict[str, Any] = {"leased_by": None, "leased_until": None}
SETTLED = ("state", "gateway_ref", "outcome", "tries", "next_try_at", "settled_at")


def _settlement(outcome: Outcome, now: datetime) -> dict[str, Any]:
    return {
        "its_id": outcome.message.id,
        "its_state": outcome.state,
        "its_gateway_ref": outcome.gateway_ref,
        "its_outcome": outcome.why,
        "its_tries": outcome.message.tries + 1,
        "its_next_try_at": outcome.retry_at or now,
        "its_settled_at": None if outcome.retry_at else now,
    }


def _due(*which: sa.ColumnElement[bool], now: datetime, most: int, along: str) -> list[Claimed]:
    due = (unsettled(), Message.state.in_(("queued", "failed_temp")), Message.next_try_at <= now)
    said = sa.or_(Message.expires_at.is_(None), Message.expires_at > now)
    chosen = sa.select(*(getattr(Message, name) for name in Claimed.__annotations__)).where(*due, said, *which)
    oldest = along_index(chosen.order_by(Message.next_try_at).limit(most), "message", along)
    return [Claimed(*row) for row in db.session.execute(lock_for_claim(oldest, db.session()))]


def _let_sleep(messages: list[Claimed], now: datetime) -> list[Claimed]:
    """Those whose readers are awake; the others are put off until morning where they are."""
    asleep = defaultdict(list)
    for message in messages:
        if message.zone and not is_daytime(now, ZoneInfo(message.zone)):
            asleep[message.zone].append(message.id)
    for zone, ids in asleep.items():
        _move(Message.id.in_(ids), next_try_at=next_daytime(now, ZoneInfo(zone)))
    return [message for message in messages if message.id not in {one for ids in asleep.values() for one in ids}]


def _move(*which: sa.ColumnElement[bool], **to: Any) -> int:
    statement = sa.update(Message).where(*which).values(**to)
    return int(db.session.execute(statement, execution_options=QUIETLY).rowcount)  # type: ignore[attr-defined]
