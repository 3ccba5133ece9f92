"""The verb: a message from a file is judged once more, queued and written down, while nobody else can write there."""

from datetime import datetime

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.checkins import actions as checkins
from tracker.core.db import advisory_lock, db
from tracker.core.settings import settings
from tracker.home.outreach.options import ASK, CALL_BACK, TEMPLATES, Options, Recipient, options_for
from tracker.home.outreach.refusals import NotSent
from tracker.messages import actions as post_room
from tracker.messages.actions import SealedAddress
from tracker.messages.channels import channel_for
from tracker.messages.limits import WORTH_SAYING
from tracker.messages.models import Message
from tracker.people.models import Worker
from tracker.people.queries import contact_point_by_ref


def send(worker: Worker, kind: str, to: str, *, by: UserAccount, now: datetime) -> Recipient:
    """Write to one number of a file: ask how the worker is, or ask to call back. Raises NotSent.

    Of two at once to one number the second is judged after the first, and refused as too soon.
    """
    _hold(worker, kind, to)
    options = options_for(worker, now=now)
    recipient = options.choose(kind, to)
    if kind == ASK:
        checkins.ask_now(worker, recipient.point, by=by, now=now)
    else:
        _ask_to_call(worker, recipient, options, by=by, now=now)
    told = {"relative": recipient.relative.ref} if recipient.relative else {}
    audit.record("message.send", ("worker", worker.ref), by=by, now=now, kind=kind, to=to, **told)
    return recipient


def _hold(worker: Worker, kind: str, to: str) -> None:
    """Let nobody else write to this number, nor ask this worker, until the transaction ends; forget what was read."""
    point = contact_point_by_ref(worker.id, to)
    if point is None:
        raise NotSent
    advisory_lock(db.session(), f"number:{point.value_index.hex()}")
    if kind == ASK:
        checkins.hold_turn(worker.id)
    db.session.expire_all()


def _ask_to_call(worker: Worker, recipient: Recipient, options: Options, *, by: UserAccount, now: datetime) -> None:
    """The neutral text; its key tells how many times this number was asked before."""
    channel, point = channel_for(recipient.point.kind, settings()), recipient.point
    post_room.queue(
        key=f"cb:{worker.id}:{point.id}:{_times_asked(worker, recipient)}:{channel}",
        about=("worker", worker.ref),
        template=TEMPLATES[CALL_BACK],
        to=SealedAddress(point.value_sealed, point.place),
        channel=channel,
        office_path=worker.office_path,
        now=now,
        worker_id=worker.id,
        by_id=by.id,
        zone=recipient.zone,
        variables=options.values(CALL_BACK),
        expires_at=recipient.goes_at + WORTH_SAYING,
    )


def _times_asked(worker: Worker, recipient: Recipient) -> int:
    """With this one."""
    before = sa.select(sa.func.count()).where(
        Message.about_kind == "worker",
        Message.about_ref == worker.ref,
        Message.address_place == recipient.point.place,
    )
    return 1 + (db.session.scalar(before) or 0)
