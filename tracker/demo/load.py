"""Loads the demo into an empty register: offices and staff, made-up workers, then the last weeks as they went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from time import perf_counter

import sqlalchemy as sa

from tracker.audit import actions as audit
from tracker.auth.models import Office
from tracker.core.db import db, gather_statistics, room_for_many
from tracker.demo import office, scenes, staff
from tracker.demo.days import Days
from tracker.demo.doubles import registered_twice
from tracker.demo.lives import LifeDrawer
from tracker.demo.parties import make_parties
from tracker.demo.rows import write_lives
from tracker.people.actions import find_doubles

CHUNK = 5000


class NotEmpty(Exception):
    """The register holds offices already; a demo is loaded into an empty one only."""


@dataclass(frozen=True)
class Loaded:
    """What the demo put in, how to enter it, and how many seconds it took."""

    workers: int
    rows: int
    seconds: float
    passwords: dict[str, str]
    family: office.FamilyDoor | None


def is_empty() -> bool:
    """Whether nothing has been put into the register yet."""
    return db.session.scalar(sa.select(Office.path).limit(1)) is None


def load(
    *, workers: int, seed: int, as_of: date, now: datetime, told: Callable[[str], None] = lambda _line: None
) -> Loaded:
    """Fill an empty register with so many workers, drawn as of a day of 2020 that becomes today.

    The same seed draws the same people; references, keys and passwords are new each time. Raises NotEmpty.
    """
    if not is_empty():
        raise NotEmpty
    began, days = perf_counter(), Days(as_of, now)
    chance = Random(f"{seed}:parties")  # noqa: S311  (repeatable, not secret)
    staff.found_offices(as_of)
    accounts = staff.add_staff(now=now)
    parties = make_parties(chance, days, workers=workers)
    drawer = LifeDrawer(seed=seed, days=days, parties=parties)
    rows = 0
    to_play: list[tuple[str, int]] = []
    with room_for_many(db.session()):
        for start in range(0, workers, CHUNK):
            lives = drawer.draw(min(CHUNK, workers - start))
            lives = lives if start else registered_twice(lives, seed=seed)
            written = write_lives(lives, days=days, chance=chance)
            rows += written.rows
            to_play += written.to_play
            told(f"{min(start + CHUNK, workers)} / {workers}")
    gather_statistics(db.session())
    find_doubles(now=now)
    officer, supervisor = accounts["lan"][0], accounts["minh"][0]
    scenes.send_questions(days)
    office.take_policies_in(days)
    scenes.ask_about(office.start_event(supervisor, days), chance, days)
    scenes.fall_silent(days)
    scenes.answer(chance, days, to_play)
    office.work_on_alerts(officer, supervisor, days)
    office.hear_a_family(officer, days)
    office.look_at_papers(days)
    door = office.let_a_family_in(officer, days)
    audit.record("demo.loaded", ("demo", str(seed)), by=None, now=now, workers=workers, as_of=as_of.isoformat())
    passwords = {name: password for name, (_user, password) in accounts.items()}
    return Loaded(workers, rows, perf_counter() - began, passwords, door)
