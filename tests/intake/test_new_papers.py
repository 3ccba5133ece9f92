"""Whoever has a new CCCD comes in a list under another number than the file's."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tests.intake.lists import a_line, look, take
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.intake.entry import Outcome
from tracker.people import actions as people
from tracker.people.models import Worker
from tracker.people.person import Papers

WITH_A_CCCD = {"loai_giay_to": "CCCD", "so_giay_to": "011194001234"}


@pytest.fixture(autouse=True)
def areas(house: Flask) -> None:
    offices()


def test_one_name_birth_date_and_passport_under_a_new_number_is_refused_with_the_files_reference() -> None:
    take(a_line())
    ref = db.session.scalars(sa.select(Worker.ref)).one()

    preview = look(a_line(**WITH_A_CCCD))

    assert preview.outcomes == {2: Outcome.REFUSED}
    (issue,) = preview.issues
    assert issue.column == "so_giay_to"
    assert f"Hồ sơ {ref} có cùng họ tên, ngày sinh và hộ chiếu nhưng khác số giấy tờ" in issue.message


@pytest.mark.parametrize("told", [WITH_A_CCCD, {}])
def test_once_the_file_has_the_new_number_a_list_with_either_changes_nothing(told: dict[str, str]) -> None:
    take(a_line())
    worker = db.session.scalars(sa.select(Worker)).one()
    with transaction():
        papers = Papers(id_kind="cccd", id_number=WITH_A_CCCD["so_giay_to"], proof="CCCD gốc")
        people.change_papers(worker, papers, version=worker.version, by=None, now=clock.now())

    preview = look(a_line(**told))

    assert (preview.outcomes, preview.issues) == ({2: Outcome.UNCHANGED}, ())


def test_the_passport_of_somebody_else_is_refused_without_a_reference() -> None:
    take(a_line())
    ref = db.session.scalars(sa.select(Worker.ref)).one()

    (issue,) = look(a_line(**WITH_A_CCCD, ho_ten="Lò Thị Hoa")).issues

    assert issue.column == "so_ho_chieu"
    assert ref not in issue.message


def test_a_file_of_another_office_is_not_named() -> None:
    away = {"ma_tinh": "40", "ma_huyen": "412", "ma_xa": "16681", "ten_huyen": "", "ten_xa": ""}
    take(a_line(**away), office="vn")
    ref = db.session.scalars(sa.select(Worker.ref)).one()

    (by_passport,) = look(a_line(**WITH_A_CCCD)).issues
    by_name = look(a_line(**WITH_A_CCCD, so_ho_chieu="C9112299")).issues

    assert by_passport.column == "so_ho_chieu"
    assert ref not in by_passport.message
    assert by_name == ()
