"""The list sent back: lines with remarks, each cell as it was, at the end what is wrong or was set right."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.intake.cells import Raw
from tracker.intake.queries import Remark
from tracker.intake.sheets import Line, Sheet

KINDS = {
    "refused": _l("Từ chối"),
    "warned": _l("Cần xem"),
    "differs": _l("Khác hồ sơ"),
    "duplicate": _l("Trùng dòng"),
    "changes": _l("Cập nhật"),
    "repaired": _l("Đã sửa"),
}
LIVE = ("=", "+", "-", "@", "\t", "\r")
MARKED = {
    "refused": "#F8D7DA",
    "warned": "#FFF3CD",
    "differs": "#FFF3CD",
    "repaired": "#E7F1FF",
    "duplicate": "#E9ECEF",
}
GRAVEST_FIRST = tuple(KINDS)


def as_xlsx(sheet: Sheet, remarks: Sequence[Remark]) -> bytes:
    """A workbook that can be corrected and sent again: text cells only, so that nothing in it is ever computed."""
    out = BytesIO()
    options = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(str(_("Cần xem lại")))
        page.freeze_panes(1, 0)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        marks = {kind: book.add_format({"bg_color": colour}) for kind, colour in MARKED.items()}
        page.set_column(0, len(sheet.heads), 14)
        page.set_column(len(sheet.heads) + 1, len(sheet.heads) + 2, 60, wrapped)
        for column, head in enumerate(_heads(sheet)):
            page.write_string(0, column, head, bold)
        for row, (line, said) in enumerate(_lines(sheet, remarks), start=1):
            gravest = {remark.column: remark.kind for remark in sorted(said, key=_gravity, reverse=True)}
            page.write_number(row, 0, line.number)
            for column, cell in enumerate(line.cells, start=1):
                key = sheet.keys[column - 1] if column <= len(sheet.keys) else None
                page.write_string(row, column, as_text(cell), marks.get(gravest.get(key or "", "")))
            page.write_string(row, len(sheet.heads) + 1, _verdict(said))
            page.write_string(row, len(sheet.heads) + 2, _sentences(said), wrapped)
    return out.getvalue()


def as_csv(sheet: Sheet, remarks: Sequence[Remark]) -> bytes:
    """The same as UTF-8 CSV; a cell that a spreadsheet would compute is disarmed by an apostrophe."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([disarmed(head) for head in _heads(sheet)])
    for line, said in _lines(sheet, remarks):
        cells = [as_text(cell) for cell in line.cells][: len(sheet.heads)]
        cells += [""] * (len(sheet.heads) - len(cells))
        writer.writerow([str(line.number), *map(disarmed, (*cells, _verdict(said), _sentences(said)))])
    return out.getvalue().encode("utf-8-sig")


def disarmed(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(LIVE) else text


def as_text(cell: Raw) -> str:
    """A raw cell as people write it: days as dd/mm/yyyy, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, (date, datetime)):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _heads(sheet: Sheet) -> list[str]:
    return [str(_("Dòng")), *sheet.heads, str(_("Kết quả")), str(_("Lỗi / đã sửa"))]


def _lines(sheet: Sheet, remarks: Sequence[Remark]) -> list[tuple[Line, list[Remark]]]:
    said: dict[int, list[Remark]] = {}
    for remark in remarks:
        if remark.kind != "changes":
            said.setdefault(remark.line, []).append(remark)
    return [(line, said[line.number]) for line in sheet.lines if line.number in said]


def _verdict(said: Sequence[Remark]) -> str:
    return str(KINDS[min(said, key=_gravity).kind])


def _sentences(said: Sequence[Remark]) -> str:
    ordered = sorted(said, key=_gravity)
    return "\n".join(f"{remark.title or remark.column}: {remark.message}" for remark in ordered)


def _gravity(remark: Remark) -> int:
    return GRAVEST_FIRST.index(remark.kind)
