"""What the queue is narrowed by, as it stands in the address; a list can be sent to a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from tracker.alerts.models import CAUSES, SEVERITIES, STATES, Alert
from tracker.alerts.severity import GRAVE, WATCH
from tracker.auth.models import UserAccount
from tracker.contracts.queries import sent_by
from tracker.core.scope import within

MINE, NOBODY = "me", "none"
DONE = ("closed", "duplicate")
AGES = (1, 3, 7, 30)


@dataclass(frozen=True)
class Filters:
    """Filters of the queue; an empty one does not narrow. Without `state` the list shows what is open.

    Alerts that only mark an event are shown under that event, and where the list is of what is over.

    `sender` is the reference of whoever sent the worker; `owner` is "me", "none" or a user's reference; `age` at least
    so many days; `late` "1" for what is past its deadline; `event` the number of a disruption.
    """

    severity: str = ""
    cause: str = ""
    office: str = ""
    country: str = ""
    sender: str = ""
    owner: str = ""
    age: str = ""
    state: str = ""
    event: str = ""
    late: str = ""

    @classmethod
    def parse(cls, args: Mapping[str, str]) -> "Filters":
        """The filters of an address; what makes no sense is left out."""
        told = cls(**{field.name: args.get(field.name, "").strip()[:40] for field in fields(cls)})
        return replace(
            told,
            severity=told.severity if told.severity in map(str, SEVERITIES) else "",
            cause=told.cause if told.cause in CAUSES else "",
            state=told.state if told.state in STATES else "",
            country=told.country if told.country.isalpha() and len(told.country) == 3 else "",
            age=told.age if told.age.isdigit() and len(told.age) < 5 else "",
            event=told.event if told.event.isdigit() and len(told.event) < 10 else "",
            late="1" if told.late else "",
        )

    def args(self) -> dict[str, str]:
        """The filters in use, for an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def without(self, name: str) -> "Filters":
        """The same filters, one of them taken out."""
        return replace(self, **{name: ""})

    @property
    def shows_done(self) -> bool:
        """Whether the list is of alerts that are over."""
        return self.state in DONE

    def conditions(self, *, user_id: int, now: datetime) -> list[sa.ColumnElement[bool]]:
        """The filters as conditions on alerts. `user_id` is whoever "me" is."""
        found: list[sa.ColumnElement[bool]] = [Alert.closed_at.is_not(None) if self.shows_done else OPEN]
        if self.severity:
            found.append(Alert.severity == int(self.severity))
        if self.cause:
            found.append(Alert.cause == self.cause)
        if self.office:
            found.append(within(Alert.office_path, self.office))
        if self.country:
            found.append(Alert.host_country == self.country.upper())
        if self.sender:
            found.append(Alert.worker_id.in_(sent_by(self.sender)))
        if self.owner:
            found.append(self._owned(user_id))
        if self.age:
            found.append(Alert.opened_at <= now - timedelta(days=int(self.age)))
        if self.state:
            found.append(Alert.state == self.state)
        if self.event:
            found += [Alert.cause == "disruption", Alert.cause_id == int(self.event)]
        elif not self.shows_done:
            found.append(~is_mark())
        if self.late:
            found.append(is_late(now))
        return found

    def _owned(self, user_id: int) -> sa.ColumnElement[bool]:
        if self.owner == NOBODY:
            return Alert.owner_id.is_(None)
        if self.owner == MINE:
            return Alert.owner_id == user_id
        owner = sa.select(UserAccount.id).where(UserAccount.ref == self.owner)
        return Alert.owner_id == owner.scalar_subquery()


OPEN = Alert.closed_at.is_(None)


def is_mark() -> sa.ColumnElement[bool]:
    """The condition that an alert only says that somebody is where an event is, and nobody has taken it.

    The common alert of the office stands for it: in the queue, on the counters, and in the ladder.
    """
    of_event = sa.and_(Alert.cause == "disruption", Alert.worker_id.is_not(None))
    return sa.and_(of_event, Alert.severity == WATCH, Alert.owner_id.is_(None))


def is_late(now: datetime) -> sa.ColumnElement[bool]:
    """The condition that an open alert is past its deadline: of acknowledging while it is new, else of acting.

    Waiting for somebody stops the clock of S3 and S4 only. A mark of an event is never late.
    """
    past = sa.or_(
        sa.and_(Alert.state == "new", Alert.acknowledge_by < now),
        sa.and_(Alert.state.in_(("acknowledged", "in_progress")), Alert.act_by < now),
        sa.and_(Alert.state == "waiting", Alert.severity <= GRAVE, Alert.act_by < now),
    )
    return sa.and_(past, ~is_mark())
