"""Checks numbers of identity papers: CCCD, CMND, passport. No message repeats the number."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from tracker.core.checked import Checked, Problem
from tracker.places.units import unit

CCCD_DIGITS, CMND_DIGITS = 12, 9
CMND_ENDED_ON = date(2024, 12, 31)  # 26/2023/QH15, Điều 46 khoản 2
PASSPORT = re.compile(r"[A-Z][0-9]{7,8}")
SEPARATORS = re.compile(r"[\s.\-'’]")
SIXTY_THREE_PROVINCES = date(2020, 1, 1)  # births after July 2025 bear a code that was already one of theirs
# First digits of the CMND a province issued, where they settle that a swallowed zero stood in front.
CMND_SERIES = {"11": "040"}


@dataclass(frozen=True)
class Bearer:
    """What else is known of the person: sex is "female" or "male", province the 2-digit code of the home."""

    birth_date: date | None = None
    sex: str = ""
    province: str = ""


NOBODY = Bearer()


def check_id_number(text: str, kind: str, *, bearer: Bearer = NOBODY, today: date | None = None) -> Checked:
    """A number of the kind "cccd" or "cmnd", digits only."""
    return check_cccd(text, bearer=bearer) if kind == "cccd" else check_cmnd(text, bearer=bearer, today=today)


def check_cccd(text: str, *, bearer: Bearer = NOBODY) -> Checked:
    """A CCCD number: 12 digits. A swallowed zero returns when birth year, sex and province all agree with it.

    Birth year and sex that differ from the bearer's only warn: papers get corrected.
    """
    digits = compact(text)
    if refusal := _not_digits(digits, _("Số CCCD")):
        return refusal
    if len(digits) in (CCCD_DIGITS - 2, CCCD_DIGITS - 1):
        full = digits.zfill(CCCD_DIGITS)
        if bearer.birth_date and bearer.sex and not _doubts(full, bearer):
            return Checked(full, repairs=(_zero_returned(),))
        return Checked.refused(_("%(wrong)s Bảng tính có thể đã bỏ số 0 ở đầu.", wrong=_cccd_length(digits)))
    if len(digits) == CMND_DIGITS:
        return Checked.refused(_("%(wrong)s Nếu là CMND, hãy chọn loại giấy tờ CMND.", wrong=_cccd_length(digits)))
    if len(digits) != CCCD_DIGITS:
        return Checked.refused(_cccd_length(digits))
    return Checked(digits, tuple(Problem(doubt, "warn") for doubt in _doubts(digits, bearer)))


def check_cmnd(text: str, *, bearer: Bearer = NOBODY, today: date | None = None) -> Checked:
    """A CMND number: 9 digits, or the 12 digits of 2012-2015 that are read like a CCCD. No check digit exists.

    Eight digits get their zero back only when the province's own series then fits.
    """
    digits = compact(text)
    if refusal := _not_digits(digits, _("Số CMND")):
        return refusal
    ended = (Problem(_("CMND hết giá trị từ 01/01/2025; đề nghị ghi số CCCD."), "warn"),)
    problems = ended if today and today > CMND_ENDED_ON else ()
    if len(digits) == CCCD_DIGITS:
        return Checked(digits, (*problems, *(Problem(doubt, "warn") for doubt in _doubts(digits, bearer))))
    if len(digits) == CMND_DIGITS - 1:
        full = digits.zfill(CMND_DIGITS)
        if full.startswith(CMND_SERIES.get(bearer.province, "-")):
            return Checked(full, problems, (_zero_returned(),))
        return Checked.refused(_("%(wrong)s Bảng tính có thể đã bỏ số 0 ở đầu.", wrong=_cmnd_length(digits)))
    if len(digits) != CMND_DIGITS:
        return Checked.refused(_cmnd_length(digits))
    return Checked(digits, problems)


def check_passport(text: str) -> Checked:
    """A Vietnamese passport number in capitals: one letter and 7 digits, or 8 since July 2022."""
    number = compact(text).upper()
    if not number:
        return Checked.refused(_("Chưa nhập số hộ chiếu."))
    if not PASSPORT.fullmatch(number):
        return Checked.refused(_("Số hộ chiếu gồm 1 chữ cái và 7 hoặc 8 chữ số, ví dụ C1234567."))
    return Checked(number)


def compact(text: str) -> str:
    """A number without spaces, dots, dashes and the apostrophe that spreadsheets put in front."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def birth_year_in(cccd: str) -> int:
    """The birth year a CCCD number carries: the fourth digit tells the century, the next two the year."""
    return (19 + int(cccd[3]) // 2) * 100 + int(cccd[4:6])


def sex_in(cccd: str) -> str:
    """The sex a CCCD number carries in its fourth digit: even male, odd female."""
    return "female" if int(cccd[3]) % 2 else "male"


def _not_digits(digits: str, what: str) -> Checked | None:
    if not digits:
        return Checked.refused(_("Chưa nhập số giấy tờ."))
    if not (digits.isascii() and digits.isdigit()):
        return Checked.refused(_("%(what)s chỉ gồm chữ số.", what=what))
    if len(set(digits)) == 1:
        return Checked.refused(_("%(what)s không thể gồm một chữ số lặp lại.", what=what))
    return None


def _doubts(cccd: str, bearer: Bearer) -> tuple[str, ...]:
    """In words, what a 12-digit number says otherwise than the bearer's file."""
    found = []
    if cccd[0] != "0" or unit(cccd[1:3], SIXTY_THREE_PROVINCES) is None:
        found.append(_("Ba chữ số đầu không phải mã tỉnh nơi đăng ký khai sinh."))
    if bearer.birth_date and birth_year_in(cccd) != bearer.birth_date.year:
        year = birth_year_in(cccd)
        found.append(_("Số này ứng với năm sinh %(year)s, khác ngày sinh đã ghi. Đối chiếu giấy tờ.", year=year))
    if bearer.sex and sex_in(cccd) != bearer.sex:
        found.append(_("Số này ứng với giới tính khác giới tính đã ghi. Đối chiếu giấy tờ."))
    return tuple(found)


def _cccd_length(digits: str) -> str:
    return str(_("Số CCCD cần 12 chữ số; số vừa nhập có %(count)s.", count=len(digits)))


def _cmnd_length(digits: str) -> str:
    return str(_("Số CMND cần 9 chữ số (hoặc 12); số vừa nhập có %(count)s.", count=len(digits)))


def _zero_returned() -> str:
    return str(_("Đã thêm lại số 0 bị mất ở đầu."))
