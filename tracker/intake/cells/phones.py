"""Reads phone numbers: lost zeros, +84, the eleven digits of before 2018, several in one cell."""

import re

from flask_babel import gettext as _

from tracker.intake.cells.cell import Cell, Raw, text_of

BETWEEN = re.compile(r"[/;,|\n]|\s+(?:hoặc|và|or)\s+|\s+-\s+", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s.\-()]")
MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}")
LANDLINE = re.compile(r"02\d{8,9}")
FOREIGN = re.compile(r"\+\d{7,15}")
MOST = 4

# The change of 15 September 2018: eleven digits became ten.
PREFIXES_OF_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def read_phones(raw: Raw) -> Cell[tuple[str, ...]]:
    """The phone numbers in a cell, Vietnamese ones as 0…, foreign ones as +…. Never repeated in a message."""
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    written = [part.strip() for part in BETWEEN.split(text.value) if part.strip()]
    if len(written) > MOST:
        return Cell(problem=_("Ô có hơn 4 số điện thoại. Giữ những số đang dùng."))
    read = [read_phone(part) for part in written]
    problem = next((cell.problem for cell in read if cell.problem), "")
    if problem:
        return Cell(problem=problem)
    repairs = dict.fromkeys((*text.repairs, *(repair for cell in read for repair in cell.repairs)))
    if len(written) > 1:
        repairs[_("tách %(count)s số trong một ô", count=len(written))] = None
    return Cell(tuple(dict.fromkeys(cell.value for cell in read if cell.value)), tuple(repairs))


def read_phone(written: str) -> Cell[str]:
    """One phone number."""
    digits = SEPARATORS.sub("", written)
    repairs = () if digits == written else (_("viết liền số"),)
    digits, more = _national(digits)
    if digits[:4] in PREFIXES_OF_2018 and len(digits) == 11:
        digits, more = PREFIXES_OF_2018[digits[:4]] + digits[4:], (_("đổi đầu số 11 chữ số theo đợt 2018"),)
    if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits) or FOREIGN.fullmatch(digits):
        return Cell(digits, (*repairs, *more))
    if not digits.lstrip("+").isdigit():
        return Cell(problem=_("Số điện thoại chỉ gồm chữ số; ô này có ký tự khác."))
    return Cell(
        problem=_(
            "Số điện thoại có %(count)s chữ số hoặc đầu số không dùng ở Việt Nam. "
            "Số di động có 10 chữ số, bắt đầu bằng 0; số nước ngoài ghi cả dấu + và mã nước.",
            count=len(digits.lstrip("+")),
        )
    )


def _national(digits: str) -> tuple[str, tuple[str, ...]]:
    """A number of Vietnam as it is dialled at home, and what was changed."""
    if digits.startswith("0084"):
        return "0" + digits[4:].lstrip("0"), (_("đổi +84 thành 0"),)
    if digits.startswith("+84"):
        return "0" + digits[3:].lstrip("0"), (_("đổi +84 thành 0"),)
    if digits.startswith("84") and len(digits) == 11 and MOBILE.fullmatch("0" + digits[2:]):
        return "0" + digits[2:], (_("đổi +84 thành 0"),)
    if digits.startswith("00"):
        return "+" + digits[2:], (_("đổi 00 thành +"),)
    if not digits.startswith(("0", "+")) and len(digits) in (9, 10) and digits[0] != "0":
        return "0" + digits, (_("thêm lại số 0 ở đầu"),)
    return digits, ()
