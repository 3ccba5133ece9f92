"""Who was touched by which episode: abroad from the day of departure to the day before the return."""

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, offices
from tests.disruptions.cases import noon, policies
from tracker.core.db import db, insert_rows, transaction
from tracker.disruptions import actions
from tracker.disruptions.queries import Affected, affected
from tracker.people.models import Worker

REAL = Path(os.environ.get("TRACKER_REAL_FILES", Path(__file__).parents[3] / "shared" / "data"))
needs_real_files = pytest.mark.skipif(not REAL.is_dir(), reason=f"real files are not at {REAL}")
C8_AT_3 = {"indicator": "C8", "level": 3}


@pytest.fixture
def closed_from_3_to_12_march(house: Flask) -> None:
    offices()
    policies("00" + "3" * 10 + "00000")


def someone(**contract: Any) -> Worker:
    with transaction():
        worker = a_worker(list_ref="W0000001")
        a_contract_abroad(worker, **contract)
    return worker


def spell(as_of: date) -> list[tuple[date, date, bool]]:
    return [(one.first_day, one.last_day, one.active) for one in affected(as_of, **C8_AT_3)]


@pytest.mark.usefixtures("closed_from_3_to_12_march")
class TestTheDaysOfOneWorker:
    def test_who_was_there_before_is_touched_from_the_first_to_the_last_day(self):
        someone()

        assert spell(date(2020, 7, 15)) == [(date(2020, 3, 3), date(2020, 3, 12), False)]

    def test_the_day_of_departure_counts_and_the_day_of_return_does_not(self):
        someone(departed_on=date(2020, 3, 5), returned_on=date(2020, 3, 8))

        assert spell(date(2020, 7, 15)) == [(date(2020, 3, 5), date(2020, 3, 7), False)]

    def test_who_left_after_or_came_home_before_is_not_touched(self):
        someone(departed_on=date(2020, 3, 13))
        assert spell(date(2020, 7, 15)) == []

    def test_coming_home_on_the_first_day_is_coming_home_before(self):
        someone(returned_on=date(2020, 3, 3))
        assert spell(date(2020, 7, 15)) == []

    def test_the_end_of_the_contract_brings_nobody_home(self):
        someone(ends_on=date(2020, 3, 4))

        assert spell(date(2020, 7, 15)) == [(date(2020, 3, 3), date(2020, 3, 12), False)]

    def test_it_is_active_while_the_day_asked_about_lies_inside(self):
        someone()

        assert spell(date(2020, 3, 5)) == [(date(2020, 3, 3), date(2020, 3, 5), True)]
        assert spell(date(2020, 3, 12)) == [(date(2020, 3, 3), date(2020, 3, 12), True)]
        assert spell(date(2020, 3, 2)) == []

    def test_who_has_not_left_yet_is_nowhere(self):
        someone(departed_on=None)
        assert spell(date(2020, 7, 15)) == []

    def test_the_reference_is_that_of_the_list_else_ours(self):
        someone()
        with transaction():
            other = a_worker("Vàng A Páo")
            a_contract_abroad(other)

        assert [one.worker_ref for one in affected(date(2020, 3, 5), **C8_AT_3)] == ["W0000001", other.ref]


@needs_real_files
def test_the_real_list_and_the_real_policies_give_whom_an_independent_program_found(house: Flask):
    offices()
    with transaction():
        file = REAL / "covid" / "oxcgrt_compact_national_2020.csv.gz"
        actions.import_policies(file, by=None, now=noon("2020-07-15"))
        _register_the_list()

    ours = [_as_expected(one) for one in affected(date(2020, 7, 15))]

    with (REAL / "workers" / "expected_affected_20200715.csv").open(newline="") as stream:
        theirs = [tuple(row[name] for name in COLUMNS) for row in csv.DictReader(stream) if row["rule"] == ">="]
    assert len(theirs) == 4826
    assert ours == theirs


COLUMNS = ("worker_ref", "country", "indicator", "level", "episode_start", "first_day", "last_day", "active")


def _as_expected(one: Affected) -> tuple[str, ...]:
    return tuple(str(int(value)) if isinstance(value, bool) else str(value) for value in one)


def _register_the_list() -> None:
    """Put the list's people and contracts straight into the tables; the import itself is tested in its room."""
    from tracker.contracts.models import Contract

    template = a_worker("Mẫu")
    shared = {column.name: getattr(template, column.name) for column in Worker.__table__.columns}
    with (REAL / "workers" / "workers.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    people, contracts = [], []
    for number, row in enumerate(rows, start=template.id + 1):
        unique = {"id": number, "ref": f"NLD-{number}", "id_number_index": number.to_bytes(16, "big")}
        people.append({**shared, **unique, "list_ref": row["worker_ref"]})
        left, back = (_day(row[name]) for name in ("ngay_xuat_canh", "ngay_ve_nuoc"))
        contracts.append(
            {
                "ref": f"HD-{number}",
                "worker_id": number,
                "form": "SERVICE_ENTERPRISE",
                "host_country": row["nuoc"],
                "starts_on": date(2017, 1, 1),
                "ends_on": date(2025, 1, 1),
                "term_months": 36,
                "departed_on": left,
                "returned_on": back,
                "created_at": noon("2020-07-15"),
            }
        )
    insert_rows(db.session(), Worker, people)
    insert_rows(db.session(), Contract, contracts)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
