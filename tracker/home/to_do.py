"""What is to be done today: alerts that wait for this user, an event as one line, each with its next button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.alerts import queries as alerts
from tracker.alerts.models import Alert
from tracker.alerts.queries.filters import OPEN, is_late, is_mark
from tracker.auth.models import UserAccount
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.web.routes import allowed
from tracker.web.words import so

MOST = 40
WAITING_FOR_WORK = ("new", "acknowledged", "in_progress")
# By cause: what comes next once somebody has taken the alert.
CALLS = ("help", "problem", "silent", "disruption", "officer")
NEXT: dict[str, Any] = {
    "concern": _l("Trả lời gia đình"),
    "law": _l("Sửa hồ sơ"),
    "unreachable": _l("Tìm số mới"),
}


@dataclass(frozen=True)
class Button:
    """The one next step of a line: a link, or with `version` a form of one button."""

    label: str
    url: str
    version: int | None = None


@dataclass(frozen=True)
class Line:
    """One thing to do: who, what and why, of which event, until when, whose it is, and the next button."""

    severity: int
    who: str
    birth_year: int | None
    country: str
    office: str
    why: str
    event: str
    owner: str
    due: datetime
    url: str
    button: Button


@dataclass(frozen=True)
class ToDo:
    """The first lines by severity, then deadline; `more` says that there are others."""

    lines: list[Line]
    more: bool


def to_do(user: UserAccount, now: datetime) -> ToDo:
    """What waits for this user: his own alerts, those that nobody has taken, and anybody's that are late.

    For a supervisor also every result that waits to be closed.
    """
    found = alerts.sample(_conditions(user, now), now=now, size=MOST + 1)
    lines = sorted([*(_alert(line, user) for line in found), *_events()], key=lambda line: (line.severity, line.due))
    return ToDo(lines[:MOST], more=len(lines) > MOST)


def _conditions(user: UserAccount, now: datetime) -> list[sa.ColumnElement[bool]]:
    mine = sa.or_(Alert.owner_id == user.id, Alert.owner_id.is_(None))
    work = sa.or_(sa.and_(Alert.state.in_(WAITING_FOR_WORK), mine), is_late(now))
    waits = sa.or_(work, Alert.state == "resolved") if user.role == "supervisor" else work
    return [OPEN, waits, ~_stands_in_an_event(), ~is_mark()]


def _stands_in_an_event() -> sa.ColumnElement[bool]:
    """The condition that the event's own line stands for an alert: the common one of an office, not yet taken."""
    return sa.and_(_common(), Alert.state == "new")


def _common() -> sa.ColumnElement[bool]:
    """The condition that an alert is the common one of an office under an event."""
    return sa.and_(Alert.cause == "disruption", Alert.worker_id.is_(None))


def _alert(line: alerts.Line, user: UserAccount) -> Line:
    return Line(
        severity=line.severity,
        who=line.who,
        birth_year=line.birth_year,
        country=line.country,
        office=line.office,
        why=line.what,
        event=line.event,
        owner=line.owner,
        due=line.due,
        url=url_for("alerts.show", ref=line.ref),
        button=_next(line, user),
    )


def _next(line: alerts.Line, user: UserAccount) -> Button:
    page = url_for("alerts.show", ref=line.ref)
    if line.state == "new":
        return Button(_("Nhận việc"), url_for("alerts.acknowledge", ref=line.ref), version=line.version)
    if line.state == "resolved":
        return Button(_("Xem rồi đóng"), page)
    if line.cause in CALLS and line.worker_ref and user.role in allowed("file.call"):
        return Button(_("Ghi cuộc gọi"), url_for("file.call", ref=line.worker_ref))
    return Button(str(NEXT.get(line.cause, _("Làm tiếp"))), page)


def _events() -> list[Line]:
    """Each event with untaken common alerts as one line, however many offices it concerns."""
    touched = sa.select(sa.func.count()).where(Touch.disruption_id == Disruption.id).scalar_subquery()
    kind = Alert.acknowledge_by.type
    rows = db.session.execute(
        sa.select(
            Disruption.ref,
            Disruption.title,
            Disruption.host_country,
            sa.func.min(Alert.severity).label("severity"),
            sa.func.min(Alert.acknowledge_by, type_=kind).label("due"),
            sa.func.count().label("offices"),
            touched.label("people"),
        )
        .join(Disruption, Disruption.id == Alert.cause_id)
        .where(OPEN, _stands_in_an_event())
        .group_by(Disruption.id, Disruption.ref, Disruption.title, Disruption.host_country)
    )
    return [
        Line(
            severity=row.severity,
            who=row.title,
            birth_year=None,
            country=row.host_country,
            office="",
            why=_(
                "%(people)s người, %(offices)s đơn vị chưa nhận việc", people=so(row.people), offices=so(row.offices)
            ),
            event="",
            owner="",
            due=row.due,
            url=url_for("disruptions.show", ref=row.ref),
            button=Button(_("Mở sự kiện"), url_for("disruptions.show", ref=row.ref)),
        )
        for row in rows
    ]
