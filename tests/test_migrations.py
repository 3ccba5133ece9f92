"""The migrations make the tables of the models, and every revision goes up and down, on both databases."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Config, downgrade, upgrade

from tests.conftest import ENGINES, KEYS
from tracker.app import TOP, create_app
from tracker.core import clock
from tracker.core.db import Base, db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.core.settings import Settings
from tracker.demo.load import load

VERSIONS = sorted((TOP / "migrations" / "versions").glob("*.py"))
REVISIONS = [path.name[:4] for path in VERSIONS]


@pytest.fixture(params=ENGINES)
def bare(request: pytest.FixtureRequest, databases: dict[str, str], tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without tables."""
    if request.param == "sqlite":
        yield from _application(f"sqlite:///{tmp_path / 'bare.db'}", tmp_path)
        return
    name = f"bare_{uuid4().hex[:12]}"
    server = sa.create_engine(databases["postgresql"], isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = sa.make_url(databases["postgresql"]).set(database=name).render_as_string(hide_password=False)
    yield from _application(url, tmp_path)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def test_the_newest_revision_makes_exactly_the_tables_of_the_models(bare: Flask) -> None:
    with bare.app_context():
        upgrade()

        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_constraints_that_alembic_does_not_compare_are_those_of_the_models(bare: Flask) -> None:
    with bare.app_context():
        upgrade()

        with db.engine.connect() as connection:
            found = sa.inspect(connection)
            checks = {
                (table.name, check["name"])
                for table in Base.metadata.sorted_tables
                for check in found.get_check_constraints(table.name)
            }

    expected = {
        (table.name, str(check.name))
        for table in Base.metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
    }
    assert checks == expected


def test_every_revision_goes_down_and_up_again_under_a_register_with_people_in_it(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        use_scope(db.session(), Scope.everything())
        with transaction():
            load(workers=40, seed=3, as_of=clock.today(), now=clock.now())
        db.session.remove()

        for newer, revision in pairwise(reversed(REVISIONS)):
            downgrade(revision=revision)
            upgrade(revision=newer)  # over the rows that are there
            downgrade(revision=revision)
        downgrade(revision="base")
        left = set(sa.inspect(db.engine).get_table_names())
        for revision in REVISIONS:
            upgrade(revision=revision)

        assert left == {"alembic_version"}
        assert set(Base.metadata.tables) <= set(sa.inspect(db.engine).get_table_names())


def test_there_is_one_line_of_revisions_numbered_without_a_gap(bare: Flask) -> None:
    config = Config(str(TOP / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(TOP / "migrations"))

    heads = ScriptDirectory.from_config(config).get_heads()

    assert heads == [REVISIONS[-1]]
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_revision_imports_nothing_of_the_application(path: Path) -> None:
    assert "tracker" not in path.read_text(encoding="utf-8").replace("tracker's", "")


def _application(url: str, folder: Path) -> Iterator[Flask]:
    told = Settings(
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
    app = create_app(told)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
