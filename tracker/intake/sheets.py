"""Reads a list as it was sent (.csv in its usual encodings, .xlsx) into lines of raw cells, never trusting the file."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from flask_babel import gettext as _
from python_calamine import CalamineError, PasswordError, load_workbook

from tracker.core.text import tidy
from tracker.intake import archive, columns
from tracker.intake.cells import Raw
from tracker.intake.cells.letters import are_vietnamese

SIZE_LIMIT = 20 * 1024 * 1024
LINE_LIMIT = 150_000
SEARCHED_FOR_HEADS = 15
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class SheetRefused(Exception):
    """A file that is not a readable list; the message says what was found and what to do."""


@dataclass(frozen=True)
class Line:
    """One line of the list: its number in the sheet (heads included, from 1) and its raw cells."""

    number: int
    cells: Sequence[Raw]


@dataclass(frozen=True)
class Sheet:
    """A list: the heads as written, which known column each is, and the lines that hold anything."""

    heads: tuple[str, ...]
    keys: tuple[str | None, ...]
    lines: tuple[Line, ...]

    def by_key(self, line: Line) -> dict[str, Raw]:
        """The raw cells of a line under the names of the known columns."""
        return {key: cell for key, cell in zip(self.keys, line.cells, strict=False) if key is not None}


def read_sheet(name: str, content: bytes) -> Sheet:
    """Read a .csv or .xlsx. Raises SheetRefused when the file is too large, unsafe or no list of workers."""
    if len(content) > SIZE_LIMIT:
        raise SheetRefused(_("Tệp lớn hơn 20 MB. Tách danh sách thành nhiều tệp nhỏ hơn."))
    if not content.strip():
        raise SheetRefused(_("Tệp trống."))
    grids = _workbook(content) if content.startswith(ZIP) else iter((_csv_lines(name, content),))
    return _list_among(grids)


def _list_among(grids: Iterator[list[Line]]) -> Sheet:
    """The first sheet of the file that has the heads of a list of workers."""
    missing: tuple[str, ...] = ()
    for lines in grids:
        for place, line in enumerate(lines[:SEARCHED_FOR_HEADS]):
            heads = tuple(_head(cell) for cell in line.cells)
            keys = columns.recognise(heads)
            if columns.looks_like_heads(keys):
                missing = columns.missing(keys)
                if not missing:
                    return Sheet(heads, keys, _checked_length(lines[place + 1 :]))
    if missing:
        raise SheetRefused(_("Danh sách thiếu cột: %(columns)s.", columns=", ".join(missing)))
    raise SheetRefused(
        _("Không tìm thấy dòng tiêu đề cột. Cần ít nhất các cột: %(columns)s.", columns=", ".join(columns.missing(())))
    )


def _checked_length(lines: Sequence[Line]) -> tuple[Line, ...]:
    if len(lines) > LINE_LIMIT:
        raise SheetRefused(_("Danh sách dài hơn 150.000 dòng. Tách thành nhiều tệp nhỏ hơn."))
    return tuple(lines)


def _workbook(content: bytes) -> Iterator[list[Line]]:
    try:
        archive.inspect(content)
        book = load_workbook(BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            yield _numbered(sheet.to_python(skip_empty_area=False))
    except archive.ArchiveRefused as refusal:
        raise SheetRefused(str(refusal)) from refusal
    except PasswordError as error:
        raise SheetRefused(_("Tệp .xlsx có mật khẩu. Bỏ mật khẩu rồi gửi lại.")) from error
    except CalamineError as error:
        raise SheetRefused(_("Không đọc được tệp .xlsx. Mở lại bằng Excel, lưu bản mới rồi gửi lại.")) from error


def _csv_lines(name: str, content: bytes) -> list[Line]:
    if content.startswith(OLE):
        raise SheetRefused(_("Tệp .xls đời cũ (hoặc có mật khẩu) không đọc được. Lưu lại dạng .xlsx rồi gửi lại."))
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise SheetRefused(_("Chỉ nhận tệp .xlsx hoặc .csv; nội dung tệp này không phải hai loại đó."))
    text = _decoded(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _numbered(list(reader))
    except csv.Error as error:
        raise SheetRefused(_("Tệp .csv bị hỏng ở dòng %(line)s.", line=reader.line_num)) from error


def _decoded(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded_as(content, encoding)
    if b"\x00" in content:
        raise SheetRefused(_("Chỉ nhận tệp .xlsx hoặc .csv; nội dung tệp này không phải hai loại đó."))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1258")


def _decoded_as(content: bytes, encoding: str) -> str:
    """Decode, and believe it only when the letters are Vietnamese. Raises SheetRefused."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable() from error
    if encoding == "cp1258" and not are_vietnamese(text):
        raise _unreadable()
    return text


def _unreadable() -> SheetRefused:
    return SheetRefused(
        _("Không đọc được chữ tiếng Việt trong tệp (bảng mã cũ). Trong Excel chọn “CSV UTF-8” hoặc .xlsx rồi gửi lại.")
    )


def _delimiter(text: str) -> str:
    """The sign that most often separates the first lines."""
    head = "\n".join(text.splitlines()[:SEARCHED_FOR_HEADS])
    return max(",;\t", key=head.count)


def _numbered(rows: Sequence[Sequence[Raw]]) -> list[Line]:
    """Lines with anything in them, under their number in the sheet."""
    return [Line(number, row) for number, row in enumerate(rows, start=1) if any(not _is_blank(cell) for cell in row)]


def _is_blank(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _head(cell: Raw) -> str:
    return tidy(cell) if isinstance(cell, str) else ""
