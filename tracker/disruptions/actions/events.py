"""What a supervisor does with an event: declare it, try it, start it, let it ask, let it be."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from tracker.audit.actions import Actor, record
from tracker.checkins import actions as checkins
from tracker.core.clock import day_of
from tracker.core.crypto import new_ref
from tracker.core.db import db
from tracker.disruptions import words
from tracker.disruptions.actions.reach import reach
from tracker.disruptions.episodes import known_end
from tracker.disruptions.models import Disruption, Episode, Touch
from tracker.disruptions.queries.board import touched_so_far
from tracker.disruptions.queries.listed import declared_from
from tracker.places.countries import country_name
from tracker.senders.models import Employer

TRIED = 50


class AlreadyDeclared(Exception):
    """This office or one above it has an event of this episode; carries it, so that the page can lead to it."""

    def __init__(self, disruption: Disruption) -> None:
        super().__init__(disruption.ref)
        self.disruption = disruption


class NotInThisState(Exception):
    """The event is not in a state in which this can be done; somebody was quicker."""


@dataclass(frozen=True)
class Draft:
    """What a supervisor says of an event: kind and cause kept apart, a country or an employer, from and to, source.

    `to_on` None means that nobody knows the end yet. With an employer the country is the employer's.
    """

    title: str
    kind: str
    cause: str
    host_country: str
    from_on: date
    to_on: date | None
    source: str
    note: str = ""
    employer: Employer | None = None
    episode: Episode | None = None


def draft_of(episode: Episode, *, today: date) -> Draft:
    """The event that a feed's episode proposes, as it is known today: an end that lies ahead is not known yet."""
    with force_locale("vi"):  # these words are kept, so they do not depend on who reads
        title = f"{words.INDICATORS[episode.indicator]} · {country_name(episode.country)}"
        note = str(words.LEVELS[episode.indicator, episode.level])
        source = _(
            "OxCGRT, %(indicator)s ≥ %(level)s, Đại học Oxford (CC BY 4.0)",
            indicator=episode.indicator,
            level=episode.level,
        )
    return Draft(
        title=title,
        kind=words.KIND_OF_INDICATOR.get(episode.indicator, "other"),
        cause="covid19",
        host_country=episode.country,
        from_on=episode.start_on,
        to_on=known_end(episode.end_on, episode.end_reason, today=today),
        source=source,
        note=note,
        episode=episode,
    )


def unsaved(draft: Draft, *, office_path: str) -> Disruption:
    """The event a draft would become, outside the database: for a dry run before anything is written."""
    return Disruption(
        office_path=office_path,
        title=draft.title,
        kind=draft.kind,
        cause=draft.cause,
        host_country=draft.employer.host_country if draft.employer else draft.host_country,
        employer_id=draft.employer.id if draft.employer else None,
        employer=draft.employer,
        episode_id=draft.episode.id if draft.episode else None,
        episode=draft.episode,
        from_on=draft.from_on,
        to_on=draft.to_on,
        source=draft.source,
        note=draft.note,
        status="draft",
    )


def declare(draft: Draft, *, by: Any, now: datetime) -> Disruption:
    """Write an event down, not yet started: nobody is touched before `activate`. Raises AlreadyDeclared."""
    if draft.episode is not None:
        _refuse_second(draft.episode, by.office_path)
    disruption = unsaved(draft, office_path=by.office_path)
    disruption.ref = new_ref("SK")
    disruption.declared_by, disruption.declared_at = by.id, now
    db.session.add(disruption)
    if draft.episode is not None:
        draft.episode.state = "confirmed"
    db.session.flush()
    record("disruption.declared", about(disruption), by=by, now=now, kind=draft.kind, source=draft.source)
    return disruption


def activate(disruption: Disruption, *, by: Actor, now: datetime, asks: str = "") -> int:
    """Start an event: find whom it touches, raise their alerts, let it ask them; how many it touches now.

    `asks` is the rhythm in which the touched are asked while it runs, or nothing. Raises NotInThisState, KeyError.
    """
    must_be(disruption, "draft")
    disruption.status, disruption.activated_at = "active", now
    db.session.flush()
    reached = reach(disruption, now=now)
    asked = let_ask(disruption, asks, by=by, now=now)
    told = {"touched": reached.touched, "alerts": reached.alerts, "asked": asked}
    record("disruption.started", about(disruption), by=by, now=now, **told)
    return touched_so_far(disruption)


def try_out(disruption: Disruption, *, by: Actor, now: datetime, asks: str = "", first: int = TRIED) -> int:
    """Do for the first few, who press most, what starting would do for all; how many. Raises NotInThisState."""
    must_be(disruption, "draft")
    if disruption.tried_at is not None:
        raise NotInThisState("tried")
    disruption.tried_at = now
    reached = reach(disruption, now=now, first=first)
    asked = let_ask(disruption, asks, by=by, now=now)
    record("disruption.tried", about(disruption), by=by, now=now, touched=reached.touched, asked=asked)
    return reached.touched


def let_ask(disruption: Disruption, asks: str, *, by: Actor, now: datetime) -> int:
    """Ask the touched at once and in this rhythm while the event runs, or with none leave them to their own.

    How many are asked now. Raises KeyError for an unknown rhythm, NotInThisState when the event is over.
    """
    must_be(disruption, "draft", "active", "winding_down")
    if asks != disruption.asks:
        checkins.let_go(disruption.id)
        record("disruption.asks", about(disruption), by=by, now=now, was=disruption.asks, rhythm=asks)
    disruption.asks = asks
    return _ask(disruption, now=now)


def set_aside(episode: Episode, *, by: Any, now: datetime, note: str = "") -> Disruption:
    """Say that a proposal needs nothing from this office; it stays to be looked up. Raises AlreadyDeclared."""
    disruption = declare(draft_of(episode, today=day_of(now)), by=by, now=now)
    end(disruption, by=by, now=now, note=note)
    return disruption


def end(disruption: Disruption, *, by: Actor, now: datetime, note: str = "") -> None:
    """Write down that an event is over, and why. What follows for the people it touched is told in `ending.close`."""
    disruption.status, disruption.closed_at = "closed", now
    if note:
        disruption.note = f"{disruption.note}\n{note}".strip()
    record("disruption.closed", about(disruption), by=by, now=now, note=note)


def spread(*, now: datetime) -> int:
    """Look again at every running event: newcomers are caught and asked, worsened circumstances too; nobody is doubled.

    One that is only tried catches nobody new. Safe to run twice. Returns how many workers were newly touched.
    """
    tried = sa.and_(Disruption.status == "draft", Disruption.tried_at.is_not(None))
    running = sa.select(Disruption).where(sa.or_(Disruption.status == "active", tried)).order_by(Disruption.id)
    caught = 0
    for disruption in db.session.scalars(running).all():
        reached = reach(disruption, now=now, newcomers=not disruption.is_tried)
        caught += reached.touched
        _ask(disruption, now=now)
        if reached.touched or reached.worsened:
            record("disruption.spread", about(disruption), by=None, now=now, **reached._asdict())
    return caught


def must_be(disruption: Disruption, *statuses: str) -> None:
    """Raises NotInThisState unless the event is in one of these statuses."""
    if disruption.status not in statuses:
        raise NotInThisState(disruption.status)


def about(disruption: Disruption) -> tuple[str, str]:
    """The event as the audit book names it."""
    return ("disruption", disruption.ref)


def _ask(disruption: Disruption, *, now: datetime) -> int:
    if not disruption.asks:
        return 0
    mine = sa.select(Touch.worker_id).where(Touch.disruption_id == disruption.id)
    return checkins.set_pace(mine, event_id=disruption.id, rhythm=disruption.asks, now=now)


def _refuse_second(episode: Episode, office_path: str) -> None:
    there = declared_from(episode, office_path=office_path)
    if there is not None:
        raise AlreadyDeclared(there)
