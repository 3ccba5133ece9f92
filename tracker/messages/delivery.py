"""The delivery loop: claim a batch, hand over with no transaction open, record what became of each message.

Every message passes `queued → leased → handed_over → sent | failed_temp | failed_perm | uncertain`. A process that dies
leaves its lease behind: when that has run out the message goes back to the queue, unless it may already be out.
"""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from tracker.core import crypto
from tracker.core.db import transaction
from tracker.core.settings import settings
from tracker.messages import claims
from tracker.messages.channels import Channel, ChannelRefused, Letter, NotHandedOver, open_channel
from tracker.messages.claims import Claimed, Outcome
from tracker.messages.hours import next_daytime
from tracker.messages.replies import PERMANENT, ROUTE, TEMPORARY
from tracker.messages.templates import render

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240))
PATIENCE = 3  # failures in a row after which the rest of a batch waits for the gateway


@dataclass(frozen=True)
class DeliveryCount:
    """What one round of delivery did, in messages."""

    claimed: int = 0
    put_off: int = 0
    sent: int = 0
    to_retry: int = 0
    failed: int = 0
    uncertain: int = 0
    expired: int = 0
    recovered: int = 0


class _Clock:
    """The instant that was told, moved forward by the time this round has taken."""

    def __init__(self, now: datetime) -> None:
        self.began_at, self.began = now, time.monotonic()

    def now(self) -> datetime:
        return self.began_at + timedelta(seconds=time.monotonic() - self.began)


def deliver(now: datetime, worker_name: str, batch: int = 100) -> DeliveryCount:
    """Deliver up to a batch of messages that are due. Safe in several processes, and to kill at any point.

    Opens short transactions of its own; none is open while a gateway is spoken to.
    """
    lease = f"{worker_name[:28]}:{crypto.new_secret(40)}"
    with transaction():
        recovered, unknown = claims.recover(now)
        expired = claims.expire(now)
        claim = claims.claim(now, lease, batch)
    clock, count = _Clock(now), Counter[str]()
    for channel, group in groupby(claim.messages, key=lambda message: message.channel):
        count += _deliver_by(channel, list(group), lease, clock)
    return DeliveryCount(
        claimed=len(claim.messages),
        put_off=claim.put_off,
        sent=count["sent"],
        to_retry=count["failed_temp"],
        failed=count["failed_perm"],
        uncertain=count["uncertain"] + unknown,
        expired=expired,
        recovered=recovered,
    )


def _deliver_by(name: str, messages: list[Claimed], lease: str, clock: _Clock) -> Counter[str]:
    try:
        channel = open_channel(name, settings())
    except ChannelRefused:
        return _refuse(messages, lease, clock)
    try:
        return _hand_over(channel, messages, lease, clock)
    finally:
        channel.close()


def _refuse(messages: list[Claimed], lease: str, clock: _Clock) -> Counter[str]:
    """This installation may not send by this channel: a demo, or no mail server."""
    now = clock.now()
    with transaction():
        taken = claims.hand_over(messages, lease, now)
        return claims.settle([Outcome(one, "failed_perm", why="channel_refused") for one in taken], lease, now)


def _hand_over(channel: Channel, messages: list[Claimed], lease: str, clock: _Clock) -> Counter[str]:
    """Stride by stride; one message at a time where the gateway could not recognise a double.

    The outcome of one stride is recorded in the transaction that marks the next: one commit per stride.
    """
    count, outcomes, failed_in_a_row, done = Counter[str](), list[Outcome](), 0, 0
    stride = len(messages) if channel.honours_reference else 1
    while done < len(messages) and failed_in_a_row < PATIENCE:
        with transaction():
            count += claims.settle(outcomes, lease, clock.now())
            taken = claims.hand_over(messages[done : done + stride], lease, clock.now())
        outcomes = [_send(channel, message, clock) for message in taken]
        all_failed = bool(outcomes) and all(outcome.state == "failed_temp" for outcome in outcomes)
        failed_in_a_row, done = (failed_in_a_row + 1 if all_failed else 0), done + stride
    with transaction():
        count += claims.settle(outcomes, lease, clock.now())
        claims.put_back(messages[done:], lease, clock.now() + RETRY_AFTER[0])
    return count


def _send(channel: Channel, message: Claimed, clock: _Clock) -> Outcome:
    """Put one message into words and hand it over; what became of it."""
    try:
        gateway_ref = channel.send(_letter(message))
    except NotHandedOver as error:
        if error.kind in (TEMPORARY, ROUTE):
            return _later(message, str(error), clock.now())
        return Outcome(message, "failed_perm" if error.kind == PERMANENT else "uncertain", why=str(error))
    except (crypto.BrokenSeal, LookupError, ValueError) as error:
        # Without words or an address no later try can help; the row tells an officer why.
        return Outcome(message, "failed_perm", why=f"unsendable: {type(error).__name__}")
    return Outcome(message, "sent", gateway_ref=gateway_ref)


def _letter(message: Claimed) -> Letter:
    table, row, column = message.address_place.split(":")
    return Letter(
        reference=reference_of(message.key, message.created_at),
        to=crypto.unseal(message.address_sealed, table=table, row=row, column=column),
        written_at=message.created_at,
        words=render(
            message.template,
            language=message.language,
            values=message.variables,
            about_ref=message.about_ref,
            public_url=settings().public_url,
        ),
    )


def reference_of(key: str, created_at: datetime) -> str:
    """Our reference of a message towards gateways: the same however often it is tried, and telling nothing."""
    return crypto.blind("message", f"{key} {created_at.isoformat()}").hex()


def _later(message: Claimed, why: str, now: datetime) -> Outcome:
    """Another try after 1, 5, 20, 60 and 240 minutes, in daytime where the reader is; then it has failed."""
    if message.tries >= len(RETRY_AFTER):
        return Outcome(message, "failed_perm", why=f"gave up: {why}")
    retry_at = now + RETRY_AFTER[message.tries]
    if message.zone:
        retry_at = next_daytime(retry_at, ZoneInfo(message.zone))
    return Outcome(message, "failed_temp", why=why, retry_at=retry_at)
