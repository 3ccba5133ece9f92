"""Finds whom a running event touches and has their alerts raised: the same statements at the start and ever after."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.alerts.actions import raise_for
from tracker.alerts.keys import of_event
from tracker.core.clock import day_of
from tracker.core.db import changed, db, insert_missing
from tracker.disruptions.actions.common import CAUSE, open_common
from tracker.disruptions.models import Disruption, Touch
from tracker.disruptions.queries.circumstances import WEIGHT
from tracker.disruptions.queries.touched import touched
from tracker.people.models import Worker

RANKED = ("severity", "rank", "circumstances")


class Reached(NamedTuple):
    """How many workers were newly touched, how many stand worse than before, how many alerts are new."""

    touched: int
    worsened: int
    alerts: int


def reach(disruption: Disruption, *, now: datetime, first: int | None = None, newcomers: bool = True) -> Reached:
    """Touch whoever is at the event's place today and raise one alert each, held under one of his office.

    With `first` only so many of them, those who press most: a trial. Without `newcomers` only those touched before.

    A touch is marked with `now` when it is new or graver, and only marked ones are raised: an alert that people have
    closed is not opened again by the next night. Safe to run twice, and by two at once.
    """
    db.session.flush()
    found = touched(disruption, day_of(now))
    if first is not None:
        found = found.order_by("severity", sa.desc("rank"), "worker_id").limit(first)
    seen = found.subquery("seen")
    worsened = _worsen(disruption, seen, now=now)
    new = insert_missing(db.session(), Touch, *_new_touches(disruption, seen, now=now)) if newcomers else 0
    if not new and not worsened:
        return Reached(0, 0, 0)
    parents = open_common(disruption, now=now)
    alerts = raise_for(_marked(disruption, parents, now=now), cause=CAUSE, now=now)
    return Reached(new, worsened, alerts)


def _new_touches(disruption: Disruption, seen: sa.Subquery, *, now: datetime) -> tuple[list[str], sa.Select[Any]]:
    columns: dict[str, Any] = {
        "disruption_id": sa.literal(disruption.id),
        "worker_id": seen.c.worker_id,
        "contract_id": seen.c.contract_id,
        "touched_at": sa.literal(now, Touch.touched_at.type),
        **{name: seen.c[name] for name in RANKED},
    }
    found = sa.select(*columns.values())
    mine = Touch.disruption_id == disruption.id
    if db.session.scalar(sa.select(Touch.id).where(mine).limit(1)) is not None:
        # Spares the explanations of those already touched. Not at the start: planned for an empty table, PostgreSQL
        # would look for each of them through all the rows that this very statement has written.
        found = found.where(~sa.exists().where(mine, Touch.worker_id == seen.c.worker_id))
    return list(columns), found


def _worsen(disruption: Disruption, seen: sa.Subquery, *, now: datetime) -> int:
    """Rank again those whose circumstances have become graver; a touch is never made lighter by a machine."""
    return changed(
        db.session(),
        sa.update(Touch)
        .where(Touch.disruption_id == disruption.id, Touch.worker_id == seen.c.worker_id)
        .where(seen.c.severity < Touch.severity)
        .values(touched_at=now, **{name: seen.c[name] for name in RANKED}),
    )


def _marked(disruption: Disruption, parents: dict[str, int], *, now: datetime) -> sa.Select[Any]:
    """The rows for `alerts.raise_for`: one per touch that this run has made or found worse."""
    over = Touch.rank.op("&")(WEIGHT["contract_over"]) != 0
    return (
        sa.select(
            Touch.worker_id,
            Worker.office_path,
            sa.literal(disruption.host_country).label("host_country"),
            sa.literal(of_event(disruption.id)).concat(sa.cast(Touch.worker_id, sa.String)).label("dedupe_key"),
            sa.literal(disruption.id).label("cause_id"),
            Touch.severity,
            Touch.rank,
            sa.case((over, "title.disruption_contract_over"), else_="title.disruption").label("title"),
            Touch.circumstances.label("why"),
            # Told, not joined: the alerts are being written by this very statement, and no plan could know how many.
            sa.case(parents, value=Worker.office_path).label("parent_id"),
        )
        .join(Worker, Worker.id == Touch.worker_id)
        .where(Touch.disruption_id == disruption.id, Touch.touched_at == now)
    )
