"""Who of an event needs a person first: its gravest open alerts."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.core.db import db
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries.circumstances import Circumstance, held
from tracker.people.models import ContactStatus, Worker


@dataclass(frozen=True)
class Pressing:
    """One open alert of an event: who, why, last sure sign, deadline, owner."""

    alert_ref: str
    severity: int
    due_by: datetime
    full_name: str
    born: int
    circumstances: tuple[Circumstance, ...]
    last_sure_at: datetime | None
    owner: str


def pressing(disruption: Disruption, *, limit: int = 10) -> list[Pressing]:
    """The open alerts of an event that ask for a person (S1 to S3), gravest and most pressing first."""
    rows = db.session.execute(
        sa.select(
            Alert.ref,
            Alert.severity,
            Alert.due_by,
            Worker.full_name,
            Worker.birth_date,
            Touch.rank,
            ContactStatus.last_sure_at,
            UserAccount.display_name,
        )
        .join(Worker, Worker.id == Alert.worker_id)
        .join(Touch, sa.and_(Touch.worker_id == Worker.id, Touch.disruption_id == disruption.id))
        .outerjoin(ContactStatus, ContactStatus.worker_id == Worker.id)
        .outerjoin(UserAccount, UserAccount.id == Alert.owner_id)
        .where(Alert.cause == "disruption", Alert.cause_id == disruption.id)
        .where(Alert.closed_at.is_(None), Alert.severity < 4)
        .order_by(Alert.severity, Alert.rank.desc(), Alert.due_by, Alert.id)
        .limit(limit)
    )
    return [
        Pressing(ref, severity, due_by, name, birth_date.year, held(rank), last_sure_at, owner or "")
        for ref, severity, due_by, name, birth_date, rank, last_sure_at, owner in rows
    ]
