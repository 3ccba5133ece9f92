"""What hangs on an episode follows a revised feed: the dates of its events, and what their officers are told."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.alerts.actions.restating import restate_first_fact
from tracker.alerts.models import Alert
from tracker.audit.actions import Actor, record
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.disruptions.actions import sentences
from tracker.disruptions.actions.common import CAUSE, restate_common, tell_common
from tracker.disruptions.episodes import Episode, known_end
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries.explanation import the_event
from tracker.disruptions.revision import WITHDRAWN, Known, Moved, Revision

Dates = tuple[date, date | None]


def follow(revision: Revision, *, by: Actor | None, now: datetime) -> None:
    """Bring the events made of revised episodes in line, and say on each what changed. Safe to run twice.

    A date follows the feed only where it still is what the feed said when the event was made, or last followed it: one
    that an officer has typed or cleared stands. Another day of what runs anyway is no news.
    """
    told = {move.before.id: move for move in revision.moved if move.before.in_use}
    for disruption in _open_events(list(told)):
        _follow(disruption, told[disruption.episode_id or 0], by=by, now=now)
    gone = {known.id: known for known in revision.withdrawn if known.in_use}
    for disruption in _open_events(list(gone)):
        _tell(disruption, sentences.lost(gone[disruption.episode_id or 0]), by=by, now=now)


def _open_events(episodes: list[int]) -> list[Disruption]:
    """The events of some episodes that are not over: few, one an office at most. Held until the file is in."""
    mine = sa.select(Disruption).where(Disruption.episode_id.in_(episodes), Disruption.status != "closed")
    held = mine.order_by(Disruption.id).with_for_update().execution_options(populate_existing=True)
    return list(db.session.scalars(held))


def _follow(disruption: Disruption, move: Moved, *, by: Actor | None, now: datetime) -> None:
    before, after = _said(move.before, on=_last_heard(disruption, move.before)), _said(move.after, on=day_of(now))
    if before == after and move.before.state != WITHDRAWN:
        return
    was = (disruption.from_on, disruption.to_on)
    disruption.from_on, disruption.to_on = _followed(was, before, after)
    restate_common(disruption)
    followed = (disruption.from_on, disruption.to_on) == after
    said = sentences.moved_for(disruption, move, followed=followed)
    _restate_single(disruption, said, now=now)
    _tell(disruption, said, by=by, now=now)


def _last_heard(disruption: Disruption, known: Known) -> date:
    """The day on which the event took over what the feed said: when it was declared, or at a later revision."""
    heard = (disruption.declared_at, known.told_at)
    return day_of(max(instant for instant in heard if instant is not None))


def _said(episode: Known | Episode, *, on: date) -> Dates:
    """From when to when an episode lasts, as the feed lets it be known on a day."""
    return episode.starts_on, known_end(episode.ends_on, episode.end_reason, today=on)


def _followed(was: Dates, before: Dates, after: Dates) -> Dates:
    from_on = after[0] if was[0] == before[0] else was[0]
    to_on = after[1] if was[1] == before[1] else was[1]
    # A new start behind the end that an officer has typed, or the other way round: his date decides, nothing moves.
    return was if to_on is not None and to_on < from_on else (from_on, to_on)


def _restate_single(disruption: Disruption, said: str, *, now: datetime) -> int:
    """Let the open alerts about one worker each tell when the event began as it stands now; how many did not."""
    mine = sa.and_(Alert.cause == CAUSE, Alert.cause_id == disruption.id, Alert.worker_id.is_not(None))
    return restate_first_fact(mine, the_event(disruption), said, now=now)


def _tell(disruption: Disruption, said: str, *, by: Actor | None, now: datetime) -> None:
    disruption.revised_at, disruption.revision_note = now, said
    tell_common(disruption, said, now=now)
    detail: dict[str, Any] = {"from_on": disruption.from_on.isoformat(), "said": said}
    detail["to_on"] = disruption.to_on.isoformat() if disruption.to_on else None
    record("disruption.revised", ("disruption", disruption.ref), by=by, now=now, **detail)
