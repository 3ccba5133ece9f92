"""Columns of days: one American cell makes the ambiguous ones beside it doubtful, and only those."""

from datetime import date
from typing import Any

from tests.intake.lists import TODAY, a_line
from tracker.intake.day_order import doubt, doubtful_columns
from tracker.intake.entry import Kind
from tracker.intake.rows import read_row


def columns(*cells: Any) -> frozenset[str]:
    return doubtful_columns({"ngay_ky": cell} for cell in cells)


def test_a_column_written_day_first_is_believed() -> None:
    assert columns("03/04/2019", "25/12/2019", "2019-04-03", date(2019, 4, 3)) == frozenset()


def test_a_cell_that_is_month_first_makes_its_column_doubtful() -> None:
    assert columns("03/04/2019", "12/25/2019") == {"ngay_ky"}


def test_days_that_an_american_excel_turned_make_their_column_doubtful() -> None:
    turned = [date(2019, month, day) for month, day in ((3, 4), (5, 6), (11, 2))]

    assert columns(*turned, "25/12/2019", "13/01/2019", "31/03/2019") == {"ngay_ky"}
    assert columns(*turned, date(2019, 1, 30), "25/12/2019", "13/01/2019", "31/03/2019") == frozenset()


def test_only_a_cell_that_could_be_two_days_is_refused() -> None:
    assert doubt("03/04/2019")
    assert not doubt("25/12/2019")
    assert not doubt("04/04/2019")
    assert not doubt("2019-04-03")


def test_a_line_with_a_doubtful_day_is_refused_at_its_cell() -> None:
    entry, issues = read_row(2, a_line(), today=TODAY, doubtful=frozenset({"ngay_ky"}))

    assert entry is None
    assert [(issue.kind, issue.column) for issue in issues] == [(Kind.REFUSED, "ngay_ky")]
