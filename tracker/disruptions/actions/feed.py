"""Takes a policy file in: days first, then the episodes they make, then what hangs on those episodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _

from tracker.audit.actions import Actor, record
from tracker.core.crypto import new_ref
from tracker.core.db import advisory_lock, db, insert_rows
from tracker.disruptions import episodes as definition
from tracker.disruptions import oxcgrt
from tracker.disruptions.actions import sentences
from tracker.disruptions.actions.following import follow
from tracker.disruptions.models import Disruption, Episode, PolicyDay
from tracker.disruptions.oxcgrt import Edition
from tracker.disruptions.revision import Known, Moved, Revision, revise

# An older edition is coarser (legacy) or was revised since (live): it fills holes, but never overwrites a later one.
TRUST = {Edition.LEGACY: 0, Edition.LIVE: 1, Edition.FINAL: 2}

Key = tuple[str, str, date]


class Told(NamedTuple):
    """What is stored of one day: value, flag, and the edition that said so."""

    value: int | None
    flag: int | None
    edition: str


@dataclass(frozen=True)
class ImportOutcome:
    """What an import of policies did, in numbers, and in sentences where people have already acted."""

    edition: Edition
    days_new: int
    days_changed: int
    days_unchanged: int
    days_kept: int
    episodes_created: int
    episodes_moved: int
    episodes_withdrawn: int
    episodes_unchanged: int
    notes: tuple[str, ...]


@dataclass
class _Changes:
    """The days of a file, sorted by what they mean for the days already stored."""

    new: list[dict[str, Any]] = field(default_factory=list)
    rewritten: list[dict[str, Any]] = field(default_factory=list)
    confirmed: int = 0  # of the rewritten: same value, now told by a later edition
    unchanged: int = 0
    kept: int = 0


def import_policies(source: Path | IO[bytes], *, by: Actor | None, now: datetime) -> ImportOutcome:
    """Store the days of a policy file and bring the episodes in line with them. Safe to run twice.

    1. Days new to us are added, days told otherwise are changed, unless a later edition told them.
    2. Episodes of the countries in the file are computed afresh and paired with the known ones by overlap.
    3. A disruption confirmed from an episode follows its dates, unless an officer has set them otherwise; what changed
       is told on it and in its common alerts, a moved start also in the single ones.

    Raises NotPolicyFile, BadCell.
    """
    advisory_lock(db.session(), "policies")
    with oxcgrt.opened(source) as file:
        edition, days = file.edition, list(file.days)
    countries = {day.country for day in days}
    stored = _stored_days(countries)
    changes = _compare(days, stored, edition)
    _write_days(changes)
    computed = definition.episodes_of(_as_days(stored))
    revision = revise(_known_episodes(countries), computed)
    _write_episodes(revision, now=now)
    follow(revision, by=by, now=now)
    outcome = _outcome(edition, changes, revision)
    record("policies.imported", ("policies", edition.value), by=by, now=now, **_counts(outcome))
    return outcome


def _stored_days(countries: Iterable[str]) -> dict[Key, Told]:
    table = PolicyDay.__table__.c
    rows = db.session.execute(
        sa.select(table.country, table.indicator, table.day, table.value, table.flag, table.edition).where(
            table.country.in_(sorted(countries))
        )
    )
    return {(row[0], row[1], row[2]): Told(*row[3:]) for row in rows}


def _compare(days: Iterable[oxcgrt.PolicyDay], stored: dict[Key, Told], edition: Edition) -> _Changes:
    """Sort the file's days; `stored` is brought up to what will stand after the import."""
    changes = _Changes()
    for day in days:
        key, told = (day.country, day.indicator, day.day), Told(day.value, day.flag, edition.value)
        before = stored.get(key)
        if before is None:
            changes.new.append(_row(key, told))
        elif before == told or (before[:2] == told[:2] and _outranks(before, told)):
            changes.unchanged += 1
            continue
        elif _outranks(before, told) and (before.value is not None or told.value is None):
            changes.kept += 1
            continue
        else:
            changes.rewritten.append({f"at_{name}": value for name, value in _row(key, told).items()})
            changes.confirmed += before[:2] == told[:2]
        stored[key] = told
    return changes


def _outranks(before: Told, told: Told) -> bool:
    return TRUST[Edition(before.edition)] > TRUST[Edition(told.edition)]


def _row(key: Key, told: Told) -> dict[str, Any]:
    return dict(zip(("country", "indicator", "day"), key, strict=True)) | told._asdict()


def _write_days(changes: _Changes) -> None:
    session = db.session()
    insert_rows(session, PolicyDay, changes.new)
    if changes.rewritten:
        table = PolicyDay.__table__
        same_day = [table.c[name] == sa.bindparam(f"at_{name}") for name in ("country", "indicator", "day")]
        told: dict[str, Any] = {name: sa.bindparam(f"at_{name}") for name in Told._fields}
        session.connection().execute(sa.update(PolicyDay).where(*same_day).values(told), changes.rewritten)


def _as_days(stored: Mapping[Key, Told]) -> Iterator[oxcgrt.PolicyDay]:
    for (country, indicator, day), told in stored.items():
        yield oxcgrt.PolicyDay(country, indicator, day, told.value, told.flag)


def _known_episodes(countries: Iterable[str]) -> list[Known]:
    in_use = sa.exists().where(Disruption.episode_id == Episode.id)
    rows = db.session.execute(
        sa.select(
            Episode.id,
            in_use,
            Episode.state,
            Episode.country,
            Episode.indicator,
            Episode.level,
            Episode.rule,
            Episode.start_on,
            Episode.end_on,
            Episode.end_reason,
            sa.func.coalesce(Episode.revised_at, Episode.imported_at, type_=Episode.imported_at.type),
        )
        .where(Episode.country.in_(sorted(countries)))
        .order_by(Episode.id)
    )
    return [Known._make(row) for row in rows]


def _write_episodes(revision: Revision, *, now: datetime) -> None:
    """Withdraw, move and add. A withdrawn row claims no start, so what moves is set aside first."""
    session = db.session()
    gone = [known.id for known in revision.withdrawn]
    moving = [move.before.id for move in revision.moved]
    session.execute(sa.update(Episode).where(Episode.id.in_([*gone, *moving])).values(state="withdrawn"))
    note = _("Bản mới của tệp không còn giai đoạn này.")
    withdrawn = [{"id": number, "revised_at": now, "revision_note": note} for number in gone]
    moved = [_moved(move, now=now) for move in revision.moved]
    for rows in (withdrawn, moved):
        if rows:
            session.execute(sa.update(Episode), rows)
    insert_rows(session, Episode, [_new(episode, now=now) for episode in revision.created])


def _moved(move: Moved, *, now: datetime) -> dict[str, Any]:
    told_again = "confirmed" if move.before.in_use else "proposed"
    return {
        "id": move.before.id,
        "start_on": move.after.starts_on,
        "end_on": move.after.ends_on,
        "days": move.after.days,
        "end_reason": move.after.end_reason,
        "state": told_again if move.before.state == "withdrawn" else move.before.state,
        "revised_at": now,
        "revision_note": sentences.moved(move),
    }


def _new(episode: definition.Episode, *, now: datetime) -> dict[str, Any]:
    return {
        "ref": new_ref("GD"),
        "country": episode.country,
        "indicator": episode.indicator,
        "rule": episode.rule,
        "level": episode.level,
        "start_on": episode.starts_on,
        "end_on": episode.ends_on,
        "days": episode.days,
        "end_reason": episode.end_reason,
        "state": "proposed",
        "imported_at": now,
        "revision_note": "",
    }


def _outcome(edition: Edition, changes: _Changes, revision: Revision) -> ImportOutcome:
    acted_on = [sentences.moved(move) for move in revision.moved if move.before.in_use]
    lost = [sentences.lost(known) for known in revision.withdrawn if known.in_use]
    return ImportOutcome(
        edition,
        days_new=len(changes.new),
        days_changed=len(changes.rewritten) - changes.confirmed,
        days_unchanged=changes.unchanged + changes.confirmed,
        days_kept=changes.kept,
        episodes_created=len(revision.created),
        episodes_moved=len(revision.moved),
        episodes_withdrawn=len(revision.withdrawn),
        episodes_unchanged=revision.unchanged,
        notes=(*acted_on, *lost),
    )


def _counts(outcome: ImportOutcome) -> dict[str, Any]:
    told = asdict(outcome)
    return told | {"edition": outcome.edition.value, "notes": list(outcome.notes)}
