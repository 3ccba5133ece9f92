"""Fixtures: an application on each database with empty tables, a fixed cast, a stopped clock, no network."""

import json
import os
import socket
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.emptying import empty, keep_empty
from tests.postgres import server_url
from tracker.app import TABLES, create_app
from tracker.core import clock
from tracker.core.db import Base, db
from tracker.core.settings import Settings, read_settings

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
    urls = {"sqlite": f"sqlite:///{instances / 'test.db'}"}
    with server_url() as server:
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        urls["postgresql"] = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        for url in urls.values():
            engine = sa.create_engine(url)
            Base.metadata.create_all(engine)
            engine.dispose()
        keep_empty(urls["sqlite"])
        yield urls
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def applications(databases: dict[str, str], instances: Path) -> Callable[[str], Flask]:
    """The application on each database, made once: a new one for every test would compile every template anew."""

    @cache
    def made(engine_name: str) -> Flask:
        app = create_app(_told(instances / engine_name, databases[engine_name]))
        app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
        return app

    return made


@pytest.fixture
def app(
    engine_name: str, applications: Callable[[str], Flask], databases: dict[str, str], tmp_path: Path
) -> Iterator[Flask]:
    """The application on an empty database with an instance folder of its own; runs once per engine."""
    app = applications(engine_name)
    _forget_connections(app)
    empty(databases[engine_name])
    app.extensions["tracker"] = _told(tmp_path / "instance", databases[engine_name])
    yield app
    _forget_connections(app)


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


def _told(instance: Path, url: str) -> Settings:
    instance.mkdir(parents=True, exist_ok=True)
    keys = instance / "keys.json"
    keys.write_text(json.dumps(KEYS))
    return read_settings({"TRACKER_INSTANCE": str(instance), "TRACKER_DATABASE_URL": url})


def _forget_connections(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


os.environ.pop("TRACKER_NOW", None)
