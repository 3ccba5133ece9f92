"""What follows when a worker was surely heard of: nobody asks again, reminds or calls late until the next turn."""

from datetime import datetime

import sqlalchemy as sa

from tracker.checkins.actions.rows import (
    by_rhythm,
    changed,
    next_openings,
    note_next_contact,
    set_contact_state,
)
from tracker.checkins.models import WAITING_STATES, CheckIn, PlanDue
from tracker.core.db import db
from tracker.messages import actions as post_room


def heard_of(worker_id: int, *, now: datetime, others_than: int = 0, become: str = "superseded") -> list[int]:
    """Settle what still waits for this worker's answer and count the next turn from now; the check-ins settled."""
    waiting = sa.select(CheckIn.id).where(
        CheckIn.worker_id == worker_id, CheckIn.state.in_(WAITING_STATES), CheckIn.id != others_than
    )
    ids = list(db.session.scalars(waiting))
    changed(sa.update(CheckIn).where(CheckIn.id.in_(ids)).values(state=become, next_step_at=None))
    refs = list(db.session.scalars(sa.select(CheckIn.ref).where(CheckIn.id.in_([*ids, others_than]))))
    post_room.cancel_about("check_in", refs, why="answered", now=now)
    # Only an officer calls somebody lost; an answer of his own or a call ends that, as it ends lateness and silence.
    set_contact_state([worker_id], "in_touch", of=("new", "late", "silent", "lost_contact"))
    _count_from(worker_id, now)
    note_next_contact([worker_id])
    return ids


def _count_from(worker_id: int, now: datetime) -> None:
    following = by_rhythm(PlanDue.rhythm, next_openings(now))
    mine = (PlanDue.worker_id == worker_id, PlanDue.next_open_at < following)
    changed(sa.update(PlanDue).where(*mine).values(next_open_at=following))
