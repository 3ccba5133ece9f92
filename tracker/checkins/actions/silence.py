"""The alert of a silent worker, with why: what was asked, what was tried, what was last heard."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.alerts.explain import fact, say, why
from tracker.checkins.actions.rows import BATCH
from tracker.checkins.actions.watched import leave_to_events
from tracker.checkins.models import CheckIn, Plan
from tracker.contracts.models import Contract
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.messages.models import Message
from tracker.people.models import ContactStatus, Worker

SEVERITY = 3
CONTRACT_IS_OVER = 10  # rank: they are looked at first
TRIED = {"check_in_ask": "tried.asked", "check_in_remind": "tried.reminded", "check_in_late": "tried.other_number"}
FATES = {
    "queued": "fate.queued",
    "leased": "fate.queued",
    "handed_over": "fate.queued",
    "failed_temp": "fate.queued",
    "sent": "fate.sent",
    "delivered": "fate.delivered",
    "uncertain": "fate.uncertain",
    "cancelled": "fate.skipped",
}


@dataclass(frozen=True)
class Silence:
    """What is known of one missed check-in."""

    check_in_id: int
    ref: str
    opened_at: datetime
    late_at: datetime
    missed_at: datetime
    contract_id: int
    ends_on: date
    last_sure_at: datetime | None


def raise_silent(ids: Sequence[int], *, now: datetime) -> int:
    """Raise S3 for missed check-ins, one per contract however many were missed; how many alerts are new.

    Whoever is held under an open alert of an event gets a line there instead: the event ranks its people anew by
    their silence, and hands them over when it ends.
    """
    found = db.session.execute(
        sa.select(
            CheckIn.id,
            CheckIn.ref,
            CheckIn.opened_at,
            CheckIn.late_at,
            CheckIn.missed_at,
            Contract.id,
            Contract.ends_on,
            ContactStatus.last_sure_at,
        )
        .join(Plan, Plan.id == CheckIn.plan_id)
        .join(Contract, Contract.id == Plan.contract_id)
        .outerjoin(ContactStatus, ContactStatus.worker_id == CheckIn.worker_id)
        .where(CheckIn.id.in_(leave_to_events(ids, now=now)))
        .order_by(CheckIn.missed_at)
    )
    # Of several missed at once under one contract, the newest explains it.
    by_contract = {silence.contract_id: silence for silence in (Silence(*row) for row in found)}
    tried = _tried([silence.ref for silence in by_contract.values()])
    if not by_contract:
        return 0
    explained = [(one.check_in_id, _rank(one, now), _why(one, tried[one.ref], now)) for one in by_contract.values()]
    return alerts.raise_for(_rows(explained), cause="silent", now=now)


def raise_still_silent(workers: sa.Select[Any], *, now: datetime) -> int:
    """Raise S3 for those of some workers who are silent now, explained by the last check-in they missed."""
    last = (
        sa.select(sa.func.max(CheckIn.id))
        .join(ContactStatus, ContactStatus.worker_id == CheckIn.worker_id)
        .where(CheckIn.worker_id.in_(workers), CheckIn.state == "missed", ContactStatus.state == "silent")
        .group_by(CheckIn.worker_id)
    )
    ids = list(db.session.scalars(last))
    return sum(raise_silent(ids[start : start + BATCH], now=now) for start in range(0, len(ids), BATCH))


def _rows(explained: list[tuple[int, int, dict[str, Any]]]) -> sa.Select[Any]:
    """The question that `alerts.raise_for` asks: the explained check-ins joined to whom they concern."""
    told = (
        sa.values(sa.column("check_in_id", sa.Integer), sa.column("rank", sa.Integer), sa.column("why", sa.JSON))
        .data(explained)
        .cte("told")
    )
    return (
        sa.select(
            CheckIn.worker_id,
            Worker.office_path,
            Contract.host_country,
            sa.literal("silent:").concat(sa.cast(Contract.id, sa.String)).label("dedupe_key"),
            CheckIn.id.label("cause_id"),
            sa.literal(SEVERITY).label("severity"),
            told.c.rank,
            sa.literal("title.silent_since").label("title"),
            told.c.why,
        )
        .join(told, told.c.check_in_id == CheckIn.id)
        .join(Worker, Worker.id == CheckIn.worker_id)
        .join(Plan, Plan.id == CheckIn.plan_id)
        .join(Contract, Contract.id == Plan.contract_id)
    )


def _rank(silence: Silence, now: datetime) -> int:
    return CONTRACT_IS_OVER if silence.ends_on < day_of(now) else 0


def _why(silence: Silence, tried: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    engine, file = say("source.engine"), say("source.file")
    last = silence.last_sure_at
    over = silence.ends_on < day_of(now)
    return why(
        "silent",
        facts=[
            fact(silence.opened_at, say("fact.asked", due_on=day_of(silence.late_at)), engine),
            fact(
                silence.missed_at,
                say("fact.grace_over", grace_days=(silence.missed_at - silence.late_at).days),
                engine,
            ),
            fact(last, say("fact.last_sure", last_on=day_of(last)), file)
            if last
            else fact(None, say("fact.never_sure"), file),
            fact(
                silence.ends_on,
                say("fact.contract_over" if over else "fact.contract_ends", ends_on=silence.ends_on),
                file,
            ),
        ],
        tried=tried or [fact(None, say("tried.none"), engine)],
        next_step=say("next.call"),
        title={"since_on": day_of(last or silence.opened_at)},
    )


def _tried(refs: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The messages about each check-in and what became of them."""
    sent = sa.select(
        Message.about_ref, Message.template, Message.state, sa.func.coalesce(Message.settled_at, Message.created_at)
    ).where(Message.about_kind == "check_in", Message.about_ref.in_(refs))
    tried = defaultdict(list)
    for ref, template, state, at in db.session.execute(sent.order_by(Message.id)):
        sentence = TRIED.get(template.partition("/")[0])
        if sentence:
            fate = say(FATES.get(state, "fate.failed"))
            tried[ref].append(fact(at, say(sentence, fate=fate), say("source.engine")))
    return tried
