"""Files: every usual encoding is read, every unusual trick is refused before it costs anything."""

import struct
import time
import zipfile
from io import BytesIO
from typing import Any

import pytest

from tests.intake.lists import GOOD, a_line, as_csv, as_xlsx
from tracker.intake.sheets import SheetRefused, read_sheet


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_its_usual_encodings_and_separators(encoding: str, delimiter: str) -> None:
    sheet = read_sheet("list.csv", as_csv([a_line()], encoding=encoding, delimiter=delimiter))

    assert sheet.by_key(sheet.lines[0])["ho_ten"] == "Lò Thị Ánh"


def test_an_xlsx_is_read_with_its_line_numbers() -> None:
    sheet = read_sheet("list.xlsx", as_xlsx([a_line(), a_line(ho_ten="Lò Văn Hặc")]))

    assert [(line.number, sheet.by_key(line)["ho_ten"]) for line in sheet.lines] == [
        (2, "Lò Thị Ánh"),
        (3, "Lò Văn Hặc"),
    ]


def test_heads_are_known_with_accents_in_other_words_and_under_a_title() -> None:
    text = (
        "DANH SÁCH LAO ĐỘNG ĐI LÀM VIỆC Ở NƯỚC NGOÀI,,,,,\n,,,,,\n"
        "STT,Họ và tên (*),Ngày tháng năm sinh,SỐ CMND,Quốc gia,Hình thức\n"
        "1,Lò Thị Ánh,05/03/1994,040912345,Nhật Bản,EPS\n"
    )

    sheet = read_sheet("list.csv", text.encode())

    assert sheet.keys == (None, "ho_ten", "ngay_sinh", "so_giay_to", "nuoc", "hinh_thuc")
    assert sheet.lines[0].number == 4


def test_a_list_without_a_needed_column_says_which() -> None:
    with pytest.raises(SheetRefused, match="Nước đến làm việc"):
        read_sheet("list.csv", as_csv([{key: GOOD[key] for key in ("ho_ten", "ngay_sinh", "luong")}]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b""),
        ("list.csv", "Lß ThÞ ¸nh;ho_ten;ngay_sinh;nuoc".encode("latin-1")),
        ("list.exe", b"MZ\x90\x00"),
        ("list.csv", b"\x00\x01\x02"),
        ("list.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100),
        ("list.xlsx", b"PK\x03\x04" + b"x" * 100),
        ("list.xlsx", b"just words"),
        ("list.csv", b"x" * (20 * 1024 * 1024 + 1)),
    ],
)
def test_what_is_no_list_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(SheetRefused) as refusal:
        read_sheet(name, content)

    assert str(refusal.value).endswith(".")


def test_a_workbook_that_unfolds_without_end_is_refused_within_a_second() -> None:
    bomb = _workbook({"xl/worksheets/sheet1.xml": b"0" * (210 * 1024 * 1024)})

    began = time.monotonic()
    with pytest.raises(SheetRefused, match="200 MB"):
        read_sheet("list.xlsx", bomb)

    assert time.monotonic() - began < 2


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    bomb = _workbook({"xl/worksheets/sheet1.xml": b"0" * (210 * 1024 * 1024)}, claimed=100)

    with pytest.raises(SheetRefused, match="200 MB"):
        read_sheet("list.xlsx", bomb)


@pytest.mark.parametrize(
    "part",
    [
        b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c r = 'AAA3'/></row>",
        b'<row r="1048576"/>',
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
    ],
)
def test_a_planted_cell_or_an_entity_is_refused_before_parsing(part: bytes) -> None:
    with pytest.raises(SheetRefused):
        read_sheet("list.xlsx", _workbook({"xl/worksheets/sheet1.xml": part}))


def _workbook(parts: dict[str, bytes], claimed: int | None = None) -> bytes:
    """A made-up archive; with `claimed`, every header says that size instead of the true one."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    content: Any = bytearray(out.getvalue())
    if claimed is not None:
        directory = content.index(b"PK\x01\x02")
        content[directory + 24 : directory + 28] = struct.pack("<I", claimed)
        content[22:26] = struct.pack("<I", claimed)
    return bytes(content)
