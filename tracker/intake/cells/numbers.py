"""Reads money and months: dots, commas, spaces, currency signs; a number that could be two numbers is refused."""

import re
from decimal import Decimal

from flask_babel import gettext as _

from tracker.core.text import fold
from tracker.intake.cells.cell import Cell, Raw, text_of

SIGNS = {
    "đ": "VND", "₫": "VND", "vnd": "VND", "vnđ": "VND", "đồng": "VND", "$": "USD", "us$": "USD", "usd": "USD",
    "¥": "JPY", "yên": "JPY", "yen": "JPY", "jpy": "JPY", "nt$": "TWD", "ntd": "TWD", "twd": "TWD",
    "₩": "KRW", "won": "KRW", "krw": "KRW", "€": "EUR", "eur": "EUR", "rm": "MYR", "myr": "MYR", "sar": "SAR",
    "aed": "AED", "mop": "MOP",
}  # fmt: skip
DOLLARS = ("USD", "TWD", "SGD", "HKD", "AUD", "CAD", "NZD", "BND")
THOUSANDS = ("nghìn", "ngàn", "k")
MILLIONS = ("triệu", "tr")
PER_MONTH = re.compile(r"\s*/\s*(?:tháng|th|month)\s*$")
AMOUNT = re.compile(r"([^\d\s.,-]{0,8}?)\s*(\d[\d.,\s]*)\s*([^\d.,]*)")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,\s])\d{3})(?:\1\d{3})*")
DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
BOTH = re.compile(r"([1-9]\d{0,2}(?:([.,])\d{3})+)(?!\2)[.,](\d{1,2})")
LARGEST = Decimal(10) ** 11


def read_money(raw: Raw, *, currency: str | None) -> Cell[Decimal]:
    """An amount above zero. A sign of another currency than the row's is refused."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _in_range(Decimal(str(raw)), ())
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    written = PER_MONTH.sub("", text.value.lower())
    found = AMOUNT.fullmatch(written)
    amount = _amount(found[2].strip()) if found else None
    if found is None or amount is None:
        return Cell(problem=_not_a_number(text.value))
    return _with_words(amount, (found[1].strip(), found[3].strip()), written, currency)


def read_months(raw: Raw) -> Cell[int]:
    """A contract's term in whole months, from "36", "36 tháng" or "3 năm"."""
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*(thang|th|t|nam|months?|years?)?", fold(text.value))
    if not found:
        return Cell(problem=_("Thời hạn “%(found)s” không phải số tháng. Ghi số, ví dụ 36.", found=text.value))
    months = int(found[1]) * (12 if (found[2] or "").startswith(("nam", "year")) else 1)
    if not 1 <= months <= 120:
        return Cell(problem=_("Thời hạn %(found)s tháng nằm ngoài khoảng 1 đến 120 tháng. Xem lại.", found=months))
    return Cell(months, () if text.value.isdigit() else (_("đổi ra số tháng"),))


def _amount(digits: str) -> Decimal | None:
    """The number meant by digits with separators, or none when it could be read in two ways."""
    if found := BOTH.fullmatch(digits):
        return Decimal(re.sub(r"[.,]", "", found[1]) + "." + found[3])
    if GROUPED.fullmatch(digits):
        return Decimal(re.sub(r"[.,\s]", "", digits))
    if DECIMAL.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    return Decimal(digits) if digits.isdigit() else None


def _with_words(amount: Decimal, words: tuple[str, str], written: str, currency: str | None) -> Cell[Decimal]:
    """Apply what stands around the number: a currency that must agree, "triệu", "nghìn"."""
    for word in " ".join(words).replace("đài tệ", "twd").split():
        if word in THOUSANDS or word in MILLIONS:
            amount *= 1_000_000 if word in MILLIONS else 1_000
        elif word not in SIGNS:
            return Cell(problem=_not_a_number(written))
        elif currency and not _agrees(word, currency):
            return Cell(
                problem=_(
                    "Lương ghi bằng %(written)s nhưng cột loại tiền là %(currency)s. Sửa cho khớp.",
                    written=SIGNS[word],
                    currency=currency,
                )
            )
    return _in_range(amount, () if written.isdigit() else (_("đổi số tiền ra chữ số liền"),))


def _agrees(sign: str, currency: str) -> bool:
    return SIGNS[sign] == currency or (sign == "$" and currency in DOLLARS)


def _in_range(amount: Decimal, repairs: tuple[str, ...]) -> Cell[Decimal]:
    """The amount as the register keeps it, with two decimals at most."""
    kept = round(amount, 2)
    if not 0 < kept < LARGEST:
        return Cell(problem=_("Số tiền phải lớn hơn 0. Xem lại, chưa biết thì để trống."))
    return Cell(kept, repairs)


def _not_a_number(found: str) -> str:
    return str(_("Số tiền “%(found)s” không đọc chắc được. Ghi chữ số liền, ví dụ 15000000.", found=found))
