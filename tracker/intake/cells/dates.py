"""Reads days: d/m/yyyy and its cousins, ISO, Excel serial numbers. A day that could be two days is refused."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from flask_babel import gettext as _

from tracker.intake.cells.cell import Cell, Raw, text_of

SERIAL_ZERO = date(1899, 12, 30)  # Excel's 1900 system, counting its 29/02/1900 that never was
SERIALS = (15_000, 80_000)  # 24/01/1941 to 11/01/2119
YEARS = range(1900, 2101)
ISO = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:[T ][\d:.]+)?")
DAY_FIRST = re.compile(
    r"(?:ngày\s*)?(\d{1,2})\s*(?:[-/.,]|tháng)\s*(\d{1,2})\s*(?:[-/.,]|năm)\s*(\d{2}|\d{4})(?:\s[\d:]+)?"
)
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
YEAR = re.compile(r"\d{4}")
MONTH = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")


def read_day(raw: Raw, *, near: date) -> Cell[date]:
    """A day. A two-digit year is taken only when it can be one year alone: the one within 60 years before `near`."""
    if isinstance(raw, (date, datetime)):
        return _a_day(raw.year, raw.month, raw.day)
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    return _from_text(text.value.lower(), near)


@lru_cache(maxsize=16384)
def _from_text(text: str, near: date) -> Cell[date]:
    if found := ISO.fullmatch(text):
        return _a_day(*map(int, found.groups()))
    if found := DAY_FIRST.fullmatch(text):
        return _day_first(found[1], found[2], found[3], near)
    if YEAR.fullmatch(text) and int(text) in YEARS:
        return Cell(
            problem=_(
                "Chỉ có năm %(found)s. Ghi đủ ngày/tháng/năm; giấy tờ chỉ ghi năm thì ghi 01/01/%(found)s.", found=text
            )
        )
    if MONTH.fullmatch(text):
        return Cell(problem=_("Chỉ có tháng và năm (%(found)s). Ghi đủ ngày/tháng/năm.", found=text))
    if (found := PACKED.fullmatch(text)) and int(found[1]) in YEARS:
        return _noted(_a_day(*map(int, found.groups())), _("đọc theo thứ tự năm, tháng, ngày"))
    if found := SERIAL.fullmatch(text):
        return _from_serial(int(found[1]))
    return Cell(problem=_("“%(found)s” không phải ngày. Ghi theo dạng ngày/tháng/năm, ví dụ 05/03/2019.", found=text))


def _day_first(day: str, month: str, year: str, near: date) -> Cell[date]:
    if int(month) > 12 >= int(day):
        return Cell(
            problem=_(
                "Không có tháng %(month)s (có thể ngày viết kiểu tháng/ngày). Ghi theo dạng ngày/tháng/năm.",
                month=month,
            )
        )
    if len(year) == 4:
        return _a_day(int(year), int(month), int(day))
    full = near.year // 100 * 100 + int(year)
    full = full if full <= near.year + 10 else full - 100
    return _noted(_a_day(full, int(month), int(day)), _("năm viết hai chữ số"))


def _from_serial(serial: int) -> Cell[date]:
    if not SERIALS[0] <= serial <= SERIALS[1]:
        return Cell(problem=_("Số %(found)s không phải ngày. Ghi theo dạng ngày/tháng/năm.", found=serial))
    day = SERIAL_ZERO + timedelta(days=serial)
    return Cell(day, (_("đổi số ngày của Excel ra ngày"),))


def _a_day(year: int, month: int, day: int) -> Cell[date]:
    shown = f"{day:02d}/{month:02d}/{year:04d}"
    if year not in YEARS:
        return Cell(problem=_("Năm trong ngày %(found)s không hợp lý. Xem lại.", found=shown))
    try:
        return Cell(date(year, month, day))
    except ValueError:
        return Cell(problem=_("Không có ngày %(found)s trong lịch. Xem lại giấy tờ.", found=shown))


def _noted(cell: Cell[date], repair: str) -> Cell[date]:
    return cell if cell.problem else Cell(cell.value, (*cell.repairs, repair))
