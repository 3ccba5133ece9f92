"""What a supervisor does with an event: declare it, start it, let it be, close it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from tracker.audit.actions import Actor, record
from tracker.core.clock import day_of
from tracker.core.crypto import new_ref
from tracker.core.db import db
from tracker.disruptions import words
from tracker.disruptions.actions.reach import reach
from tracker.disruptions.episodes import known_end
from tracker.disruptions.models import Disruption, Episode
from tracker.places.countries import country_name
from tracker.senders.models import Employer


class AlreadyDeclared(Exception):
    """An event of this episode is already there; carries it, so that the page can lead to it."""

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
    record("disruption.declared", _about(disruption), by=by, now=now, kind=draft.kind, source=draft.source)
    return disruption


def activate(disruption: Disruption, *, by: Actor, now: datetime) -> int:
    """Start an event: find whom it touches, raise their alerts; how many were touched. Raises NotInThisState."""
    _must_be(disruption, "draft")
    disruption.status, disruption.activated_at = "active", now
    db.session.flush()
    reached = reach(disruption, now=now)
    record("disruption.started", _about(disruption), by=by, now=now, touched=reached.touched, alerts=reached.alerts)
    return reached.touched


def close(disruption: Disruption, *, by: Actor, now: datetime, note: str = "") -> None:
    """End an event: nobody new is touched. Open alerts stay with the people who work on them."""
    _must_be(disruption, "draft", "active", "winding_down")
    disruption.status, disruption.closed_at = "closed", now
    if note:
        disruption.note = f"{disruption.note}\n{note}".strip()
    record("disruption.closed", _about(disruption), by=by, now=now, note=note)


def set_aside(episode: Episode, *, by: Any, now: datetime, note: str = "") -> Disruption:
    """Say that a proposal needs nothing from this office; it stays to be looked up. Raises AlreadyDeclared."""
    disruption = declare(draft_of(episode, today=day_of(now)), by=by, now=now)
    close(disruption, by=by, now=now, note=note)
    return disruption


def spread(*, now: datetime) -> int:
    """Look again at every running event: newcomers are caught, worsened circumstances too; nobody is doubled.

    Safe to run twice. Returns how many workers were newly touched.
    """
    running = db.session.scalars(sa.select(Disruption).where(Disruption.status == "active").order_by(Disruption.id))
    caught = 0
    for disruption in running.all():
        reached = reach(disruption, now=now)
        caught += reached.touched
        if reached.touched or reached.worsened:
            record("disruption.spread", _about(disruption), by=None, now=now, **reached._asdict())
    return caught


def _refuse_second(episode: Episode, office_path: str) -> None:
    there = db.session.scalar(
        sa.select(Disruption).where(Disruption.episode_id == episode.id, Disruption.office_path == office_path).limit(1)
    )
    if there is not None:
        raise AlreadyDeclared(there)


def _must_be(disruption: Disruption, *statuses: str) -> None:
    if disruption.status not in statuses:
        raise NotInThisState(disruption.status)


def _about(disruption: Disruption) -> tuple[str, str]:
    return ("disruption", disruption.ref)
