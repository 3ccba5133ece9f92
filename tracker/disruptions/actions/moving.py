"""Whom events touch, when two files become one: one touch an event, the graver of the two."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.alerts import actions as alerts
from tracker.alerts.keys import of_event
from tracker.auth.models import UserAccount
from tracker.core.db import db
from tracker.disruptions.models import Touch
from tracker.people.merge import Merge


def hand_over(merge: Merge, *, by: UserAccount | None, now: datetime) -> None:
    """Give the touches of the other file to the kept one, their alerts too. Safe to run twice."""
    events = list(db.session.scalars(sa.select(Touch.disruption_id).where(Touch.worker_id == merge.other_id)))
    for theirs, mine in merge.contracts.items():
        _run(sa.update(Touch).where(Touch.contract_id == theirs).values(contract_id=mine))
    _drop_the_lesser(merge.kept_id, merge.other_id)
    _run(sa.update(Touch).where(Touch.worker_id == merge.other_id).values(worker_id=merge.kept_id))
    names = {of_event(event, merge.other_id): of_event(event, merge.kept_id) for event in events}
    alerts.rename_keys(merge.kept_id, names, by=by, now=now)
    for event in events:
        alerts.gather_under_parents(cause="disruption", cause_id=event)


def _drop_the_lesser(kept_id: int, other_id: int) -> None:
    """Of two touches by one event: the kept file's if the other's is graver, else the other's."""
    one = aliased(Touch, name="one")
    same = one.disruption_id == Touch.disruption_id
    graver = sa.or_(one.severity < Touch.severity, sa.and_(one.severity == Touch.severity, one.rank > Touch.rank))
    _run(sa.delete(Touch).where(Touch.worker_id == kept_id, sa.exists().where(one.worker_id == other_id, same, graver)))
    _run(sa.delete(Touch).where(Touch.worker_id == other_id, sa.exists().where(one.worker_id == kept_id, same)))


def _run(statement: sa.Update | sa.Delete) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
