"""Check-ins of two files that become one: one plan a contract, every answer kept, every link still good."""

from datetime import datetime

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.auth.models import UserAccount
from tracker.checkins.actions.rows import changed, note_next_contact, set_contact_state
from tracker.checkins.models import Answer, CheckIn, Plan, PlanDue
from tracker.core.db import db
from tracker.people.merge import Merge


def hand_over(merge: Merge, *, by: UserAccount | None, now: datetime) -> None:
    """Give plans, check-ins and answers of the other file to the kept one. Safe to run twice.

    Alerts of help, problems and silence follow; where both files had one open, they become one.
    """
    for theirs, mine in merge.contracts.items():
        _follow_contract(theirs, mine)
    for room in (Plan, PlanDue, CheckIn, Answer):
        changed(sa.update(room).where(room.worker_id == merge.other_id).values(worker_id=merge.kept_id))
    names = {f"{kind}:{merge.other_id}": f"{kind}:{merge.kept_id}" for kind in ("help", "problem")}
    names |= {f"silent:{theirs}": f"silent:{mine}" for theirs, mine in merge.contracts.items()}
    alerts.rename_keys(merge.kept_id, names, by=by, now=now)
    _look_for_again(merge.kept_id)


def _follow_contract(theirs: int, mine: int) -> None:
    """Put the plan of one contract on the same contract of the kept file, or its check-ins on the plan that is there.

    There they are counted on from the last of that plan: the numbers name turns, not their order in time.
    """
    old = db.session.scalar(sa.select(Plan.id).where(Plan.contract_id == theirs))
    new = db.session.scalar(sa.select(Plan.id).where(Plan.contract_id == mine))
    if old is None:
        return
    if new is None:
        changed(sa.update(Plan).where(Plan.id == old).values(contract_id=mine))
        return
    last, more = _last_turn(new), _last_turn(old)
    moved = sa.update(CheckIn).where(CheckIn.plan_id == old)
    changed(moved.values(plan_id=new, cycle_no=CheckIn.cycle_no + last))
    changed(sa.update(PlanDue).where(PlanDue.plan_id == new).values(cycle_no=last + more + 1))
    for room, key in ((PlanDue, PlanDue.plan_id), (Plan, Plan.id)):
        changed(sa.delete(room).where(key == old))


def _last_turn(plan_id: int) -> int:
    """The last turn that a plan has used, or has given away to its next check-in."""
    used = sa.select(sa.func.coalesce(sa.func.max(CheckIn.cycle_no), 0)).where(CheckIn.plan_id == plan_id)
    ahead = sa.select(PlanDue.cycle_no - 1).where(PlanDue.plan_id == plan_id)
    return max(db.session.scalar(used) or 0, db.session.scalar(ahead) or 0)


def _look_for_again(worker_id: int) -> None:
    """Whoever has a plan is asked, whichever of the two files said that this was over."""
    living = sa.select(Plan.worker_id).where(Plan.worker_id == worker_id, Plan.state == "active")
    set_contact_state(living, "new", of=("closed",))
    note_next_contact([worker_id])
