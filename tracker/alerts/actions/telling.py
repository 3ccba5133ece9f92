"""Tell the staff that an alert waits: who a step of the ladder means, and one message to each."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from tracker.alerts.ladder import Step
from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.auth.queries import offices_above
from tracker.core.db import db
from tracker.messages import actions as post_room
from tracker.messages.templates import current
from tracker.web.words import luc

BEGINNINGS = ("graver", "raised", "lowered", "reopened", "merged", "fired_after_answer", "fired_while_waiting")


@dataclass(frozen=True)
class Told:
    """Who was sent a message, and whom one was meant for who has no address."""

    sent: list[UserAccount]
    without_address: list[UserAccount]

    def names(self) -> dict[str, Any]:
        """The names of both, as a line of the timeline keeps them."""
        named = {"told": self.sent, "no_address": self.without_address}
        return {name: [user.display_name for user in users] for name, users in named.items() if users}


def nobody() -> Told:
    """Nobody was meant to get a message."""
    return Told([], [])


def tell(alert: Alert, step: Step, number: int | str, *, now: datetime, template: str = "staff_alarm") -> Told:
    """Queue a message to everybody the step means and who has an address; who they are.

    The same step of the same alert tells nobody twice; a step without messages tells nobody.
    """
    if not step.message:
        return nobody()
    meant, beginning = people_of(alert, step, now=now), _times_begun(alert)
    sent = [
        user
        for user in meant
        if user.email
        and _write_to(user, alert, f"al:{alert.id}:{beginning}:{number}:{user.id}:email", template, now=now)
    ]
    return Told(sent, [user for user in meant if not user.email])


def people_of(alert: Alert, step: Step, *, now: datetime) -> list[UserAccount]:
    """The owner, or the officers of the office while nobody owns it; and supervisors as far up as the step says."""
    meant: dict[int, UserAccount] = {}
    if step.officers:
        meant |= {user.id: user for user in _owner_or_officers(alert, now=now)}
    if step.up is not None:
        meant |= {user.id: user for user in _supervisors(alert.office_path, step.up, now=now)}
    return list(meant.values())


def at_work(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that a user may sign in and is not on leave."""
    return (
        UserAccount.disabled_at.is_(None),
        sa.or_(UserAccount.away_until.is_(None), UserAccount.away_until <= now),
    )


def _owner_or_officers(alert: Alert, *, now: datetime) -> list[UserAccount]:
    if alert.owner_id is not None:
        owner = db.session.get(UserAccount, alert.owner_id)
        if owner and owner.disabled_at is None and (owner.away_until is None or owner.away_until <= now):
            return [owner]
    return _nearest(alert.office_path, "officer", up=0, now=now)


def _supervisors(office_path: str, up: int, *, now: datetime) -> list[UserAccount]:
    return _nearest(office_path, "supervisor", up=up, now=now)


def _nearest(office_path: str, role: str, *, up: int, now: datetime) -> list[UserAccount]:
    """The users of a role in the nearest office that has any, and in `up` more such offices above it."""
    above = sa.select(UserAccount).where(
        UserAccount.role == role, UserAccount.office_path.in_(offices_above(office_path)), *at_work(now)
    )
    users = db.session.scalars(above.order_by(sa.func.length(UserAccount.office_path).desc(), UserAccount.id))
    offices = [list(there) for _, there in groupby(users, key=lambda user: user.office_path)]
    return [user for there in offices[: up + 1] for user in there]


def _write_to(user: UserAccount, alert: Alert, key: str, template: str, *, now: datetime) -> bool:
    known = {"number": alert.number, "deadline": luc(alert.acknowledge_by)}
    return post_room.queue(
        key=key,
        about=("alert", alert.ref),
        template=template,
        to=user.email,
        channel="email",
        office_path=alert.office_path,
        now=now,
        language=user.language,
        variables={name: known[name] for name in current(template).variables},
    )


def _times_begun(alert: Alert) -> int:
    """How often its ladder has begun: once, and again with every line after which it may have begun anew."""
    begun = sa.select(sa.func.count()).where(AlertEntry.alert_id == alert.id, AlertEntry.kind.in_(BEGINNINGS))
    return 1 + (db.session.scalar(begun) or 0)
