"""Checks numbers of enterprises: the enterprise code and the licence to send workers abroad."""

import re
import unicodedata

from flask_babel import gettext as _

from tracker.core.checked import Checked, Problem
from tracker.core.text import fold

ENTERPRISE_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?")
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
LICENCE = re.compile(r"[0-9]{1,4}/(LĐTBXH-GP|BNV-GP)")
LETTERS_OF_LICENCE = {"ldtbxh-gp": "LĐTBXH-GP", "bnv-gp": "BNV-GP"}


def check_enterprise_code(text: str) -> Checked:
    """A code of 10 digits, with -001 and so on for a branch. A wrong check digit only warns."""
    code = re.sub(r"[\s.'’\-–]", "", unicodedata.normalize("NFKC", text))
    if not (code.isascii() and code.isdigit() and len(code) in (9, 10, 13)):
        return Checked.refused(_("Mã số doanh nghiệp gồm 10 chữ số, thêm gạch ngang và 3 chữ số nếu là chi nhánh."))
    if len(code) == 9:
        return _with_zero(code)
    kept = code if len(code) == 10 else f"{code[:10]}-{code[10:]}"
    if check_digit(code[:9]) != int(code[9]):
        return Checked(
            kept, (Problem(_("Chữ số kiểm tra của mã số doanh nghiệp không khớp. Đối chiếu giấy phép."), "warn"),)
        )
    return Checked(kept)


def check_digit(nine: str) -> int:
    """The tenth digit that follows from the first nine; 10 means that no such code is issued."""
    return 10 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, nine, strict=True)) % 11


def check_licence(text: str) -> Checked:
    """A licence number like 1166/LĐTBXH-GP. Older forms exist, so another form only warns."""
    written = re.sub(r"\s", "", unicodedata.normalize("NFC", text)).upper()
    if not written:
        return Checked.refused(_("Chưa nhập số giấy phép."))
    number, _slash, letters = written.partition("/")
    kept = f"{number}/{LETTERS_OF_LICENCE.get(fold(letters), letters)}" if letters else number
    repairs = (_("Đã viết lại là %(kept)s.", kept=kept),) if kept != written else ()
    if not LICENCE.fullmatch(kept):
        return Checked(
            kept, (Problem(_("Số giấy phép thường có dạng 1166/LĐTBXH-GP. Đối chiếu giấy phép."), "warn"),), repairs
        )
    return Checked(kept, repairs=repairs)


def _with_zero(nine: str) -> Checked:
    code = f"0{nine}"
    if check_digit(code[:9]) == int(code[9]):
        return Checked(code, repairs=(_("Đã thêm lại số 0 bị mất ở đầu."),))
    return Checked.refused(_("Mã số doanh nghiệp cần 10 chữ số; số vừa nhập có 9."))
