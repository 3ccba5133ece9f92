"""Reads where a worker lives: codes that lost their zeros, or names alone, on the map that fits the list."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _

from tracker.core.text import fold
from tracker.intake.cells.cell import Cell, Raw, text_of
from tracker.places.search import communes_named
from tracker.places.units import Unit, lineage

DIGITS = {"ma_tinh": 2, "ma_huyen": 3, "ma_xa": 5}

# Lists are written on the map of their day and sent long after: the last day of each map, the newest first.
LAST_DAYS = (
    date(2025, 6, 30),
    date(2024, 12, 31),
    date(2021, 2, 28),
    date(2020, 12, 31),
    date(2020, 5, 31),
    date(2020, 2, 29),
)


@dataclass(frozen=True, slots=True)
class Home:
    """A commune, and the codes from the province down on the map of a day on which the list may have been written."""

    commune: str
    on: date
    codes: tuple[str, ...]

    @property
    def office_path(self) -> str:
        """The path of the commune's office, whether or not it exists: "vn.11.096.03158"."""
        return ".".join(("vn", *self.codes))


@dataclass(frozen=True, slots=True)
class Written:
    """What a list says of a home: codes with their zeros back, and names."""

    province: str = ""
    district: str = ""
    commune: str = ""
    district_name: str = ""
    commune_name: str = ""


@lru_cache(maxsize=8192, typed=True)
def read_code(raw: Raw, key: str) -> Cell[str]:
    """The code of a unit with as many digits as its level has; lost leading zeros are put back."""
    text = text_of(raw)
    if text.problem or not text.value:
        return text
    digits = text.value.replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits.lstrip("0")) > DIGITS[key]:
        return Cell(
            problem=_(
                "“%(found)s” không phải mã đơn vị hành chính %(count)s chữ số. Tra lại mã.",
                found=text.value,
                count=DIGITS[key],
            )
        )
    code = digits.lstrip("0").zfill(DIGITS[key])
    if code == text.value:
        return text
    return Cell(code, (*text.repairs, _("thêm lại số 0 ở đầu") if len(code) > len(digits) else _("bỏ số 0 thừa")))


@lru_cache(maxsize=8192)
def find_home(written: Written, today: date) -> Cell[Home]:
    """The one commune that was meant, with a repair when it was found by name; else the problem in words."""
    if not written.commune:
        return _by_name(written, today)
    elsewhere: tuple[Unit, ...] = ()
    for day in (today, *LAST_DAYS):
        line = lineage(written.commune, day)
        if line and line[0].level == "commune" and _fits(line, written):
            return _contradicted(line, written, day) or Cell(_home(line, day))
        elsewhere = elsewhere or line
    if not elsewhere or elsewhere[0].level != "commune":
        return Cell(problem=_("Không có xã nào mang mã %(code)s. Tra lại mã xã.", code=written.commune))
    return Cell(
        problem=_(
            "Mã xã %(code)s là %(found)s, không thuộc mã huyện %(district)s, mã tỉnh %(province)s đã ghi. "
            "Sửa mã xã hoặc mã huyện, mã tỉnh cho khớp.",
            code=written.commune,
            found=", ".join(unit.name for unit in elsewhere),
            district=written.district or "–",
            province=written.province or "–",
        )
    )


def _by_name(written: Written, today: date) -> Cell[Home]:
    if not written.commune_name:
        return Cell(problem=_("Thiếu nơi thường trú. Ghi mã xã (5 chữ số) hoặc tên xã và tên huyện."))
    for day in (today, *LAST_DAYS):
        named = communes_named(written.commune_name, on=day, district=written.district_name)
        lines = [line for line in (lineage(unit.code, day) for unit in named) if _fits(line, written)]
        if len(lines) == 1:
            return Cell(_home(lines[0], day), (_("tìm mã xã theo tên: %(code)s", code=lines[0][0].code),))
        if lines:
            return Cell(
                problem=_(
                    "Có %(count)s xã tên “%(name)s”. Ghi thêm tên huyện hoặc mã xã.",
                    count=len(lines),
                    name=written.commune_name,
                )
            )
    return Cell(
        problem=_(
            "Không tìm thấy xã “%(name)s” trong huyện, tỉnh đã ghi. Ghi mã xã (5 chữ số).", name=written.commune_name
        )
    )


def _fits(line: tuple[Unit, ...], written: Written) -> bool:
    above = {unit.level: unit.code for unit in line}
    return (not written.district or above.get("district") == written.district) and (
        not written.province or above["province"] == written.province
    )


def _contradicted(line: tuple[Unit, ...], written: Written, day: date) -> Cell[Home] | None:
    """The refusal when the name written beside the code is the name of another commune of the same district."""
    commune = line[0]
    if not written.commune_name or fold(commune.short) in fold(written.commune_name):
        return None
    others = [one for one in communes_named(written.commune_name, on=day) if one.parent == commune.parent]
    if not others or commune.code in [one.code for one in others]:
        return None
    return Cell(
        problem=_(
            "Mã xã %(code)s là %(found)s nhưng tên ghi “%(name)s” (mã %(other)s). Xem lại mã hay tên đúng.",
            code=commune.code,
            found=commune.name,
            name=written.commune_name,
            other=others[0].code,
        )
    )


def _home(line: tuple[Unit, ...], day: date) -> Home:
    return Home(line[0].code, day, tuple(unit.code for unit in reversed(line)))
