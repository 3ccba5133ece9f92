"""Senders as the filter of the queue offers and names them."""

import sqlalchemy as sa

from tracker.alerts.models import Alert
from tracker.alerts.queries.filters import OPEN, is_mark
from tracker.contracts.models import Contract
from tracker.contracts.queries import left_again
from tracker.core.db import db
from tracker.senders.models import Sender
from tracker.senders.queries import sender_by_ref

OFFERED = 60
# Asked with every page of the queue: after a silence of thousands the most pressing alerts tell enough.
LOOKED_AT = 2000


def senders_with_alerts(*, most: int = OFFERED) -> dict[str, str]:
    """The senders with the most open alerts about their workers, marks of events aside: {reference: name}, by name.

    Of very many alerts the most pressing 2.000 are looked at.
    """
    waiting = sa.select(Alert.worker_id).where(OPEN, ~is_mark(), Alert.worker_id.is_not(None))
    pressing = waiting.order_by(Alert.severity, Alert.act_by, Alert.id).limit(LOOKED_AT).subquery("pressing")
    busiest = (
        sa.select(Contract.sender_id)
        .join(pressing, pressing.c.worker_id == Contract.worker_id)
        .where(Contract.sender_id.is_not(None), ~left_again())
        .group_by(Contract.sender_id)
        .order_by(sa.func.count().desc(), Contract.sender_id)
        .limit(most)
        .subquery("busiest")
    )
    named = sa.select(Sender.ref, Sender.name).join(busiest, busiest.c.sender_id == Sender.id)
    return {row.ref: row.name for row in db.session.execute(named.order_by(Sender.name_fold, Sender.id))}


def sender_name(ref: str) -> str:
    """The name of the sender with this reference."""
    sender = sender_by_ref(ref)
    return sender.name if sender else ""
