"""The licences of a sender: spells that never overlap, each with the document it stands on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.core.db import db
from tracker.core.versions import changes_of
from tracker.senders.actions.telling import as_told
from tracker.senders.models import Licence, Sender

GONE = ("withdrawn", "returned")
DAY = timedelta(days=1)


class LicencesOverlap(Exception):
    """Two spells of one sender's licence would hold on the same day; `other` is the one that stands."""

    def __init__(self, other: Licence) -> None:
        super().__init__(other.number)
        self.other = other


class NothingRuns(Exception):
    """On that day the register holds no licence of the sender that could be lost or given back its force."""


class AlreadySo(Exception):
    """The licence has that status on that day already; `spell` says since when."""

    def __init__(self, spell: Licence) -> None:
        super().__init__(spell.status)
        self.spell = spell


class BeginsThatDay(Exception):
    """The running spell begins on the day from which it was to change; correct that spell instead."""


@dataclass(frozen=True)
class LicenceSpell:
    """A licence in one status between two days; `valid_to` empty while it lasts."""

    number: str
    valid_from: date
    valid_to: date | None = None
    status: str = "in_force"
    document: str = ""

    @property
    def ends_on(self) -> date:
        """The last day, or the end of all days."""
        return self.valid_to or date.max


def add_licence(sender: Sender, spell: LicenceSpell, *, by: UserAccount | None, now: datetime) -> Licence:
    """Write down a spell of a sender's licence; one that was lost ends the day before. Raises LicencesOverlap."""
    held = _held(sender)
    lost = _makes_way(_running(held, spell.valid_from), spell)
    _refuse_overlap(spell, [other for other in held if other is not lost])
    if lost is not None:
        lost.valid_to = spell.valid_from - DAY
    licence = _begin(sender, spell)
    audit.record("sender.licence", ("sender", sender.ref), by=by, now=now, **as_told(asdict(spell)))
    return licence


def change_status(
    sender: Sender,
    status: str,
    *,
    valid_from: date,
    valid_to: date | None = None,
    document: str,
    by: UserAccount,
    now: datetime,
) -> Licence:
    """Let the licence that runs on a day be suspended, withdrawn, handed back, or in force again from that day on.

    1. The running spell ends the day before. 2. The new one begins. 3. After a suspension with a last day the licence
    runs on. Raises NothingRuns, AlreadySo, BeginsThatDay, LicencesOverlap.
    """
    held = _held(sender)
    running = _may_change(_running(held, valid_from), status, valid_from)
    spell = LicenceSpell(running.number, valid_from, valid_to, status, document)
    if status == "in_force":
        spell = replace(spell, valid_to=running.valid_to)
    spells = [spell, *_runs_on_after(spell, running)]
    for each in spells:
        _refuse_overlap(each, [other for other in held if other is not running])
    running.valid_to = valid_from - DAY
    licence, *_later = [_begin(sender, each) for each in spells]
    audit.record("sender.licence_status", ("sender", sender.ref), by=by, now=now, **as_told(asdict(spell)))
    return licence


def correct_licence(
    licence: Licence, spell: LicenceSpell, *, reason: str, version: int, by: UserAccount, now: datetime
) -> list[str]:
    """Write a spell as it should have been, with the reason; the fields changed. Audit keeps what stood there.

    Raises ChangedMeanwhile, LicencesOverlap.
    """
    held = _held(licence.sender)
    changes = changes_of(licence, asdict(spell), version=version)
    if not changes:
        return []
    _refuse_overlap(spell, [other for other in held if other is not licence])
    before = as_told({field: getattr(licence, field) for field in changes})
    for field, value in changes.items():
        setattr(licence, field, value)
    told, about = as_told(asdict(spell)), ("sender", licence.sender.ref)
    audit.record("sender.licence_correct", about, by=by, now=now, before=before, reason=reason, **told)
    return sorted(changes)


def remove_licence(licence: Licence, *, reason: str, version: int, by: UserAccount, now: datetime) -> None:
    """Take out a spell that never was, with the reason; the audit book keeps it. Raises ChangedMeanwhile."""
    changes_of(licence, {}, version=version)
    spell = LicenceSpell(licence.number, licence.valid_from, licence.valid_to, licence.status, licence.document)
    told, about = as_told(asdict(spell)), ("sender", licence.sender.ref)
    db.session.delete(licence)
    audit.record("sender.licence_remove", about, by=by, now=now, reason=reason, **told)


def _held(sender: Sender) -> Sequence[Licence]:
    """The sender's spells as they stand; nobody else writes any until this transaction ends."""
    db.session.flush()
    db.session.refresh(sender, with_for_update=True)
    theirs = sa.select(Licence).where(Licence.sender_id == sender.id).order_by(Licence.valid_from)
    return db.session.scalars(theirs, execution_options={"populate_existing": True}).all()


def _running(held: Sequence[Licence], day: date) -> Licence | None:
    return next((each for each in held if each.holds_on(day)), None)


def _makes_way(running: Licence | None, spell: LicenceSpell) -> Licence | None:
    """A licence lost earlier and without a last day, which a new licence ends."""
    lost = running is not None and running.status in GONE and running.valid_to is None
    return running if running is not None and lost and running.valid_from < spell.valid_from else None


def _may_change(running: Licence | None, status: str, day: date) -> Licence:
    if running is not None and running.status == status:
        raise AlreadySo(running)
    if running is None or running.status in GONE:
        raise NothingRuns(day)
    if running.valid_from == day:
        raise BeginsThatDay(day)
    return running


def _runs_on_after(spell: LicenceSpell, running: Licence) -> list[LicenceSpell]:
    """What follows a suspension with a last day: the same licence to its own last day, if that comes later."""
    if spell.status != "suspended" or spell.valid_to is None or (running.valid_to or date.max) <= spell.valid_to:
        return []
    return [replace(spell, valid_from=spell.valid_to + DAY, valid_to=running.valid_to, status="in_force")]


def _refuse_overlap(spell: LicenceSpell, others: Sequence[Licence]) -> None:
    for other in others:
        if spell.valid_from <= (other.valid_to or date.max) and other.valid_from <= spell.ends_on:
            raise LicencesOverlap(other)


def _begin(sender: Sender, spell: LicenceSpell) -> Licence:
    licence = Licence(**asdict(spell))
    sender.licences.append(licence)
    return licence
