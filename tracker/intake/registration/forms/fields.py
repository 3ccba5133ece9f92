"""Fields that read what people really type: days, money with dots, exchange rates, words of a list."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from tracker.core import clock
from tracker.core.text import tidy
from tracker.intake.cells.dates import read_day
from tracker.intake.cells.numbers import read_money, read_months
from tracker.intake.columns import WORDS
from tracker.web.forms import Form

NEEDED = InputRequired(_l("Cần điền ô này."))
CHOOSE = InputRequired(_l("Cần chọn một mục."))
PLAIN_RATE = re.compile(r"\d+(?:[.,]\d{1,4})?")
BY_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?")
BY_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{1,4}|\d{1,3}(?:,\d{3}){2,}")
EITHER_WAY = re.compile(r"[1-9]\d{0,2},\d{3}")


class PartForm(Form):
    """A form over what was typed into one part; it is kept whether it is valid or not."""

    class Meta(Form.Meta):
        """The whole application checks the CSRF token; stored words carry none."""

        csrf = False

    @classmethod
    def over(cls, typed: Mapping[str, str], **more: Any) -> Self:
        """The form with these words in it, as if they had just been sent."""
        return cls(formdata=MultiDict(typed), **more)

    @classmethod
    def blank(cls, **more: Any) -> Self:
        """The form before anything was typed."""
        return cls(formdata=None, **more)


class TidyField(StringField):
    """A line of text: composed Unicode, single spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the line."""
        super().process_formdata([tidy(valuelist[0])] if valuelist else [])


class DayField(StringField):
    """A day typed as dd/mm/yyyy, d/m/yyyy or yyyy-mm-dd; shown again as it was typed."""

    data: date | None

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.type, self.format = "DateField", ["%d/%m/%Y"]

    def _value(self) -> str:
        return _as_typed(self) or (f"{self.data:%d/%m/%Y}" if self.data else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ValueError with the reason in words."""
        cell = read_day(valuelist[0] if valuelist else "", near=clock.today())
        self.data = cell.value
        if cell.problem:
            raise ValueError(cell.problem)


class MoneyField(StringField):
    """A sum typed as people write it, "95.000.000"; the field `currency_in` of the form says of which money."""

    data: Decimal | None

    def __init__(self, label: Any = None, validators: Any = None, *, currency_in: str = "", **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.currency_in = currency_in

    def _value(self) -> str:
        return _as_typed(self)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the sum; nought is a sum. Raises ValueError with the reason in words."""
        typed = valuelist[0].strip() if valuelist else ""
        if typed.strip("0.,") == "" and "0" in typed:
            self.data = Decimal(0)
            return
        cell = read_money(typed, currency=None)
        self.data = cell.value
        if cell.problem:
            raise ValueError(cell.problem)

    def pre_validate(self, form: Any) -> None:
        """A sign of another currency than the one chosen is refused. Raises ValidationError."""
        chosen = form[self.currency_in].data if self.currency_in else ""
        if self.data and chosen and read_money(_as_typed(self), currency=chosen).problem:
            raise ValidationError(_("Số tiền ghi bằng tiền khác với %(chosen)s đã chọn. Sửa cho khớp.", chosen=chosen))


class RateField(StringField):
    """An exchange rate: VND for one unit, with up to four decimals after a comma."""

    data: Decimal | None

    def _value(self) -> str:
        return _as_typed(self)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the rate. Raises ValueError with the reason in words."""
        typed = re.sub(r"\s", "", valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        if EITHER_WAY.fullmatch(typed):
            words = _(
                "“%(typed)s” có thể là %(whole)s hoặc %(parts)s. Ghi lại theo một trong hai cách đó.",
                typed=typed,
                whole=typed.replace(",", "."),
                parts=f"{typed}0" if typed[-1] != "0" else typed.rstrip("0").rstrip(","),
            )
            raise ValueError(words)
        plain = _plain_rate(typed)
        if not PLAIN_RATE.fullmatch(plain):
            raise ValueError(_("Tỷ giá ghi bằng số, ví dụ 23.200 hoặc 215,37."))
        self.data = Decimal(plain.replace(",", "."))
        if not 0 < self.data < 10**9:
            raise ValueError(_("Tỷ giá phải lớn hơn 0."))


class MonthsField(StringField):
    """A term in whole months: "36", "36 tháng", "3 năm"."""

    data: int | None

    def _value(self) -> str:
        return _as_typed(self)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the term. Raises ValueError with the reason in words."""
        cell = read_months(valuelist[0] if valuelist else "")
        self.data = cell.value
        if cell.problem:
            raise ValueError(cell.problem)


def _plain_rate(typed: str) -> str:
    """The rate without what sets its thousands apart: "23.200,5", "1,200,000.5"."""
    if BY_DOTS.fullmatch(typed):
        return typed.replace(".", "")
    return typed.replace(",", "") if BY_COMMAS.fullmatch(typed) else typed


def words_of(kind: str, *, first: Any = None) -> dict[str, str]:
    """The words of a list (ethnic groups, kinship, education) as choices, with an empty one before them if told."""
    return {**({"": str(first)} if first is not None else {}), **{word: word for word in _words(kind)}}


def named(names: Mapping[str, Any], *, first: Any = None) -> dict[str, str]:
    """Codes with their names in the language of the page as choices."""
    return {**({"": str(first)} if first is not None else {}), **{code: str(name) for code, name in names.items()}}


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(tomllib.loads((WORDS / "choices.toml").read_text(encoding="utf-8"))[kind])


def _as_typed(field: StringField) -> str:
    return str(field.raw_data[0]) if field.raw_data else ""
