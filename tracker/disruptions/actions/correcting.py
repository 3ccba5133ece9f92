"""A worker of whom it turns out that he never was at an event's place: the contract said so wrongly."""

import sqlalchemy as sa

from tracker.checkins import actions as checkins
from tracker.contracts.models import Contract
from tracker.core.db import changed, db
from tracker.disruptions.models import Disruption, Touch


def leave_wrong_places(contract: Contract) -> int:
    """Take back the touches of events that do not run where the corrected contract lies; how many. Safe to run twice.

    Their pace of asking is given back. The alerts stay for whoever works on them: only a person knows whether
    something was true of them all the same. Events at the right place find the worker by themselves.
    """
    running = sa.select(Disruption).join(Touch, Touch.disruption_id == Disruption.id)
    mine = running.where(Touch.contract_id == contract.id, Disruption.status != "closed")
    wrong = [event.id for event in db.session.scalars(mine) if not _lies_at(contract, event)]
    for event_id in wrong:
        checkins.let_go(event_id, worker_id=contract.worker_id)
    touches = sa.delete(Touch).where(Touch.contract_id == contract.id, Touch.disruption_id.in_(wrong))
    return changed(db.session(), touches)


def _lies_at(contract: Contract, event: Disruption) -> bool:
    if event.employer_id is not None:
        return contract.employer_id == event.employer_id
    return contract.host_country == event.host_country
