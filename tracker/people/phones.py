"""Checks telephone numbers of any country and keeps them in one form, +84912345678."""

import re
from functools import lru_cache

import phonenumbers
from flask_babel import gettext as _

from tracker.core.checked import Checked, Problem
from tracker.people.identity import compact
from tracker.places.countries import COUNTRIES, country_name

# Numbers move between networks, so only length and family of the prefix are checked.
MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}")
LANDLINE = re.compile(r"02[0-9]{9}")
OLD_MOBILE = re.compile(r"01[0-9]{9}")
# The eleven-digit mobiles that became ten-digit ones between 15/09 and 14/11/2018.
NEW_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
OLD_AREA, NEW_AREA = "0230", "0215"  # Điện Biên, 2017


def check_phone(text: str, *, country: str = "VNM") -> Checked:
    """A telephone number as it is kept (+84912345678); without + or 00 it is one of `country` (ISO alpha-3)."""
    typed = re.sub(r"[()/]", "", compact(text))
    typed = re.sub(r"^00", "+", typed)
    if not typed:
        return Checked.refused(_("Chưa nhập số điện thoại."))
    if not re.fullmatch(r"\+?[0-9]+", typed):
        return Checked.refused(_("Số điện thoại chỉ gồm chữ số, có thể bắt đầu bằng dấu +."))
    if typed.startswith("+84"):
        return _vietnamese("0" + typed.removeprefix("+84").removeprefix("0"))
    if typed.startswith("+") or country != "VNM":
        return _foreign(typed, country)
    return _vietnamese(typed)


def shown_phone(number: str) -> str:
    """A kept number as people read it: "0912 345 678", "+81 90-1234-5678"."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == phonenumbers.country_code_for_region("VN")
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _vietnamese(typed: str) -> Checked:
    number, repairs = _with_zero(typed)
    if OLD_MOBILE.fullmatch(number) and number[:4] in NEW_PREFIXES:
        old, new = number[:4], NEW_PREFIXES[number[:4]]
        number = new + number[4:]
        repairs = (*repairs, _("Đã đổi đầu số cũ %(old)s thành %(new)s.", old=old, new=new))
    if MOBILE.fullmatch(number):
        return Checked(f"+84{number[1:]}", repairs=repairs)
    if LANDLINE.fullmatch(number):
        return _landline(number, repairs)
    return Checked.refused(_why_not(number))


def _with_zero(typed: str) -> tuple[str, tuple[str, ...]]:
    """The number with the zero that a spreadsheet swallowed, or that 84 stands for."""
    if _is_whole(f"0{typed}"):
        return f"0{typed}", (_("Đã thêm lại số 0 bị mất ở đầu."),)
    if typed.startswith("84") and _is_whole(f"0{typed[2:]}"):
        return f"0{typed[2:]}", (_("Đã đọc 84 ở đầu là mã nước."),)
    return typed, ()


def _is_whole(number: str) -> bool:
    is_old = OLD_MOBILE.fullmatch(number) is not None and number[:4] in NEW_PREFIXES
    return is_old or any(kind.fullmatch(number) for kind in (MOBILE, LANDLINE))


def _landline(number: str, repairs: tuple[str, ...]) -> Checked:
    if number.startswith(OLD_AREA):
        number = NEW_AREA + number.removeprefix(OLD_AREA)
        repairs = (*repairs, _("Đã đổi mã vùng cũ %(old)s thành %(new)s.", old=OLD_AREA, new=NEW_AREA))
    no_messages = Problem(_("Đây là số cố định: gọi được nhưng không nhận tin nhắn."), "warn")
    return Checked(f"+84{number[1:]}", (no_messages,), repairs)


def _why_not(number: str) -> str:
    count = len(number)
    if number.startswith("0") and count == 10:
        words = _("Đầu số %(prefix)s không phải đầu số di động ở Việt Nam.", prefix=number[:3])
    elif number.startswith("02"):
        words = _("Số cố định cần 11 chữ số kể cả mã vùng; số vừa nhập có %(count)s.", count=count)
    else:
        words = _(
            "Số di động Việt Nam cần 10 chữ số; số vừa nhập có %(count)s. Số nước ngoài ghi +, mã nước.", count=count
        )
    return str(words)


def _foreign(typed: str, country: str) -> Checked:
    region = COUNTRIES[country].iso2 if country in COUNTRIES else None
    try:
        parsed = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return Checked.refused(_("Không đọc được số điện thoại này; ghi dấu +, mã nước rồi đến số."))
    place = _country_of_code(parsed.country_code or 0) or country_name(country)
    if not phonenumbers.is_possible_number(parsed):
        return Checked.refused(_("Số điện thoại ở %(country)s không có độ dài này.", country=place))
    kept = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(parsed):
        doubt = _("Số này không giống số đang dùng ở %(country)s. Hỏi lại người cho số.", country=place)
        return Checked(kept, (Problem(doubt, "warn"),))
    return Checked(kept)


@lru_cache(maxsize=256)
def _country_of_code(calling_code: int) -> str:
    region = phonenumbers.region_code_for_country_code(calling_code)
    return next((one.name() for one in COUNTRIES.values() if one.iso2 == region), "")
