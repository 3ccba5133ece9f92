"""Text, clock, settings, and the door to the databases."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tests.conftest import KEYS
from tracker.auth.models import Office
from tracker.core import clock
from tracker.core.db import NestedTransaction, db, insert_missing, insert_rows, transaction
from tracker.core.runs import Tick
from tracker.core.settings import SettingsRefused, read_settings
from tracker.core.text import fold, initials, name_keys, sort_key, tidy


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Lò Thị Ánh", "lo thi anh"),
        ("ĐÀO VĂN ĐƯỜNG", "dao van duong"),
        ("  Giàng   A\u00a0Chống ", "giang a chong"),
        ("Lo\u0300 Thi\u0323 A\u0301nh", "lo thi anh"),
    ],
)
def test_names_are_compared_without_accents(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_lists_are_sorted_by_given_name() -> None:
    names = ["Vàng A Tủa", "Lò Thị Ánh", "Giàng A Chống"]

    assert sorted(names, key=sort_key) == ["Lò Thị Ánh", "Giàng A Chống", "Vàng A Tủa"]


def test_a_name_is_found_from_any_of_its_words() -> None:
    assert name_keys("Lò Thị Ánh") == ["lo thi anh", "thi anh", "anh"]


def test_initials_hide_all_but_the_family_name() -> None:
    assert initials("Lò Văn Thanh") == "Lò V. T."


def test_tidy_composes_letters() -> None:
    assert tidy("A\u0301nh  ") == "Ánh"


def test_a_day_in_vietnam_begins_at_five_in_the_afternoon_utc() -> None:
    assert clock.start_of(date(2020, 7, 15)) == datetime(2020, 7, 14, 17, tzinfo=UTC)
    assert clock.day_of(datetime(2020, 7, 14, 17, tzinfo=UTC)) == date(2020, 7, 15)


def test_instants_come_back_in_utc_and_naive_ones_are_refused(house: Flask) -> None:
    with transaction() as session:
        session.add(Tick(name="engine", at=clock.at("2020-07-15T12:00+07:00")))
    db.session.expire_all()

    assert db.session.get(Tick, "engine").at == datetime(2020, 7, 15, 5, tzinfo=UTC)  # type: ignore[union-attr]
    with pytest.raises(sa.exc.StatementError), transaction() as session:
        session.add(Tick(name="other", at=datetime(2020, 7, 15)))  # noqa: DTZ001


def test_transactions_do_not_nest_and_roll_back_on_error(house: Flask) -> None:
    with pytest.raises(NestedTransaction), transaction(), transaction():
        pass

    def half_the_work() -> None:
        with transaction() as session:
            session.add(Tick(name="x", at=clock.now()))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_the_work()

    assert db.session.query(Tick).count() == 0


def test_insert_missing_counts_what_went_in_and_repeats_harmlessly(house: Flask) -> None:
    offices()
    rows = sa.select(Office.path, sa.literal(clock.now(), Tick.at.type))
    with transaction() as session:
        first = insert_missing(session, Tick, ["name", "at"], rows)
    with transaction() as session:
        second = insert_missing(session, Tick, ["name", "at"], rows)

    assert (first, second) == (6, 0)


def test_insert_rows_leaves_those_that_are_there(house: Flask) -> None:
    told = [{"name": f"t{number}", "at": clock.now()} for number in range(2500)]
    with transaction() as session:
        assert insert_rows(session, Tick, told) == 2500
        assert insert_rows(session, Tick, told) == 0


def test_a_demo_never_takes_a_mail_server(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused):
        read_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_DEMO": "1", "TRACKER_SMTP_HOST": "mail"})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_the_driver_we_bring(tmp_path: Path, scheme: str) -> None:
    (tmp_path / "keys.json").write_text(json.dumps(KEYS))
    told = read_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_DATABASE_URL": f"{scheme}://u@localhost/db"})

    assert told.database_url == "postgresql+psycopg://u@localhost/db"


def test_a_weak_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused):
        read_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_SECRET_KEY": "short"})


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    first = read_settings({"TRACKER_INSTANCE": str(tmp_path)})
    second = read_settings({"TRACKER_INSTANCE": str(tmp_path)})

    assert first.keys == second.keys
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
