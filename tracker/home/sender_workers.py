"""How many workers the senders of a list have, within the scope of whoever asks: one statement for a whole page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.home.worker_filters import is_in_state


@dataclass(frozen=True)
class Workers:
    """The workers of one sender: abroad, among them beyond the end of the contract, and waiting to leave."""

    abroad: int
    after_end: int
    waiting: int


def abroad_of(sender_ids: Sequence[int], *, today: date) -> dict[int, int]:
    """Workers abroad by sender; a sender without any is left out."""
    counted = sa.select(Contract.sender_id, sa.func.count(Contract.worker_id.distinct()))
    theirs = counted.where(Contract.sender_id.in_(sender_ids), *is_in_state("abroad", today))
    return {sender_id or 0: count for sender_id, count in db.session.execute(theirs.group_by(Contract.sender_id))}


def workers_of(sender_id: int, *, today: date) -> Workers:
    """The workers of a sender by how they stand today, as the list of workers counts them."""
    counted = sa.select(*(_in_state(state, today) for state in ("abroad", "after_end", "waiting")))
    return Workers(*db.session.execute(counted.where(Contract.sender_id == sender_id)).one())


def _in_state(state: str, today: date) -> sa.ColumnElement[Any]:
    there = sa.case((sa.and_(*is_in_state(state, today)), Contract.worker_id))
    return sa.func.count(there.distinct())
