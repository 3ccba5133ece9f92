"""On SQLite one writes at a time: how long another writer waits at most while a large sweep runs beside it."""

import gc
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import Event, Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as Told
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import sqlalchemy as sa

from bench.register import Register, settings
from tracker import jobs as timetable
from tracker.app import create_app
from tracker.checkins import jobs as checkins
from tracker.checkins.models import CheckIn
from tracker.core import clock
from tracker.core.db import db
from tracker.core.scope import Scope, use_scope

DUE = 30_000
GOAL = 0.1
EVERY = 0.005
NAME, TITLE = "W1w", "longest wait beside a sweep"
MAKE_DUE = "UPDATE plan_due SET next_open_at = ? WHERE plan_id IN (SELECT plan_id FROM plan_due LIMIT ?)"


@dataclass(frozen=True)
class Waited:
    """How many check-ins the sweep opened, how often the other wrote meanwhile, its longest wait in seconds."""

    opened: int
    writes: int
    longest: float

    def line(self, register: Register) -> str:
        """One line for people and for scripts."""
        verdict = "PASS" if self.longest <= GOAL else "FAIL"
        return (
            f"BENCH {NAME} {TITLE} engine={register.engine} n={register.size} rows={self.opened} "
            f"writes={self.writes} longest={self.longest * 1000:.0f}ms goal<={GOAL * 1000:.0f}ms {verdict}"
        )


def wait_beside_a_sweep(register: Register, *, due: int = DUE) -> Waited:
    """Run the whole sweep over so many due plans, on a copy of the register, while another process writes.

    The process settles in as the scheduler's does, and is let go of at the end.
    """
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        path = Path(folder) / "copy.db"
        _copy(register, path, due)
        app = create_app(settings(f"sqlite:///{path}", Path(folder)))
        with app.app_context(), clock.stopped_at(register.now.isoformat()):
            use_scope(db.session(), Scope.everything())
            with _another_writer(path) as (stop, answers):
                timetable.settle_in()
                checkins.sweep()
                gc.unfreeze()
                stop.set()
                writes, longest = answers.recv()
            opened = sa.select(sa.func.count()).where(CheckIn.opened_at == register.now)
            told = Waited(db.session.scalar(opened) or 0, writes, longest)
            db.session.remove()
            db.engine.dispose()
        return told


def _copy(register: Register, path: Path, due: int) -> None:
    now = register.now.strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(path)) as copy:
        register.driver.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
        copy.execute(MAKE_DUE, (now, due))
        copy.commit()


@contextmanager
def _another_writer(path: Path) -> Iterator[tuple[Told, Connection]]:
    answers, tell = Pipe(duplex=False)
    stop: Told = Event()
    process = Process(target=_write, args=(path, stop, tell), daemon=True)
    process.start()
    try:
        yield stop, answers
    finally:
        stop.set()
        process.join()


def _write(path: Path, stop: Told, tell: Any) -> None:
    """What an officer's click does: one small row in a transaction of its own, again and again."""
    writes, longest = 0, 0.0
    with closing(sqlite3.connect(path, isolation_level=None, timeout=15)) as connection:
        connection.execute("PRAGMA synchronous=NORMAL")
        while not stop.is_set():
            began = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO form_receipt (token, at, led_to) VALUES (hex(randomblob(9)), ?, '')", ("-",)
            )
            connection.execute("COMMIT")
            longest = max(longest, perf_counter() - began)
            writes += 1
            sleep(EVERY)
    tell.send((writes, longest))
