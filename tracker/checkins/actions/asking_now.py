"""An officer asks one worker now, at an address of his own, without waiting for the next turn."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.auth.models import UserAccount
from tracker.checkins.actions.asking import QUESTIONS, zone_of
from tracker.checkins.actions.opening import open_now
from tracker.checkins.models import CheckIn, PlanDue
from tracker.checkins.queries import Turn, contract_of, turn_of
from tracker.core.db import db
from tracker.core.settings import settings
from tracker.messages import actions as post_room
from tracker.messages.actions import SealedAddress
from tracker.messages.channels import channel_for
from tracker.messages.hours import next_daytime
from tracker.messages.limits import WORTH_SAYING
from tracker.messages.models import Message
from tracker.people.models import ContactPoint, Worker


class NobodyAsks(Exception):
    """The worker has no plan in force; `state` is that of the latest one, empty when there never was one."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def hold_turn(worker_id: int) -> Turn:
    """How a worker stands to be asked, held until the transaction ends: nobody else opens a turn meanwhile."""
    mine = sa.select(PlanDue.plan_id).where(PlanDue.worker_id == worker_id).order_by(PlanDue.plan_id)
    db.session.execute(mine.with_for_update())
    return turn_of(worker_id)


def ask_now(worker: Worker, point: ContactPoint, *, by: UserAccount, now: datetime) -> None:
    """Open the next check-in now and ask at this address; where one waits already, repeat its question there.

    Raises NobodyAsks. By two at once it opens one check-in: the second repeats the question.
    """
    turn = hold_turn(worker.id)
    if turn.waiting is not None:
        _ask_again(turn.waiting, worker, point, by=by, now=now)
    elif turn.plan is not None and turn.opens_at is not None:
        open_now(turn.plan, point, by=by, now=now)
    else:
        raise NobodyAsks(turn.state)


def _ask_again(check_in: CheckIn, worker: Worker, point: ContactPoint, *, by: UserAccount, now: datetime) -> None:
    """The same question once more; its key tells how many things were said about this check-in before."""
    zone, channel = zone_of(contract_of(check_in).host_country), channel_for(point.kind, settings())
    said_before = _times_spoken(check_in)
    post_room.queue(
        key=f"ck:{check_in.plan_id}:{check_in.cycle_no}:again-{said_before}:{point.id}:{channel}",
        about=("check_in", check_in.ref),
        template=QUESTIONS["ask"].template,
        to=SealedAddress(point.value_sealed, point.place),
        channel=channel,
        office_path=worker.office_path,
        now=now,
        worker_id=worker.id,
        by_id=by.id,
        zone=zone,
        expires_at=next_daytime(now, ZoneInfo(zone)) + WORTH_SAYING,
    )


def _times_spoken(check_in: CheckIn) -> int:
    said = sa.select(sa.func.count()).where(Message.about_kind == "check_in", Message.about_ref == check_in.ref)
    return db.session.scalar(said) or 0
