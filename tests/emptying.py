"""Empties a test database between two tests, quickly: only what the last test touched."""

import shutil
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from tracker.core.db import Base

OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
COUNTED = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"


def keep_empty(sqlite_url: str) -> None:
    """Remember an empty SQLite database, to copy it back."""
    path = _path(sqlite_url)
    shutil.copy(path, path.with_suffix(".empty"))


def empty(url: str) -> None:
    """Leave no row, and begin every count at one again. Connections that a test left open are ended."""
    if url.startswith("sqlite"):
        _empty_sqlite(_path(url))
    else:
        _empty_postgresql(url)


def _empty_sqlite(path: Path) -> None:
    for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copy(path.with_suffix(".empty"), path)


def _empty_postgresql(url: str) -> None:
    with _engine(url).connect() as connection:
        connection.execute(sa.text(OTHERS))
        counted = {name.removesuffix("_id_seq") for name in connection.scalars(sa.text(COUNTED))}
        filled = sa.union_all(
            *(
                sa.select(sa.literal(table.name)).where(sa.exists(sa.select(sa.literal(1)).select_from(table)))
                for table in Base.metadata.sorted_tables
            )
        )
        touched = counted | set(connection.scalars(filled))
        if touched:
            connection.execute(sa.text(f"TRUNCATE {', '.join(sorted(touched))} RESTART IDENTITY CASCADE"))


@cache
def _engine(url: str) -> sa.Engine:
    return sa.create_engine(url, isolation_level="AUTOCOMMIT")


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
