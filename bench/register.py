"""A made-up register of a fixed seed on either database, kept in .bench/ between runs."""

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from tracker.app import TOP, create_app
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, gather_statistics, insert_missing, transaction
from tracker.core.scope import Scope, use_scope
from tracker.core.settings import KEY_NAMES, Settings
from tracker.demo.load import is_empty, load
from tracker.disruptions.actions import Draft, declare
from tracker.disruptions.models import Touch
from tracker.disruptions.queries.touched import touched

ENGINES = ("sqlite", "postgresql")
KEPT = TOP / ".bench"
SEED = 2020
AS_OF = date(2020, 7, 15)
NOON = "2020-07-15T12:00+07:00"
KEYS = {name: f"{name}-of-the-bench-{'x' * 32}" for name in KEY_NAMES}
EVENT_TITLE, EVENT_COUNTRY = "Bench", "TWN"
NAMED = re.compile(r"(?<![:'\w]):([a-z_0-9]+)")  # not the colons inside a quoted text


@dataclass
class Register:
    """A loaded register: the application on it, and a bare connection of the driver beside it."""

    engine: str
    size: int
    app: Flask
    driver: Any

    @property
    def now(self) -> datetime:
        """The morning after the day of loading, when some plans have fallen due."""
        return clock.at(NOON) + timedelta(hours=21)

    def by_driver(self, sql: str, told: Mapping[str, Any] | None = None) -> Any:
        """Run SQL with :named values through the driver alone; the cursor."""
        values = {name: self._plain(value) for name, value in (told or {}).items()}
        if self.engine == "sqlite":
            return self.driver.execute(sql, values)
        return self.driver.execute(NAMED.sub(r"%(\1)s", sql.replace("%", "%%")), values)

    def begin(self) -> None:
        """Open a transaction of the driver's."""
        if self.engine == "sqlite":
            self.driver.execute("BEGIN IMMEDIATE")

    def undo(self) -> None:
        """Take everything back that the driver's transaction did."""
        self.driver.rollback()

    def _plain(self, value: Any) -> Any:
        if self.engine == "sqlite" and isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        return value.isoformat() if self.engine == "sqlite" and isinstance(value, date) else value


@contextmanager
def opened(engine: str, size: int, *, folder: Path = KEPT) -> Iterator[Register]:
    """The register of so many workers; loaded on the first run, found again on later ones."""
    folder.mkdir(exist_ok=True)
    with _address(engine, size, folder) as url:
        app = create_app(settings(url, folder))
        with app.app_context(), clock.stopped_at(NOON):
            use_scope(db.session(), Scope.everything())
            upgrade()
            if is_empty():
                with transaction():
                    load(workers=size, seed=SEED, as_of=AS_OF, now=clock.now())
                    _touch_without_alerts()
                    gather_statistics(db.session())
            db.session.remove()
            use_scope(db.session(), Scope.everything())
            with closing(_driver(engine, url)) as driver:
                yield Register(engine, size, app, driver)
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _address(engine: str, size: int, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / f'{size}.db'}"
        return
    if told := os.environ.get("BENCH_PG_URL"):
        yield _database(told, f"tracker_bench_{size}")
        return
    from tests.postgres import server_url

    with server_url() as server:
        yield _database(server, f"tracker_bench_{size}")


def _database(server: str, name: str) -> str:
    url = sa.make_url(server.replace("postgresql://", "postgresql+psycopg://", 1))
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        there = connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if not there:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def _driver(engine: str, url: str) -> Any:
    if engine == "postgresql":
        # As the product's own connections: kept plans would make the hand slower, and the ratio look better than it is.
        return psycopg.connect(url.replace("+psycopg", "", 1), prepare_threshold=None)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", "mmap_size=268435456", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _touch_without_alerts() -> None:
    """An event that touches every worker abroad in one country and whose alerts are yet to be raised."""
    supervisor = db.session.scalars(sa.select(UserAccount).where(UserAccount.username == "minh")).one()
    draft = Draft(
        title=EVENT_TITLE,
        kind="border_closure",
        cause="covid19",
        host_country=EVENT_COUNTRY,
        from_on=AS_OF - timedelta(days=100),
        to_on=None,
        source="bench",
    )
    event = declare(draft, by=supervisor, now=clock.now())
    seen = touched(event, AS_OF).subquery()
    columns = ("disruption_id", "worker_id", "contract_id", "touched_at", "severity", "rank", "circumstances")
    given = [sa.literal(event.id), seen.c.worker_id, seen.c.contract_id, sa.literal(clock.now(), Touch.touched_at.type)]
    given += [seen.c.severity, seen.c.rank, seen.c.circumstances]
    insert_missing(db.session(), Touch, columns, sa.select(*given))


def settings(url: str, folder: Path) -> Settings:
    """The settings of an application on the bench."""
    return Settings(
        instance=folder,
        database_url=url,
        keys=KEYS,
        demo=True,
        public_url="http://127.0.0.1:8000",
        languages=("vi", "en"),
        smtp_host="",
        smtp_port=25,
        smtp_user="",
        smtp_password="",
        smtp_tls=False,
        mail_from="",
        short_host="127.0.0.1:8000",
        behind_https=False,
    )
