"""Looks into an .xlsx before it is parsed: one that unfolds without end, or plants a far-away cell, is refused."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from flask_babel import gettext as _

UNFOLDED_LIMIT = 200 * 1024 * 1024
ENTRY_LIMIT = 2_000
CHUNK = 256 * 1024
OVERLAP = 64
ENCRYPTED = 0x1

# The parser lays a sheet out as a full rectangle: one cell at XFD1048576 would ask for hundreds of gigabytes.
FAR_CELL = re.compile(rb"""\sr\s*=\s*["'](?:(?:[C-Z][A-Z]|[A-Z]{3,})\d|[A-Z]*(?:[2-9]\d{5}|\d{7,}))""")
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class ArchiveRefused(Exception):
    """A workbook that would not be safe to open; the message says why and what to do."""


def inspect(content: bytes) -> None:
    """Walk through every part of the workbook, unfolding at most 200 MB. Raises ArchiveRefused."""
    try:
        entries = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, ValueError, OverflowError) as error:
        raise _broken() from error
    if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > UNFOLDED_LIMIT:
        raise _too_large()
    left = UNFOLDED_LIMIT
    for entry in entries:
        left -= _inspect_entry(content, entry, left)


def _inspect_entry(content: bytes, entry: ZipInfo, left: int) -> int:
    """Look for planted cells and entity declarations in one part; how many bytes it unfolded to."""
    size, tail = 0, b""
    is_text = entry.filename.lower().endswith((".xml", ".rels"))
    for chunk in _unfolded(content, entry):
        size += len(chunk)
        if size > left:
            raise _too_large()
        window = tail + chunk
        if is_text and DECLARATION.search(window):
            raise ArchiveRefused(_("Tệp .xlsx chứa khai báo XML không được phép. Lưu lại bằng Excel rồi gửi lại."))
        if is_text and FAR_CELL.search(window):
            raise ArchiveRefused(
                _("Trang tính có ô ở quá xa (sau cột BZ hoặc dòng 199.999). Xóa các dòng, cột thừa rồi gửi lại.")
            )
        tail = window[-OVERLAP:]
    return size


def _unfolded(content: bytes, entry: ZipInfo) -> Iterator[bytes]:
    """The true bytes of one part, whatever size its header claims."""
    if entry.flag_bits & ENCRYPTED:
        raise ArchiveRefused(_("Tệp .xlsx có mật khẩu. Bỏ mật khẩu rồi gửi lại."))
    packed = _packed(content, entry)
    if entry.compress_type == ZIP_STORED:
        yield packed
    elif entry.compress_type == ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise ArchiveRefused(_("Tệp .xlsx nén theo cách lạ. Lưu lại bằng Excel rồi gửi lại."))


def _inflated(packed: bytes) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not stream.eof:
            yield stream.decompress(packed, CHUNK)
            packed = stream.unconsumed_tail
    except zlib.error as error:
        raise _broken() from error


def _packed(content: bytes, entry: ZipInfo) -> bytes:
    """The stored bytes of one part: behind its local header of 30 bytes, its name and its extra field."""
    start = entry.header_offset
    name = int.from_bytes(content[start + 26 : start + 28], "little")
    extra = int.from_bytes(content[start + 28 : start + 30], "little")
    first = start + 30 + name + extra
    return content[first : first + entry.compress_size]


def _too_large() -> ArchiveRefused:
    return ArchiveRefused(_("Tệp .xlsx mở ra lớn hơn 200 MB nên không được đọc. Tách danh sách thành nhiều tệp nhỏ."))


def _broken() -> ArchiveRefused:
    return ArchiveRefused(_("Tệp .xlsx bị hỏng, không mở được. Mở lại bằng Excel, lưu bản mới rồi gửi lại."))
