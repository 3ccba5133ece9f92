"""What people type about senders, licences and markets: shape only; whether spells agree is told by the actions."""

from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.core.checked import Checked
from tracker.core.text import tidy
from tracker.places.countries import country_choices
from tracker.senders import words
from tracker.senders.actions import Decision, Details, LicenceSpell
from tracker.senders.models import Licence, MarketStatus, Sender
from tracker.senders.numbers import check_enterprise_code, check_licence
from tracker.web.addresses import mail_address
from tracker.web.forms import VersionedForm
from tracker.web.words import ngay

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
NEEDED = InputRequired(_l("Cần điền ô này."))
REASON = InputRequired(_l("Cần ghi lý do; lý do nằm trong nhật ký."))
OLDEST, LATEST = date(1980, 1, 1), date(2100, 1, 1)
SHORT, LONG = Length(max=120), Length(max=300)
MARKS_OF_PHONE = set(" +()./-")


def _named(names: dict[str, Any]) -> dict[str, str]:
    return {code: str(name) for code, name in names.items()}


class SenderForm(VersionedForm):
    """A sender's details. Name and code are there only for whoever may write them."""

    name = StringField(_l("Tên bên đưa đi"), [NEEDED, Length(max=200)])
    code = StringField(_l("Mã số doanh nghiệp"), [Optional(), Length(max=20)])
    phone = StringField(_l("Điện thoại"), [Optional(), Length(max=60)])
    email = StringField(_l("Thư điện tử"), [Optional(), SHORT, mail_address])

    def __init__(self, *args: Any, whole: bool = True, kept: Sender | None = None, **more: Any) -> None:
        """`kept` is the sender as it stands; without `whole` only its phone and e-mail are asked for."""
        super().__init__(*args, obj=kept, **more)
        self.kept = kept
        if not whole:
            del self.name
            del self.code

    def validate_code(self, field: StringField) -> None:
        """The shape of an enterprise code, or what stood there. Raises ValidationError."""
        checked = self.code_checked()
        if not checked.ok:
            raise ValidationError(" ".join(checked.refusals))

    def validate_phone(self, field: StringField) -> None:
        """Digits and the marks between them, eight of them at least. Raises ValidationError."""
        typed = field.data or ""
        if sum(map(str.isdigit, typed)) < 8 or not all(each.isdigit() or each in MARKS_OF_PHONE for each in typed):
            raise ValidationError(_("Số điện thoại chỉ gồm chữ số, ít nhất 8 chữ số."))

    def code_checked(self) -> Checked:
        """The code as it is kept, with what is wrong with it; one that stood there already is left as it is."""
        typed = tidy(self.code.data or "")
        if self.kept and typed == (self.kept.code or ""):
            return Checked(typed)
        return check_enterprise_code(typed) if typed else Checked("")

    def details(self) -> Details:
        """The details as they should stand; the form must be valid."""
        reached = {"phone": tidy(self.phone.data or ""), "email": (self.email.data or "").strip()}
        if self.kept is not None and "name" not in self._fields:
            return Details(self.kept.name, self.kept.code, **reached)
        return Details(tidy(self.name.data), self.code_checked().value or None, **reached)


class SpellForm(VersionedForm):
    """Two days, the last of which may be open."""

    valid_from = DateField(_l("Từ ngày"), [NEEDED], format=DAYS)
    valid_to = DateField(_l("Đến hết ngày"), [Optional()], format=DAYS)

    def validate_valid_from(self, field: DateField) -> None:
        """A day of our times. Raises ValidationError."""
        _refuse_odd(field.data)

    def validate_valid_to(self, field: DateField) -> None:
        """Not before the first day. Raises ValidationError."""
        _refuse_odd(field.data)
        first: date | None = self.valid_from.data
        if field.data and first and field.data < first:
            raise ValidationError(_("Ngày cuối đứng trước ngày đầu %(day)s.", day=ngay(first)))


class LicenceForm(SpellForm):
    """A spell of a licence. A reason is asked for only when it corrects what stood there."""

    number = StringField(_l("Số giấy phép"), [NEEDED, Length(max=40)])
    status = SelectField(_l("Trạng thái"), choices=lambda: _named(words.LICENCE_STATES))
    document = StringField(_l("Văn bản"), [Optional(), LONG])
    reason = TextAreaField(_l("Vì sao sửa"), [REASON, LONG])

    def __init__(self, *args: Any, kept: Licence | None = None, **more: Any) -> None:
        """`kept` is the spell as it stands, when one is corrected."""
        super().__init__(*args, obj=kept, **more)
        if kept is None:
            del self.reason

    def spell(self) -> LicenceSpell:
        """The spell as typed; the form must be valid."""
        return LicenceSpell(
            number=check_licence(self.number.data).value,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            status=self.status.data,
            document=tidy(self.document.data or ""),
        )


class ChangeForm(SpellForm):
    """A licence that is lost, or in force again, from a day on and by a document."""

    status = RadioField(_l("Giấy phép"), [InputRequired(_l("Hãy chọn một mục."))])
    document = StringField(_l("Văn bản"), [NEEDED, LONG])

    def __init__(self, *args: Any, suspended: bool, **more: Any) -> None:
        """`suspended`: whether there is a suspension that may end."""
        super().__init__(*args, **more)
        self.status.choices = {
            code: str(name) for code, name in words.CHANGES.items() if suspended or code != "in_force"
        }

    def validate_status(self, field: RadioField) -> None:
        """Only a suspension has a last day. Raises ValidationError."""
        if self.valid_to.data and field.data != "suspended":
            raise ValidationError(_("Chỉ đình chỉ mới có ngày cuối. Bỏ trống ô “Đến hết ngày”."))


class MarketForm(SpellForm):
    """A decision about a country. A reason, and what ended it, are asked for only when it corrects what stood there."""

    host_country = SelectField(_l("Nước, vùng lãnh thổ"), [NEEDED], choices=lambda: _countries())
    status = RadioField(
        _l("Tình trạng"), [InputRequired(_l("Hãy chọn một mục."))], choices=lambda: _named(words.MARKET_EFFECTS)
    )
    document = StringField(_l("Số và ngày văn bản"), [NEEDED, LONG])
    issuer = StringField(_l("Cơ quan ban hành"), [NEEDED, SHORT])
    ended_by = StringField(_l("Văn bản chấm dứt"), [Optional(), LONG])
    reason = TextAreaField(_l("Vì sao sửa"), [REASON, LONG])

    def __init__(self, *args: Any, kept: MarketStatus | None = None, **more: Any) -> None:
        """`kept` is the decision as it stands, when one is corrected."""
        super().__init__(*args, obj=kept, **more)
        if kept is None:
            del self.reason
            del self.ended_by

    def decision(self) -> Decision:
        """The decision as typed; the form must be valid."""
        return Decision(
            host_country=self.host_country.data,
            status=self.status.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            document=tidy(self.document.data),
            issuer=tidy(self.issuer.data),
            ended_by=tidy(self.ended_by.data or "") if "ended_by" in self._fields else "",
        )


class EndForm(VersionedForm):
    """The last day of a decision about a country, and what ends it."""

    last_day = DateField(_l("Ngày cuối còn hiệu lực"), [NEEDED], format=DAYS)
    ending = StringField(_l("Văn bản chấm dứt"), [NEEDED, LONG])

    def __init__(self, *args: Any, begins: date, **more: Any) -> None:
        """`begins` is the first day of the decision."""
        super().__init__(*args, **more)
        self.begins = begins

    def validate_last_day(self, field: DateField) -> None:
        """Not before the first day. Raises ValidationError."""
        _refuse_odd(field.data)
        if field.data < self.begins:
            raise ValidationError(_("Ngày cuối đứng trước ngày đầu %(day)s.", day=ngay(self.begins)))


class RemovalForm(VersionedForm):
    """Taking a line out that never was."""

    why = TextAreaField(_l("Vì sao bỏ dòng này"), [REASON, LONG])

    def ask_again(self, *, version: int) -> None:
        """Say that the line is no longer the one that was read; sent once more, it is taken out as it stands now."""
        self.version.data = str(version)
        self.blame("why", _("Có người vừa sửa dòng này. Xem lại; nếu vẫn bỏ thì bấm lần nữa."))


def _refuse_odd(day: date | None) -> None:
    if day and not OLDEST <= day <= LATEST:
        raise ValidationError(_("Năm này không hợp lý. Xem lại văn bản."))


def _countries() -> dict[str, str]:
    return {"": _("Chọn nước"), **country_choices(locale=str(get_locale() or "vi"))}
