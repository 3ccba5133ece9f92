"""Looks at a whole column of days: one that shows signs of month-before-day makes its ambiguous cells doubtful."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _

from tracker.intake.cells import Raw
from tracker.intake.columns import known

DAY_COLUMNS = ("ngay_sinh", "ngay_ky", "ngay_xuat_canh", "ngay_het_han", "ngay_ve_nuoc")
NUMBERS = re.compile(r"\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*\d{2,4}\s*")
MONTHS = 12
ENOUGH = 3


def doubtful_columns(lines: Iterable[Mapping[str, Raw]]) -> frozenset[str]:
    """The columns in which 03/04/2019 may be the third of April or the fourth of March.

    Two signs: a cell like 12/25/2019, which only has a sense as month/day; and real days of Excel that all lie in the
    first twelve of their months beside texts that never do: an American Excel turned the former, not the latter.
    """
    cells: dict[str, list[Raw]] = {key: [] for key in DAY_COLUMNS if key in known()}
    for line in lines:
        for key in cells:
            cells[key].append(line.get(key))
    return frozenset(key for key, column in cells.items() if _is_doubtful(column))


def doubt(raw: Raw) -> str:
    """Why this cell of a doubtful column cannot be believed; "" when it can only be one day."""
    ordered = _numbers(raw)
    if ordered is None or max(ordered) > MONTHS or ordered[0] == ordered[1]:
        return ""
    return str(
        _(
            "Cột này có ô viết kiểu tháng/ngày, nên ô này có thể là hai ngày khác nhau. "
            "Viết lại cả cột theo ngày/tháng/năm rồi gửi lại."
        )
    )


def _is_doubtful(column: list[Raw]) -> bool:
    texts = [pair for pair in map(_of_text, column) if pair]
    if any(first <= MONTHS < second for first, second in texts):
        return True
    days = [cell.day for cell in column if isinstance(cell, date)]
    turned = len(days) >= ENOUGH and all(day <= MONTHS for day in days)
    return turned and len(texts) >= ENOUGH and all(first > MONTHS for first, _second in texts)


def _numbers(raw: Raw) -> tuple[int, int] | None:
    return (raw.day, raw.month) if isinstance(raw, date) else _of_text(raw)


def _of_text(raw: Raw) -> tuple[int, int] | None:
    found = NUMBERS.fullmatch(raw) if isinstance(raw, str) else None
    return (int(found[1]), int(found[2])) if found else None
