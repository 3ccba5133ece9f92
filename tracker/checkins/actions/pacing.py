"""An event sets the pace: the workers it touches are asked at once and more often, until it lets go of them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.checkins.actions.rows import changed, note_next_contact
from tracker.checkins.models import WAITING_STATES, CheckIn, Plan, PlanDue
from tracker.checkins.queries import unpaced
from tracker.checkins.rhythms import RHYTHMS
from tracker.messages import actions as post_room


def set_pace(workers: sa.Select[Any], *, event_id: int, rhythm: str, now: datetime) -> int:
    """Let an event set the rhythm of some workers' plans and ask them now; how many plans.

    What they were asked before and have not answered is superseded. The sweep opens the check-ins, batch by batch.
    A plan that an event paces already is left alone, so asking again later takes in newcomers only. Safe to
    run twice. Raises KeyError for an unknown rhythm.
    """
    pace = RHYTHMS[rhythm].name
    free = sa.select(Plan.id).where(Plan.worker_id.in_(workers), *unpaced())
    waiting = (CheckIn.plan_id.in_(free), CheckIn.state.in_(WAITING_STATES))
    post_room.cancel_about("check_in", sa.select(CheckIn.ref).where(*waiting), why="superseded", now=now)
    changed(sa.update(CheckIn).where(*waiting).values(state="superseded", next_step_at=None))
    changed(sa.update(PlanDue).where(PlanDue.plan_id.in_(free)).values(rhythm=pace, next_open_at=now))
    paced = changed(sa.update(Plan).where(Plan.id.in_(free)).values(paced_by=event_id, pace=pace))
    if paced:
        note_next_contact(sa.select(Plan.worker_id).where(Plan.paced_by == event_id))
    return paced


def let_go(event_id: int, *, worker_id: int | None = None) -> int:
    """Give the plans that an event paces back to their own rhythm, from their next turn on; how many. Safe to repeat.

    The check-ins that it has opened run on: who answers is heard, who does not is silent as ever. `worker_id`: only
    the plan of this worker, whom the event does not touch after all.
    """
    theirs = () if worker_id is None else (Plan.worker_id == worker_id,)
    return changed(sa.update(Plan).where(Plan.paced_by == event_id, *theirs).values(paced_by=None, pace=None))
