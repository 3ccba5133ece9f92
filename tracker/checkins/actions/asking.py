"""The messages about check-ins: to whom, by which channel, when it is day where the worker is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.auth.models import UserAccount
from tracker.checkins.actions.rows import instant
from tracker.checkins.models import CheckIn, Plan
from tracker.contracts.models import Contract
from tracker.core.clock import VIETNAM
from tracker.core.db import db
from tracker.core.settings import settings
from tracker.messages import actions as post_room
from tracker.messages.channels import channel_for
from tracker.messages.hours import release_times
from tracker.messages.models import Message
from tracker.messages.templates import current
from tracker.people.models import ContactPoint, Worker
from tracker.places.countries import UnknownCountry, time_zone_of


@dataclass(frozen=True)
class Question:
    """What is said at one step: the template, until when it is worth saying, and whether another number is tried."""

    template: str
    until: str
    other_number: bool = False


QUESTIONS = {
    "ask": Question("check_in_ask", until="remind_at"),
    "remind": Question("check_in_remind", until="late_at"),
    "late": Question("check_in_late", until="missed_at", other_number=True),
}


def ask(
    which: sa.ColumnElement[bool],
    step: str,
    *,
    now: datetime,
    skipped: bool = False,
    at: ContactPoint | None = None,
    by: UserAccount | None = None,
) -> int:
    """Queue one message for every such check-in whose worker has an address; how many.

    Safe to run twice. `skipped` writes the row without sending: the step fell into an outage of our own. `at` is the
    address that an officer, `by`, chose for one worker.
    """
    question = QUESTIONS[step]
    zones = _zones(which)
    said = {
        "key": _key(step),
        "about_kind": sa.literal("check_in"),
        "about_ref": CheckIn.ref,
        "worker_id": CheckIn.worker_id,
        "by_id": sa.literal(by.id if by else None, Message.by_id.type),
        "template": sa.literal(current(question.template).key),
        "language": sa.literal("vi"),
        "variables": sa.literal({}, Message.variables.type),
        "channel": _channel(),
        "address_sealed": ContactPoint.value_sealed,
        "address_place": ContactPoint.place,
        "zone": _by_country(zones, VIETNAM.key),
        "office_path": Worker.office_path,
        "state": sa.literal("cancelled" if skipped else "queued"),
        "created_at": instant(now),
        "next_try_at": _release(zones, now),
        "expires_at": getattr(CheckIn, question.until),
        "tries": sa.literal(0),
        "outcome": sa.literal("skipped_outage" if skipped else ""),
    }
    rows = (
        sa.select(*(said[name] for name in post_room.COLUMNS))
        .select_from(CheckIn)
        .join(Worker, Worker.id == CheckIn.worker_id)
        .join(Plan, Plan.id == CheckIn.plan_id)
        .join(Contract, Contract.id == Plan.contract_id)
        .join(ContactPoint, ContactPoint.id == (at.id if at else _address(other=question.other_number)))
        .where(which)
    )
    return post_room.queue_all(rows)


def _key(step: str) -> sa.ColumnElement[str]:
    """What the message is about, never when it was written: "ck:{plan}:{cycle}:{step}:{channel}"."""
    plan, cycle = sa.cast(CheckIn.plan_id, sa.String), sa.cast(CheckIn.cycle_no, sa.String)
    return sa.literal("ck:").concat(plan).concat(":").concat(cycle).concat(f":{step}:").concat(_channel())


def _channel() -> sa.ColumnElement[str]:
    by_mail, by_phone = (sa.literal(channel_for(kind, settings())) for kind in ("email", "phone"))
    return sa.case((ContactPoint.kind == "email", by_mail), else_=by_phone)


def _address(*, other: bool) -> sa.ScalarSelect[Any]:
    """The worker's own preferred address that is not known to be wrong; for `other` the last choice instead."""
    point = sa.orm.aliased(ContactPoint)
    order = (point.preferred, point.id.desc()) if other else (point.preferred.desc(), point.id)
    return (
        sa.select(point.id)
        .where(point.worker_id == CheckIn.worker_id, point.relative_id.is_(None), point.quality != "wrong")
        .order_by(*order)
        .limit(1)
        .correlate(CheckIn)
        .scalar_subquery()
    )


def _zones(which: sa.ColumnElement[bool]) -> dict[str, str]:
    """The time zone of every country in which these workers are."""
    countries = (
        sa.select(Contract.host_country)
        .distinct()
        .join(Plan, Plan.contract_id == Contract.id)
        .join(CheckIn, CheckIn.plan_id == Plan.id)
        .where(which)
    )
    return {country: zone_of(country) for country in db.session.scalars(countries)}


def zone_of(country: str) -> str:
    """The name of the zone in which somebody who works in this country reads; Vietnam's for a country nobody knows."""
    try:
        return time_zone_of(country).key
    except UnknownCountry:
        return VIETNAM.key


def _release(zones: dict[str, str], now: datetime) -> sa.ColumnElement[Any]:
    """When each may go out: now where it is day, else the next morning there."""
    times = release_times(now, {*zones.values(), VIETNAM.key})
    held = {country: instant(times[zone]) for country, zone in zones.items() if times[zone] != times[VIETNAM.key]}
    home = instant(times[VIETNAM.key])
    return sa.case(held, value=Contract.host_country, else_=home) if held else home


def _by_country(names: dict[str, str], otherwise: str) -> sa.ColumnElement[str]:
    home = sa.literal(otherwise)
    others = {country: sa.literal(name) for country, name in names.items() if name != otherwise}
    return sa.case(others, value=Contract.host_country, else_=home) if others else home
