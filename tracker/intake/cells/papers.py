"""Reads numbers of papers and phones; a zero that the spreadsheet swallowed comes back only on evidence."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.core.checked import Checked
from tracker.intake.cells.cell import Cell, Raw, text_of
from tracker.people import identity
from tracker.people.identity import Bearer
from tracker.people.phones import check_phone

EXPONENT = re.compile(r"\d+(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
BETWEEN = re.compile(r"[/;,|\n]|\s+(?:hoặc|và|or)\s+|\s+-\s+", re.IGNORECASE)
ASIDE = re.compile(r"\s*\([^()\d]*\)$")
MOST_PHONES = 4


@dataclass(frozen=True, slots=True)
class IdNumber:
    """The number of an identity paper, digits only, and which kind it is."""

    kind: str
    number: str


def read_id_number(raw: Raw, kind: str | None, bearer: Bearer, *, lost_zeros: bool) -> Cell[IdNumber]:
    """A CMND or CCCD number. The number itself is never repeated in a message.

    `lost_zeros` says that other codes of the line had lost theirs; a number in a numeric cell has lost its own.
    """
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    if EXPONENT.fullmatch(text.value):
        return Cell(problem=_("Excel đã đổi số này sang dạng mũ và làm mất chữ số. Đặt cột dạng Text rồi nhập lại."))
    digits = identity.compact(text.value)
    told = kind or ("cmnd" if len(digits) <= identity.CMND_DIGITS else "cccd")
    repairs: tuple[str, ...] = () if digits == text.value else (_("viết liền số"),)
    is_one_short = told == "cmnd" and digits.isdigit() and len(digits) == identity.CMND_DIGITS - 1
    if is_one_short and (lost_zeros or isinstance(raw, (int, float))):
        digits, repairs = f"0{digits}", (*repairs, _("thêm lại số 0 ở đầu"))
    checked = identity.check_id_number(digits, told, bearer=bearer)
    if not checked.ok:
        return Cell(problem=" ".join(checked.refusals))
    return Cell(IdNumber(told, checked.value), (*repairs, *_plain(checked.repairs)), warnings=checked.warnings)


def read_passport(raw: Raw) -> Cell[str]:
    """A passport number: one letter and 7 or 8 digits."""
    text = text_of(raw)
    if text.problem or not text.value:
        return text
    checked = identity.check_passport(text.value)
    return _from_checked(
        checked, (*text.repairs, *((_("viết liền, viết hoa"),) if checked.value != text.value else ()))
    )


def read_phones(raw: Raw) -> Cell[tuple[str, ...]]:
    """The phone numbers in a cell as they are kept ("+84912345678"). Never repeated in a message.

    Those that cannot be read are warned of beside those that can.
    """
    text = text_of(raw)
    if text.problem or not text.value:
        return Cell(problem=text.problem)
    written = [part.strip() for part in BETWEEN.split(text.value) if part.strip()]
    if len(written) > MOST_PHONES:
        return Cell(problem=_("Ô có hơn 4 số điện thoại. Giữ những số đang dùng."))
    checked = [check_phone(ASIDE.sub("", part)) for part in written]
    read, refusals = [one for one in checked if one.ok], [words for one in checked for words in one.refusals]
    if not read:
        return Cell(problem=refusals[0]) if refusals else Cell()
    repairs = [repair for one in read for repair in _plain(one.repairs)]
    if any(ASIDE.search(part) for part in written):
        repairs.append(_("bỏ chữ trong ngoặc"))
    if len(written) > 1:
        repairs.append(_("tách %(count)s số trong một ô", count=len(written)))
    warnings = [warning for one in read for warning in one.warnings]
    warnings += [_("Một số trong ô chưa được ghi: %(why)s", why=words) for words in refusals]
    return Cell(tuple(dict.fromkeys(one.value for one in read)), tuple(repairs), warnings=tuple(warnings))


def _from_checked(checked: Checked, repairs: tuple[str, ...]) -> Cell[str]:
    if not checked.ok:
        return Cell(problem=" ".join(checked.refusals))
    return Cell(checked.value, (*repairs, *_plain(checked.repairs)), warnings=checked.warnings)


def _plain(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Repairs told as sentences ("Đã thêm lại số 0 bị mất ở đầu."), as parts of one sentence."""
    return tuple(sentence.removeprefix("Đã ").rstrip(".") for sentence in sentences)
