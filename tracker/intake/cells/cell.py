"""What a reader gives back for one cell, and the cleaning that comes before every reading."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

from flask_babel import gettext as _

T = TypeVar("T")

Raw = str | int | float | bool | date | datetime | time | timedelta | None
EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
NOTHING = ("-", "--", "---", ".", "null", "none", "n/a", "na", "không có")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """A cell that was read: its value (none when empty), repairs, warnings, or the problem that refuses it."""

    value: T | None = None
    repairs: tuple[str, ...] = ()
    problem: str = ""
    warnings: tuple[str, ...] = ()


def text_of(raw: Raw) -> Cell[str]:
    """The cell as clean text: composed Unicode, single spaces, no invisible signs; "" when it holds nothing."""
    if raw is None:
        return Cell("")
    if not isinstance(raw, str):
        return Cell(_shown(raw))
    return _clean(raw)


@lru_cache(maxsize=8192)
def _clean(raw: str) -> Cell[str]:
    """Lists repeat themselves, and most cells are clean: both are looked at first."""
    if _is_clean(raw):
        return Cell("" if raw.lower() in NOTHING else raw)
    composed = unicodedata.normalize("NFC", raw)
    visible = "".join(sign for sign in composed if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\r\n")
    text = " ".join(visible.split())
    if text.upper() in EXCEL_ERRORS:
        return Cell(problem=_("Ô là lỗi công thức của Excel (%(found)s). Ghi lại giá trị thật.", found=text))
    if len(text) > LONGEST:
        return Cell(problem=_("Ô dài %(count)s ký tự; nhiều nhất 200. Rút ngắn lại.", count=len(text)))
    if text.startswith("'") and len(text) > 1:
        text = text[1:].strip()
    if text.lower() in NOTHING:
        text = ""
    return Cell(text, _what_changed(raw, composed, visible, text) if text else ())


def _is_clean(raw: str) -> bool:
    return (
        raw.isprintable()
        and unicodedata.is_normalized("NFC", raw)
        and raw == raw.strip()
        and "  " not in raw
        and len(raw) <= LONGEST
        and not raw.startswith(("#", "'"))
    )


def _what_changed(raw: str, composed: str, visible: str, text: str) -> tuple[str, ...]:
    repairs = []
    if composed != raw:
        repairs.append(_("ghép chữ và dấu rời (Unicode tổ hợp) thành chữ liền"))
    if visible != composed:
        repairs.append(_("bỏ ký tự ẩn"))
    if text != visible:
        repairs.append(_("bỏ khoảng trắng thừa"))
    return tuple(repairs)


def _shown(raw: int | float | bool | date | datetime | time | timedelta) -> str:
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, (date, datetime, time)):
        return raw.isoformat()
    return str(raw)
