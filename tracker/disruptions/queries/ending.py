"""What ending an event would do with the alerts that it holds open: which are closed, which go on."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.alerts.models import OPEN_STATES, Alert
from tracker.alerts.severity import LOOK, WATCH
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.people.models import ContactStatus

Conditions = tuple[sa.ColumnElement[bool], ...]


@dataclass(frozen=True)
class Ending:
    """How many open alerts only mark the event, how many go on as silence, how many stay with people as they are."""

    marks: int
    silent: int
    stay: int


def ending(disruption: Disruption) -> Ending:
    """Rehearse the end of an event; writes nothing."""
    silent = _count(*becomes_silent(disruption))
    marks = _count(*only_marks(disruption)) - _count(*only_marks(disruption), *becomes_silent(disruption))
    return Ending(marks=marks, silent=silent, stay=_count(*_of_event(disruption)) - marks - silent)


def becomes_silent(disruption: Disruption) -> Conditions:
    """The single alerts of people who are silent now and for whom nothing graver was found."""
    return (*_of_event(disruption), Alert.severity >= LOOK, Alert.worker_id.in_(silent_people(disruption)))


def only_marks(disruption: Disruption) -> Conditions:
    """The common alerts of offices, and those that only say that somebody was there."""
    return (*_of_event(disruption), sa.or_(Alert.worker_id.is_(None), Alert.severity == WATCH))


def silent_people(disruption: Disruption) -> sa.Select[Any]:
    """The touched workers who are silent now."""
    return (
        sa.select(Touch.worker_id)
        .join(ContactStatus, ContactStatus.worker_id == Touch.worker_id)
        .where(Touch.disruption_id == disruption.id, ContactStatus.state == "silent")
    )


def _of_event(disruption: Disruption) -> Conditions:
    return (
        Alert.cause == "disruption",
        Alert.cause_id == disruption.id,
        Alert.closed_at.is_(None),
        Alert.state.in_(OPEN_STATES),
    )


def _count(*which: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Alert).where(*which)) or 0
