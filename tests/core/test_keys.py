"""A database opens with its own keys only; new keys are made for a new database alone."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import inside
from tests.conftest import KEYS
from tracker.app import create_app
from tracker.cli import main
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.keys import KEPT, KeyFingerprint, keep_fingerprints, refuse_other_keys
from tracker.core.settings import Settings, SettingsRefused, read_settings, settings


@pytest.fixture
def kept(app: Flask) -> Settings:
    """The settings of an installation whose database has kept the fingerprints of its keys."""
    with inside(app), transaction() as session:
        keep_fingerprints(session, KEYS, now=clock.now())
    return settings(app)


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a new installation, to which the commands are sent."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "new"))
    return tmp_path / "new"


@pytest.mark.parametrize("name", KEPT)
def test_an_installation_with_another_key_does_not_start(kept: Settings, name: str) -> None:
    mistaken = replace(kept, keys={**kept.keys, name: "another-key-of-somebody-else-" + "y" * 32})

    with pytest.raises(SettingsRefused, match=rf"Khóa đang dùng \({name}\)(.|\n)*The keys in use"):
        create_app(mistaken)


def test_an_installation_with_its_own_keys_or_none_kept_yet_starts(app: Flask, kept: Settings) -> None:
    with inside(app):
        refuse_other_keys(db.engine, KEYS)
        refuse_other_keys(db.engine, {**KEYS, "secret": "sessions-may-have-a-new-key-" + "z" * 32})
        with transaction() as session:
            session.execute(sa.delete(KeyFingerprint))
        refuse_other_keys(db.engine, dict.fromkeys(KEYS, "y" * 40))


@pytest.mark.parametrize("keys", [KEYS, dict.fromkeys(KEYS, "y" * 40)])
def test_looking_at_the_keys_leaves_no_connection_open(app: Flask, kept: Settings, keys: dict[str, str]) -> None:
    engine = sa.create_engine(kept.database_url, poolclass=sa.QueuePool)

    with suppress(SettingsRefused):
        refuse_other_keys(engine, keys)

    assert isinstance(engine.pool, sa.QueuePool)
    assert engine.pool.checkedin() == 0


def test_fingerprints_are_kept_once_and_tell_no_key(app: Flask, kept: Settings) -> None:
    with inside(app):
        with transaction() as session:
            keep_fingerprints(session, KEYS, now=clock.now())
        with pytest.raises(SettingsRefused), transaction() as session:
            keep_fingerprints(session, dict.fromkeys(KEYS, "y" * 40), now=clock.now())

        rows = list(db.session.scalars(sa.select(KeyFingerprint)))

    assert {row.name for row in rows} == set(KEPT)
    assert not {row.fingerprint for row in rows} & set(KEYS.values())


def test_the_install_keeps_the_keys_and_a_lost_file_is_not_replaced(
    environ: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run("install")
    kept = (environ / "keys.json").read_text(encoding="utf-8")
    (environ / "keys.json").unlink()
    lost = run("jobs", "list")
    remade = (environ / "keys.json").exists()
    (environ / "keys.json").write_text(json.dumps(dict.fromkeys(KEYS, "y" * 40)), encoding="utf-8")
    mistaken = run("jobs", "list")
    (environ / "keys.json").write_text(kept, encoding="utf-8")

    said = capsys.readouterr().err
    assert (first, lost, remade, mistaken, run("jobs", "list")) == (0, 1, False, 1, 0)
    assert "Không có tệp khóa" in said
    assert "There is no keys file" in said
    assert "The keys in use (field, index, link) are not those of this database" in said


def test_no_keys_are_made_while_the_database_cannot_be_asked(tmp_path: Path) -> None:
    environ = {"TRACKER_INSTANCE": str(tmp_path), "TRACKER_DATABASE_URL": "postgresql://u@127.0.0.1:1/db"}

    with pytest.raises(SettingsRefused, match="cannot be asked"):
        read_settings(environ)

    assert not (tmp_path / "keys.json").exists()


def run(*command: str) -> int:
    """One command of the installation; how it ended."""
    with pytest.raises(SystemExit) as ended:
        main(list(command), prog_name="tracker")
    return int(ended.value.code or 0)
