"""A list written without accents, and the one that brings them."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tests.intake.lists import a_line, look, take
from tracker.contracts.models import Contract
from tracker.core.db import db, transaction
from tracker.intake.entry import Kind
from tracker.people.models import Worker

PLAIN = a_line(ho_ten="Lo Thi Anh", noi_lam_viec="Dao Vien", nganh_nghe="Dien tu", ma_nsdld="Cong ty Dong A")
WHOLE = a_line(ma_nsdld="Công ty Đông Á")


@pytest.fixture(autouse=True)
def areas(house: Flask) -> None:
    offices()


def as_kept() -> tuple[str, str, str]:
    worker, contract = db.session.scalars(sa.select(Worker)).one(), db.session.scalars(sa.select(Contract)).one()
    return worker.full_name, contract.place, contract.occupation


def test_accents_are_taken_where_none_stood() -> None:
    take(PLAIN)

    first, second = take(WHOLE), take(WHOLE)

    assert (first["update"], second["unchanged"]) == (1, 1)
    assert as_kept() == ("Lò Thị Ánh", "Đào Viên", "Điện tử")


def test_a_list_without_accents_takes_none_away() -> None:
    take(WHOLE)

    assert take(PLAIN)["unchanged"] == 1
    assert as_kept() == ("Lò Thị Ánh", "Đào Viên", "Điện tử")


def test_accents_on_an_officers_words_are_shown_and_not_written() -> None:
    take(WHOLE)
    with transaction():
        db.session.scalars(sa.select(Contract)).one().place = "Dao Vien"

    issues = look(WHOLE).issues

    assert [(issue.column, issue.kind) for issue in issues] == [("noi_lam_viec", Kind.DIFFERS)]
