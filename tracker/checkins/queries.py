"""Questions about check-ins: what is missing, what waits, what a worker said."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.checkins.models import WAITING_STATES, Answer, CheckIn, Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db


@dataclass(frozen=True)
class Turn:
    """How a worker stands to be asked: the plan in force or else the latest, when its next turn opens, what waits."""

    plan: Plan | None
    opens_at: datetime | None
    waiting: CheckIn | None

    @property
    def state(self) -> str:
        """The state of the plan, empty when there never was one."""
        return self.plan.state if self.plan else ""

    @property
    def can_be_asked(self) -> bool:
        """Whether a question waits that can be repeated, or a turn lies ahead that can be opened now."""
        return self.waiting is not None or self.opens_at is not None


def still_abroad(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that a contract's worker has left and not come back."""
    return (
        Contract.departed_on <= today,
        sa.or_(Contract.returned_on.is_(None), Contract.returned_on > today),
    )


def looked_after() -> sa.ColumnElement[bool]:
    """The condition that a plan runs for a contract, or waits; one that was closed does not count."""
    return sa.select(Plan.id).where(Plan.contract_id == Contract.id, Plan.state != "closed").exists()


def unpaced() -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that a plan is in force and that no event sets its pace."""
    return (Plan.state == "active", Plan.paced_by.is_(None))


def lacks_plans(now: datetime) -> bool:
    """Whether a worker is abroad without a plan in force, or an active plan has no due time."""
    contract = sa.select(Contract.id).where(*still_abroad(day_of(now)), ~looked_after()).limit(1)
    due = sa.select(PlanDue.plan_id).where(PlanDue.plan_id == Plan.id).exists()
    plan = sa.select(Plan.id).where(Plan.state == "active", ~due).limit(1)
    return db.session.scalar(contract) is not None or db.session.scalar(plan) is not None


def has_plans_to_close(now: datetime) -> bool:
    """Whether a plan is open for a worker who has come back."""
    over = (
        sa.select(Plan.id)
        .join(Contract, Contract.id == Plan.contract_id)
        .where(Plan.state != "closed", Contract.returned_on <= day_of(now))
    )
    return db.session.scalar(over.limit(1)) is not None


def turn_of(worker_id: int) -> Turn:
    """How a worker stands to be asked."""
    planned = (
        sa.select(Plan, PlanDue.next_open_at)
        .outerjoin(PlanDue, PlanDue.plan_id == Plan.id)
        .where(Plan.worker_id == worker_id)
        .order_by(sa.case((Plan.state == "active", 0), else_=1), Plan.id.desc())
    )
    found = db.session.execute(planned.limit(1)).first()
    asked = sa.select(CheckIn).where(CheckIn.worker_id == worker_id, CheckIn.state.in_(WAITING_STATES))
    waiting = db.session.scalars(asked.order_by(CheckIn.opened_at.desc()).limit(1)).first()
    plan, opens_at = found or (None, None)
    return Turn(plan, opens_at, waiting)


def last_answer(check_in: CheckIn) -> Answer | None:
    """The newest answer to a check-in."""
    answers = sa.select(Answer).where(Answer.check_in_id == check_in.id).order_by(Answer.at.desc(), Answer.id.desc())
    return db.session.scalars(answers.limit(1)).first()


def contract_of(check_in: CheckIn) -> Contract:
    """The contract under which a worker was asked."""
    mine = sa.select(Contract).join(Plan, Plan.contract_id == Contract.id).where(Plan.id == check_in.plan_id)
    return db.session.scalars(mine).one()


def host_country_of(check_in: CheckIn) -> str:
    """The code of the country for whose numbers a worker in need is shown."""
    return contract_of(check_in).host_country
