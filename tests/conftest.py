"""Fixtures: an application on each database with empty tables, a fixed cast, a stopped clock, no network."""

import json
import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.postgres import server_url
from tracker.app import TABLES, create_app
from tracker.core import clock
from tracker.core.db import Base, db
from tracker.core.settings import read_settings

NOON = "2020-07-15T12:00+07:00"
KEYS = {name: f"{name}-key-for-tests-only-{'x' * 32}" for name in ("secret", "field", "index", "link")}
ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> None:
    """Refuse every connection that does not stay on this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host not in (None, "127.0.0.1", "localhost", "::1"):
            raise OSError(f"tests stay on this machine: {address}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instances")


@pytest.fixture(scope="session")
def databases(instances: Path) -> Iterator[dict[str, str]]:
    """A database of each kind with the tables made once: {engine: address}."""
    for name in TABLES:
        import_module(f"tracker.{name}")
    name = f"tracker_{uuid.uuid4().hex[:12]}"
    urls = {"sqlite": f"sqlite:///{instances / 'template.db'}"}
    with server_url() as server:
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        urls["postgresql"] = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        for url in urls.values():
            engine = sa.create_engine(url)
            Base.metadata.create_all(engine)
            engine.dispose()
        yield urls
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(engine_name: str, databases: dict[str, str], tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty database; runs once per engine. No context is left open."""
    url = _empty_database(engine_name, databases, tmp_path)
    told = read_settings(
        {
            "TRACKER_INSTANCE": str(tmp_path / "instance"),
            "TRACKER_DATABASE_URL": url,
            "TRACKER_KEYS_FILE": str(_keys(tmp_path)),
        }
    )
    app = create_app(told)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    """The application with its context open and the scope of the house itself: for tests of actions and queries."""
    from tracker.core.scope import Scope, use_scope

    with app.app_context():
        use_scope(db.session(), Scope.everything())
        yield app


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    """Every test lives at noon of 15 July 2020 in Vietnam unless it says otherwise."""
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _empty_database(engine_name: str, databases: dict[str, str], tmp_path: Path) -> str:
    if engine_name == "sqlite":
        target = tmp_path / "test.db"
        shutil.copy(databases["sqlite"].removeprefix("sqlite:///"), target)
        return f"sqlite:///{target}"
    url = databases["postgresql"]
    engine = sa.create_engine(url)
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return url


def _keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(KEYS))
    return path


os.environ.pop("TRACKER_NOW", None)
