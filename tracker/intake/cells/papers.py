"""Reads numbers of papers and phones: zeros that a spreadsheet swallowed come back only on evidence."""

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from tracker.intake.cells.cell import Cell, Raw, text_of

CMND, CCCD = 9, 12
SEPARATORS = re.compile(r"[\s.\-]")
EXPONENT = re.compile(r"\d+(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
PASSPORT = re.compile(r"[A-Z]\d{7,8}")

# First three digits of CMND issued by a province, where a list's province confirms a lost zero.
CMND_OF_PROVINCE = {"11": ("040",), "12": ("045",), "14": ("050",), "10": ("063",), "15": ("060",)}


@dataclass(frozen=True, slots=True)
class IdNumber:
    """The number of an identity paper, digits only, and which kind it is."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """What the rest of the line says of the bearer; the evidence by which a short number is judged."""

    birth_date: date | None
    sex: str | None
    province: str
    lost_zeros: bool


def read_id_number(raw: Raw, kind: str | None, bearer: Bearer) -> Cell[IdNumber]:
    """A CMND of 9 or a CCCD of 12 digits. The number itself is never repeated in a message."""
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    digits = SEPARATORS.sub("", text.value)
    if EXPONENT.fullmatch(text.value):
        return Cell(problem=_("Excel đã đổi số giấy tờ sang dạng mũ và làm mất chữ số. Đặt cột dạng Text rồi nhập lại."))
    if not digits.isascii() or not digits.isdigit():
        return Cell(problem=_("Số CMND/CCCD chỉ gồm chữ số; ô này có ký tự khác. Xem lại giấy tờ."))
    repairs = text.repairs if digits == text.value else (_("bỏ dấu cách, dấu chấm trong số"),)
    seemingly_lost = isinstance(raw, float) or bearer.lost_zeros
    full = _with_zeros(digits, kind, bearer, seemingly_lost)
    if len(full) > len(digits):
        repairs = (*repairs, _("thêm lại số 0 ở đầu"))
    return _as_kind(full, kind, repairs)


def disagreement(number: str, bearer: Bearer) -> str:
    """In words, where a CCCD number speaks of another sex or birth year than the line; "" when it agrees."""
    if len(number) != CCCD or bearer.birth_date is None:
        return ""
    if _year_in(number) != bearer.birth_date.year:
        return _("Số CCCD ứng với năm sinh %(year)s, khác ngày sinh đã ghi. Đối chiếu giấy tờ.", year=_year_in(number))
    if bearer.sex and sex_in(number) != bearer.sex:
        return _("Số CCCD ứng với giới tính khác giới tính đã ghi. Đối chiếu giấy tờ.")
    return ""


def sex_in(number: str) -> str:
    """The sex that a CCCD number carries in its fourth digit."""
    return "female" if int(number[3]) % 2 else "male"


def read_passport(raw: Raw) -> Cell[str]:
    """A passport number: one letter and 7 or 8 digits."""
    text = text_of(raw)
    if text.problem or not text.value:
        return text
    number = SEPARATORS.sub("", text.value).upper()
    if not PASSPORT.fullmatch(number):
        return Cell(problem=_("Số hộ chiếu gồm 1 chữ cái và 7 hoặc 8 chữ số; ô này không đúng dạng đó. Xem lại hộ chiếu."))
    return text if number == text.value else Cell(number, (*text.repairs, _("viết liền, viết hoa")))


def _with_zeros(digits: str, kind: str | None, bearer: Bearer, seemingly_lost: bool) -> str:
    """The number with its leading zeros back, when something beside its length says that they were lost."""
    if len(digits) == CMND - 1 and kind != "cccd":
        full = digits.zfill(CMND)
        of_province = full.startswith(CMND_OF_PROVINCE.get(bearer.province, ("-",)))
        return full if seemingly_lost or of_province else digits
    if len(digits) in (CCCD - 2, CCCD - 1) and kind != "cmnd":
        full = digits.zfill(CCCD)
        known = bearer.birth_date is not None
        return full if known and not disagreement(full, bearer) else digits
    return digits


def _as_kind(number: str, kind: str | None, repairs: tuple[str, ...]) -> Cell[IdNumber]:
    if len(set(number)) == 1:
        return Cell(problem=_("Số CMND/CCCD không thể gồm một chữ số lặp lại. Xem lại giấy tờ."))
    if len(number) == CCCD and kind == "cmnd":
        # The CMND of 12 digits (2012 to 2015) bears the number that later stands on the CCCD.
        return Cell(IdNumber("cccd", number), (*repairs, _("số 12 chữ số là số định danh, ghi nhận như CCCD")))
    if len(number) == CMND and kind in (None, "cmnd"):
        return Cell(IdNumber("cmnd", number), repairs)
    if len(number) == CCCD:
        return Cell(IdNumber("cccd", number), repairs)
    if kind == "cccd":
        return Cell(problem=_("Số CCCD cần 12 chữ số; ô này có %(count)s. Xem lại giấy tờ.", count=len(number)))
    if kind == "cmnd":
        return Cell(problem=_("Số CMND cần 9 chữ số; ô này có %(count)s. Xem lại giấy tờ.", count=len(number)))
    return Cell(
        problem=_("Số CMND cần 9 chữ số, CCCD cần 12; ô này có %(count)s. Xem lại giấy tờ.", count=len(number))
    )


def _year_in(number: str) -> int:
    return (19 + int(number[3]) // 2) * 100 + int(number[4:6])
