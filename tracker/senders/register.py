"""The register of senders as a list: searched, narrowed by how the licence stands today, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.core.db import db
from tracker.senders.models import Licence, Sender
from tracker.senders.queries import named_like
from tracker.senders.words import NONE
from tracker.web.paging import PAGE, capped_count


@dataclass(frozen=True)
class Listed:
    """A sender as the list shows it: the licence that holds today, else the last one the register knows."""

    sender: Sender
    licence: Licence | None
    last: Licence | None


@dataclass(frozen=True)
class Page:
    """One page of the register; `before` and `after` are the references around which the neighbouring pages lie."""

    listed: list[Listed]
    count: int
    before: str | None
    after: str | None


def page(
    *, text: str = "", standing: str = "", today: date, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page by name; `standing` is a status of the licence today, or "none"."""
    matched = _matching(text, today)
    if standing:
        matched = matched.where(Licence.id.is_(None) if standing == NONE else Licence.status == standing)
    found = _around(matched, edge=after or before, backwards=bool(before), limit=size + 1)
    more = len(found) > size
    senders = found[:size][::-1] if before else found[:size]
    has_next, has_previous = (True, more) if before else (more, bool(after))
    return Page(
        listed=_with_licences(senders, today),
        count=capped_count(db.session(), matched),
        before=senders[0].ref if senders and has_previous else None,
        after=senders[-1].ref if senders and has_next else None,
    )


def standings(text: str, *, today: date) -> dict[str, int]:
    """How many of the senders a search finds stand how today: {status or "none": senders}."""
    counted = _matching(text, today).with_only_columns(Licence.status, sa.func.count()).group_by(Licence.status)
    return {status or NONE: count for status, count in db.session.execute(counted)}


def _matching(text: str, today: date) -> sa.Select[Any]:
    holds = sa.and_(
        Licence.sender_id == Sender.id,
        Licence.valid_from <= today,
        sa.or_(Licence.valid_to.is_(None), Licence.valid_to >= today),
    )
    found: sa.Select[Any] = sa.select(Sender).select_from(Sender).outerjoin(Licence, holds)
    return found.where(named_like(text)) if text else found


def _around(matched: sa.Select[Any], *, edge: str, backwards: bool, limit: int) -> list[Sender]:
    asked = sa.select(Sender.name_fold, Sender.id).where(Sender.ref == edge)
    place = db.session.execute(asked).first() if edge else None
    if place:
        there = sa.tuple_(sa.literal(place.name_fold), sa.literal(place.id))
        here = sa.tuple_(Sender.name_fold, Sender.id)
        matched = matched.where(here < there if backwards else here > there)
    order = (Sender.name_fold.desc(), Sender.id.desc()) if backwards else (Sender.name_fold, Sender.id)
    return list(db.session.scalars(matched.order_by(*order).limit(limit)))


def _with_licences(senders: Sequence[Sender], today: date) -> list[Listed]:
    theirs = sa.select(Licence).where(Licence.sender_id.in_([sender.id for sender in senders]))
    spells: dict[int, list[Licence]] = {}
    for licence in db.session.scalars(theirs.order_by(Licence.valid_from)):
        spells.setdefault(licence.sender_id, []).append(licence)
    return [_listed(sender, spells.get(sender.id, []), today) for sender in senders]


def _listed(sender: Sender, spells: list[Licence], today: date) -> Listed:
    holds = next((each for each in spells if each.holds_on(today)), None)
    return Listed(sender, holds, spells[-1] if spells else None)
