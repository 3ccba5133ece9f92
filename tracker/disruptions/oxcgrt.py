"""Reads the three editions of the OxCGRT policy files into one plain shape: a country, an indicator, a day."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

ATTRIBUTION = _l(
    "Nguồn: Oxford COVID-19 Government Response Tracker, Blavatnik School of Government, University of Oxford "
    "(CC BY 4.0). Chỉ lấy các dòng cấp quốc gia; giá trị giữ nguyên."
)


class Edition(StrEnum):
    """Which of the published layouts a file has."""

    FINAL = "final"
    LIVE = "live"
    LEGACY = "legacy"


# Our name of an indicator → its code in each edition. The legacy S codes stand only where they mean the same at the
# levels both can express: S2 and S6 stop at 2 ("required"), S7 at 3 ("ban, some regions"); C6 and E1 were not asked.
CODES: dict[Edition, dict[str, str]] = {
    Edition.FINAL: {"C2": "C2M", "C5": "C5M", "C6": "C6M", "C7": "C7M", "C8": "C8EV", "E1": "E1"},
    Edition.LIVE: {"C2": "C2", "C5": "C5", "C6": "C6", "C7": "C7", "C8": "C8", "E1": "E1"},
    Edition.LEGACY: {"C2": "S2", "C5": "S4", "C7": "S6", "C8": "S7"},
}
HIGHEST = {"C2": 3, "C5": 2, "C6": 3, "C7": 2, "C8": 4, "E1": 2}
NOT_A_VALUE = ("_flag", "_isgeneral", "_notes")
WHOLE_COUNTRY = ("", "NAT_TOTAL")


class PolicyDay(NamedTuple):
    """What one country did on one day by one indicator; None is a day the file says nothing about.

    `flag` 1 means the rule held in the whole country, 0 in a part of it, None where the file has no flag.
    """

    country: str
    indicator: str
    day: date
    value: int | None
    flag: int | None


@dataclass(frozen=True)
class PolicyFile:
    """An opened policy file: its edition, the indicators it has, and its days, read once as they are asked for."""

    edition: Edition
    indicators: tuple[str, ...]
    days: Iterator[PolicyDay]


class NotPolicyFile(Exception):
    """The file is none of the three editions; `why` says what is missing, in Vietnamese."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class BadCell(NotPolicyFile):
    """One cell cannot be what its column says; carries row (as a text editor counts) and column for the message."""

    def __init__(self, row: int, column: str, found: str, allowed: str) -> None:
        super().__init__(
            _(
                "Dòng %(row)s, cột “%(column)s”: giá trị “%(found)s” không đúng; cần %(allowed)s.",
                row=row,
                column=column,
                found=found[:40],
                allowed=allowed,
            )
        )
        self.row, self.column, self.found, self.allowed = row, column, found, allowed


@contextmanager
def opened(source: Path | IO[bytes]) -> Iterator[PolicyFile]:
    """Open a policy file, plain or gzipped, for as long as the block lasts.

    Raises NotPolicyFile (or BadCell, while the days are read) with a sentence for the person who chose the file.
    """
    stream = source.open("rb") if isinstance(source, Path) else source
    text = _as_text(stream)
    try:
        yield _understood(csv.reader(text))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotPolicyFile(_("Tệp nén .gz bị hỏng hoặc chưa tải xong. Hãy tải lại tệp.")) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotPolicyFile(
            _("Tệp không phải CSV mã UTF-8. Hãy chọn tệp OxCGRT nguyên bản (.csv hoặc .csv.gz).")
        ) from error
    finally:
        text.close()
        if stream is not source:
            stream.close()


def _as_text(stream: IO[bytes]) -> IO[str]:
    """The text of a plain or gzipped stream, told apart by the first two bytes rather than by the name."""
    buffered = io.BufferedReader(_Readable(stream), 1 << 16)
    packed = buffered.peek(2)[:2] == b"\x1f\x8b"
    plain = gzip.GzipFile(fileobj=buffered) if packed else buffered
    # newline="" leaves line ends to csv, which then takes \r\n, \n and the \r\r\n of some early copies alike.
    return io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")


class _Readable(io.RawIOBase):
    """Lets any binary stream, an upload for one, be read through without being closed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        chunk = self._stream.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)


class _Column(NamedTuple):
    indicator: str
    title: str
    value_at: int
    flag_at: int | None


@dataclass(frozen=True)
class _Layout:
    """Where in a row the things stand that we read."""

    edition: Edition
    country_at: int
    day_at: int
    region_at: int | None
    jurisdiction_at: int | None
    columns: tuple[_Column, ...]


class _Rows(Protocol):
    """What we need of csv.reader, whose type has no public name."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def _understood(reader: _Rows) -> PolicyFile:
    layout = _layout_of([title.strip() for title in next(reader, [])])
    return PolicyFile(layout.edition, tuple(column.indicator for column in layout.columns), _days(reader, layout))


def _layout_of(header: list[str]) -> _Layout:
    """Recognise the edition by the prefixes of its columns; the words after the prefix changed too often to trust."""
    missing = [title for title in ("CountryCode", "Date") if title not in header]
    if missing:
        raise NotPolicyFile(
            _("Đây không phải tệp OxCGRT: thiếu cột %(columns)s ở dòng đầu.", columns=", ".join(missing))
        )
    edition, columns = max(
        ((edition, _columns_of(edition, header)) for edition in Edition), key=lambda found: len(found[1])
    )
    if not columns:
        raise NotPolicyFile(_("Đây không phải tệp OxCGRT: không có cột C2, C5, C6, C7, C8, E1 hoặc S2, S4, S6, S7."))
    place = {title: position for position, title in enumerate(header)}
    return _Layout(
        edition, place["CountryCode"], place["Date"], place.get("RegionCode"), place.get("Jurisdiction"), columns
    )


def _columns_of(edition: Edition, header: list[str]) -> tuple[_Column, ...]:
    found = []
    for indicator, code in CODES[edition].items():
        for position, title in enumerate(header):
            if title.startswith(f"{code}_") and not title.lower().endswith(NOT_A_VALUE):
                found.append(_Column(indicator, title, position, _flag_of(code, header)))
                break
    return tuple(found)


def _flag_of(code: str, header: list[str]) -> int | None:
    names = (f"{code}_Flag", f"{code}_IsGeneral")
    return next((position for position, title in enumerate(header) if title in names), None)


def _days(reader: _Rows, layout: _Layout) -> Iterator[PolicyDay]:
    seen: dict[tuple[str, date], list[PolicyDay]] = {}
    for row in reader:
        if not any(cell.strip() for cell in row) or not _is_national(row, layout):
            continue
        days = _days_of_row(row, layout, reader.line_num)
        told = seen.setdefault((days[0].country, days[0].day), days)
        if told is days:
            yield from days
        elif told != days:
            found = f"{days[0].country} {_cell(row, layout.day_at)}"
            raise BadCell(reader.line_num, "Date", found, _("mỗi nước mỗi ngày một dòng"))


def _is_national(row: list[str], layout: _Layout) -> bool:
    """Later editions hold states and provinces too; only rows about the whole country count."""
    return _cell(row, layout.region_at) == "" and _cell(row, layout.jurisdiction_at) in WHOLE_COUNTRY


def _days_of_row(row: list[str], layout: _Layout, line: int) -> list[PolicyDay]:
    country, day = _country(row, layout, line), _day(row, layout, line)
    return [
        PolicyDay(country, column.indicator, day, _value(row, column, line), _flag(row, column))
        for column in layout.columns
    ]


def _country(row: list[str], layout: _Layout, line: int) -> str:
    code = _cell(row, layout.country_at)
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise BadCell(line, "CountryCode", code, _("mã nước ba chữ cái in hoa, ví dụ TWN"))
    return code


def _day(row: list[str], layout: _Layout, line: int) -> date:
    text = _cell(row, layout.day_at)
    try:
        if not re.fullmatch(r"\d{8}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadCell(line, "Date", text, _("ngày dạng NNNNTTNN, ví dụ 20200715")) from error


def _value(row: list[str], column: _Column, line: int) -> int | None:
    text, highest = _cell(row, column.value_at), HIGHEST[column.indicator]
    if text == "":
        return None
    whole, _dot, rest = text.partition(".")
    if whole.isascii() and whole.isdigit() and rest.strip("0") == "" and int(whole) <= highest:
        return int(whole)
    raise BadCell(line, column.title, text, _("số nguyên từ 0 đến %(highest)s hoặc để trống", highest=highest))


def _flag(row: list[str], column: _Column) -> int | None:
    # A flag only adds colour ("a part of the country"), so an odd one is dropped rather than refusing the file.
    return {"0": 0, "1": 1, "0.00": 0, "1.00": 1}.get(_cell(row, column.flag_at))


def _cell(row: list[str], position: int | None) -> str:
    return row[position].strip() if position is not None and position < len(row) else ""
