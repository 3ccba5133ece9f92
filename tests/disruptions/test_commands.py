"""The commands of this room print what other programs read."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, in_house, offices
from tests.disruptions.cases import a_policy_file
from tracker.cli import disruptions as commands
from tracker.core.db import transaction


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policies.csv"
    path.write_bytes(a_policy_file("00" + "3" * 10 + "440000").read())
    return path


def run(app: Flask, command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments], obj=_info(app), catch_exceptions=False)  # type: ignore[arg-type]


def _info(app: Flask) -> object:
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)


def test_policies_are_imported_and_the_outcome_is_told(app: Flask, file: Path):
    first, second = (run(app, commands.import_policies, str(file)) for _ in range(2))

    assert first.exit_code == second.exit_code == 0
    assert "36 mới, 0 sửa" in first.output
    assert "0 mới, 0 sửa, 36 như cũ" in second.output
    assert "CC BY 4.0" in first.output


def test_a_file_of_another_kind_is_refused_with_a_sentence(app: Flask, tmp_path: Path):
    other = tmp_path / "list.csv"
    other.write_text("ho_ten,ngay_sinh\nA,1990-01-01\n")

    answer = run(app, commands.import_policies, str(other))

    assert answer.exit_code == 1
    assert "Đây không phải tệp OxCGRT" in answer.output


def test_episodes_are_printed_for_programs_and_for_people(app: Flask, file: Path):
    run(app, commands.import_policies, str(file))

    printed = run(app, commands.episodes, "--indicator", "C8", "--level", "3", "--rule", "at-least", "--csv")
    exact = run(app, commands.episodes, "--rule", "exactly", "--csv")
    both = run(app, commands.episodes, "--indicator", "C8", "--level", "3", "--csv")
    table = run(app, commands.episodes)

    assert printed.output == "country,indicator,level,start,end,days\nTWN,C8,3,2020-03-03,2020-03-14,12\n"
    assert exact.output.splitlines()[1:] == ["TWN,C8,3,2020-03-03,2020-03-12,10"]
    assert both.output.splitlines()[1:] == ["TWN,C8,3,2020-03-03,2020-03-14,12", "TWN,C8,3,2020-03-03,2020-03-12,10"]
    assert "CC BY 4.0" in table.output


def test_whom_they_touched_is_printed_up_to_a_day(app: Flask, file: Path):
    run(app, commands.import_policies, str(file))
    context = in_house(app)
    offices()
    with transaction():
        a_contract_abroad(a_worker(list_ref="W0000001"), departed_on=date(2020, 3, 5))
    context.pop()

    printed = run(app, commands.affected, "--as-of", "2020-03-12", "--indicator", "C8", "--csv")

    assert printed.output.splitlines() == [
        "worker_ref,country,indicator,level,episode_start,first_day,last_day,active",
        "W0000001,TWN,C8,2,2020-03-03,2020-03-05,2020-03-12,1",
        "W0000001,TWN,C8,3,2020-03-03,2020-03-05,2020-03-12,1",
    ]
