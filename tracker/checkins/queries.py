"""Questions about check-ins: what is missing, what waits, what a worker said."""

from datetime import datetime

import sqlalchemy as sa

from tracker.checkins.actions.rows import still_abroad
from tracker.checkins.models import Answer, CheckIn, Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db


def lacks_plans(now: datetime) -> bool:
    """Whether a worker is abroad without a plan, or an active plan has no due time."""
    known = sa.select(Plan.id).where(Plan.contract_id == Contract.id).exists()
    contract = sa.select(Contract.id).where(*still_abroad(day_of(now)), ~known).limit(1)
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
