"""Who runs the timetable: one process holds a lock, the others wait; a lock that the server took away is noticed."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection

from tracker.core.db import db
from tracker.core.settings import settings

log = structlog.get_logger(__name__)
LOCK = 7_202_007
Held = Callable[[], bool]


@contextmanager
def leadership() -> Iterator[Held]:
    """A question that tells whether this process still is the one that runs the timetable; ask it now and then."""
    locked = _file_lock(settings().instance) if db.engine.dialect.name == "sqlite" else _server_lock()
    with locked as held:
        yield held


@contextmanager
def _file_lock(folder: Path) -> Iterator[Held]:
    handle = os.open(folder / "scheduler.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        led = _take(handle)
        yield lambda: led
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _server_lock() -> Iterator[Held]:
    """The lock lives as long as the connection: when the server ends that, another may lead at once."""
    connection = _connection()
    led = connection is not None and _answers(connection, sa.func.pg_try_advisory_lock(LOCK))

    def held() -> bool:
        nonlocal led
        led = led and connection is not None and _answers(connection, sa.literal(True))
        return led

    try:
        yield held
    finally:
        if connection is not None:
            if led:
                _answers(connection, sa.func.pg_advisory_unlock(LOCK))
            connection.close()


def _connection() -> Connection | None:
    try:
        return db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    except sa.exc.OperationalError as error:
        log.warning("no database to lead on", error=type(error.orig).__name__)
        return None


def _answers(connection: Connection, question: sa.ColumnElement[bool]) -> bool:
    """What the server says to a yes-or-no question; no when the connection is gone."""
    try:
        return bool(connection.scalar(sa.select(question)))
    except sa.exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
        log.warning("the connection that held the lead is gone", error=type(error.orig).__name__)
        return False
