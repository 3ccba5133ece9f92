"""The command: `tracker import workers FILE [--office 11] [--dry-run]`."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from python_calamine import load_workbook

from tests.intake.lists import a_line, another_line, as_csv
from tracker.auth.models import Office
from tracker.cli.importing import importing
from tracker.core.db import db
from tracker.people.models import Worker


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv([a_line(), another_line(7, nuoc="Xứ Mơ")]))
    return path


def count(model: type[Worker] | type[Office]) -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(house: Flask, file: Path) -> None:
    told = house.test_cli_runner().invoke(importing, ["workers", str(file), "--office", "11", "--dry-run"])

    assert told.exit_code == 0, told.output
    assert "1 mới, 0 cập nhật, 0 như cũ, 0 trùng trong tệp, 1 từ chối" in told.output
    assert "dòng 3, Nước đến làm việc: Không nhận ra nước “Xứ Mơ”" in told.output
    assert (count(Worker), count(Office)) == (0, 0)


def test_a_list_goes_in_and_the_error_sheet_comes_out(house: Flask, file: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "issues.xlsx"
    command = ["workers", str(file), "--office", "11", "--issues", str(sheet)]

    told = house.test_cli_runner().invoke(importing, command)

    assert told.exit_code == 0, told.output
    assert count(Worker) == 1
    assert len(load_workbook(sheet).get_sheet_by_index(0).to_python()) == 2
    again = house.test_cli_runner().invoke(importing, command)
    assert "0 mới, 0 cập nhật, 1 như cũ" in again.output


def test_an_unknown_office_and_an_unreadable_file_are_explained(house: Flask, file: Path, tmp_path: Path) -> None:
    nonsense = tmp_path / "list.xlsx"
    nonsense.write_bytes(b"PK\x03\x04nothing")

    no_office = house.test_cli_runner().invoke(importing, ["workers", str(file), "--office", "999"])
    no_list = house.test_cli_runner().invoke(importing, ["workers", str(nonsense), "--office", "11"])

    assert (no_office.exit_code, no_list.exit_code) == (1, 1)
    assert "Không có đơn vị hành chính mã 999" in no_office.output
    assert "hỏng" in no_list.output
