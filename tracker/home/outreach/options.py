"""What can be written to whom from a worker's file at this moment, and why anything cannot."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.auth.models import UserAccount
from tracker.auth.queries import phone_of
from tracker.checkins.actions.asking import zone_of
from tracker.checkins.queries import Turn, turn_of
from tracker.contracts.queries import contracts_of
from tracker.core.clock import VIETNAM, day_of
from tracker.core.db import db
from tracker.home.outreach.refusals import (
    FileIsSealed,
    NobodyIsAsked,
    NoPhoneToCall,
    NotAgreed,
    NotSent,
    NumberIsWrong,
    OnlyTheWorkerIsAsked,
    Spoken,
    TooSoon,
    UnknownKind,
    WorkerIsOutOfReach,
)
from tracker.messages.hours import next_daytime
from tracker.messages.limits import UNHEARD, WEEK, free_from
from tracker.messages.models import Message
from tracker.people import queries as people
from tracker.people.models import ContactPoint, Relative, Worker
from tracker.people.secrets import masked, open_contact, plain_phone

ASK, CALL_BACK = "ask", "call_back"
TEMPLATES = {ASK: "check_in_ask", CALL_BACK: "call_back"}
HOME = "VNM"


@dataclass(frozen=True)
class Recipient:
    """One number or address of the file: whose it is, when a message written now would go, why none may.

    `place` is the country, as a code, in whose time it is read; `relative` is none for the worker's own.
    """

    point: ContactPoint
    relative: Relative | None
    masked: str
    place: str
    zone: str
    goes_at: datetime
    refusal: NotSent | None


@dataclass(frozen=True)
class Options:
    """The recipients of a file, and what can be said; `refusals` tells by kind of message why it cannot."""

    recipients: tuple[Recipient, ...]
    turn: Turn
    office_phone: str
    refusals: dict[str, NotSent]

    @property
    def kinds(self) -> list[str]:
        """The kinds of message that can be written."""
        return [kind for kind in TEMPLATES if kind not in self.refusals]

    @property
    def reachable(self) -> list[Recipient]:
        """Those who may be written to."""
        return [one for one in self.recipients if one.refusal is None]

    def choose(self, kind: str, to: str) -> Recipient:
        """The recipient with this reference, for this kind of message. Raises NotSent."""
        recipient = next((one for one in self.recipients if one.point.ref == to), None)
        if kind not in TEMPLATES:
            raise UnknownKind
        if recipient is None:
            raise NotSent
        if recipient.refusal is not None:
            raise recipient.refusal
        if kind in self.refusals:
            raise self.refusals[kind]
        if kind == ASK and recipient.relative is not None:
            raise OnlyTheWorkerIsAsked
        return recipient

    def values(self, kind: str) -> dict[str, str]:
        """What stands in the text: of an office only its public telephone, as it is dialled from anywhere."""
        return {"office_phone": plain_phone(self.office_phone)} if kind == CALL_BACK else {}


def options_for(worker: Worker, *, now: datetime) -> Options:
    """What can be written to whom, judged as the rows stand now."""
    turn, office_phone = turn_of(worker.id), phone_of(worker.office_path)
    recipients = _recipients(worker, now=now)
    refusals: dict[str, NotSent] = {}
    if not turn.can_be_asked:
        refusals[ASK] = NobodyIsAsked(turn.state)
    elif all(one.relative or one.refusal for one in recipients):
        refusals[ASK] = WorkerIsOutOfReach()
    if not office_phone:
        refusals[CALL_BACK] = NoPhoneToCall()
    return Options(recipients, turn, office_phone, refusals)


def _recipients(worker: Worker, *, now: datetime) -> tuple[Recipient, ...]:
    """The worker's own numbers, the preferred first, then those of the relatives in their order."""
    points = people.contact_points_of(worker.id)
    relatives = {relative.id: relative for relative in people.relatives_of(worker.id)}
    order = list(relatives)
    spoken, abroad = _spoken_to(points, now=now), _country_of(worker, now=now)
    points = sorted(points, key=lambda point: order.index(point.relative_id) if point.relative_id else -1)
    return tuple(
        _recipient(
            worker,
            point,
            relatives.get(point.relative_id or 0),
            abroad,
            spoken.get(point.value_index, []),
            now=now,
        )
        for point in points
    )


def _recipient(
    worker: Worker, point: ContactPoint, relative: Relative | None, abroad: str, spoken: list[Spoken], *, now: datetime
) -> Recipient:
    place = HOME if relative else abroad
    zone = VIETNAM.key if place == HOME else zone_of(place)
    goes_at = next_daytime(now, ZoneInfo(zone))
    return Recipient(
        point=point,
        relative=relative,
        masked=masked(open_contact(point)),
        place=place,
        zone=zone,
        goes_at=goes_at,
        refusal=_of_whom(worker, point, relative) or _of_late(spoken, zone, goes_at, now=now),
    )


def _of_whom(worker: Worker, point: ContactPoint, relative: Relative | None) -> NotSent | None:
    """Why this number is never written to."""
    if relative is not None and worker.sealed_case:
        return FileIsSealed()
    if relative is not None and not relative.may_be_told:
        return NotAgreed()
    return NumberIsWrong(point.quality_on) if point.quality == "wrong" else None


def _of_late(spoken: list[Spoken], zone: str, goes_at: datetime, *, now: datetime) -> NotSent | None:
    """Why this number is not written to again yet."""
    free = free_from(one.at for one in spoken)
    if free is None or free <= goes_at:
        return None
    return TooSoon(spoken[0], next_daytime(free, ZoneInfo(zone)), now)


def _country_of(worker: Worker, *, now: datetime) -> str:
    """Where the worker reads: the country of work while abroad."""
    today = day_of(now)
    abroad = (one.host_country for one in contracts_of(worker.id) if one.is_abroad(today))
    return next(abroad, HOME)


def _spoken_to(points: Sequence[ContactPoint], *, now: datetime) -> dict[bytes, list[Spoken]]:
    """What these numbers got within a week or will get, the newest first, whoever's file they stand in besides."""
    same = sa.orm.aliased(ContactPoint)
    heard = (
        sa.select(same.value_index, Message.next_try_at, UserAccount.display_name)
        .join(Message, sa.and_(Message.worker_id == same.worker_id, Message.address_place == same.place))
        .outerjoin(UserAccount, UserAccount.id == Message.by_id)
        .where(same.value_index.in_({point.value_index for point in points}))
        .where(Message.state.not_in(UNHEARD), Message.next_try_at > now - WEEK)
    )
    spoken = defaultdict(list)
    for index, at, by in db.session.execute(heard.order_by(Message.next_try_at.desc(), Message.id.desc())):
        spoken[index].append(Spoken(at, by or ""))
    return spoken
