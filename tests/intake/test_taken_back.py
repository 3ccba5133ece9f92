"""A list that tells again what an officer has taken back: the officer's word stands."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tests.intake.lists import a_line, look, take
from tracker.contracts.models import Contract
from tracker.core.db import db, transaction
from tracker.intake.entry import Kind, Outcome


@pytest.fixture(autouse=True)
def areas(house: Flask) -> None:
    offices()


def test_what_an_officer_took_back_is_not_filled_in_again_by_the_same_list() -> None:
    home = a_line(trang_thai="DA_VE_NUOC", ngay_ve_nuoc="01/07/2020")
    take(home)
    contract = db.session.scalars(sa.select(Contract)).one()
    with transaction():
        contract.returned_on, contract.end_reason = None, ""

    preview = look(home)

    assert preview.outcomes == {2: Outcome.UNCHANGED}
    (issue,) = preview.issues
    assert (issue.column, issue.kind) == ("ngay_ve_nuoc", Kind.DIFFERS)
    assert issue.message == "Cán bộ đã bỏ “01/07/2020” khỏi hồ sơ; hồ sơ được giữ nguyên."


def test_another_day_than_the_one_that_was_taken_back_is_filled_in() -> None:
    take(a_line(trang_thai="DA_VE_NUOC", ngay_ve_nuoc="01/07/2020"))
    contract = db.session.scalars(sa.select(Contract)).one()
    with transaction():
        contract.returned_on, contract.end_reason = None, ""

    preview = look(a_line(trang_thai="DA_VE_NUOC", ngay_ve_nuoc="10/07/2020"))

    assert preview.outcomes == {2: Outcome.UPDATE}


def test_no_return_is_filled_in_beside_a_departure_that_was_taken_back() -> None:
    take(a_line())
    contract = db.session.scalars(sa.select(Contract)).one()
    with transaction():
        contract.departed_on = None

    preview = look(a_line(trang_thai="DA_VE_NUOC", ngay_ve_nuoc="01/07/2020"))

    assert preview.outcomes == {2: Outcome.REFUSED}
    assert [issue.column for issue in preview.issues if issue.kind is Kind.REFUSED] == ["ngay_ve_nuoc"]
