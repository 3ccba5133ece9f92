"""Part 3: one relative, and what the worker agreed that this relative may see."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from tracker.core import clock
from tracker.intake.registration.forms.fields import CHOOSE, NEEDED, DayField, PartForm, TidyField, named, words_of
from tracker.people.person import NewContact, NewRelative
from tracker.people.phones import check_phone

MAY_SEE = {
    "nothing": _l("Không được xem gì"),
    "state": _l("Tình trạng"),
    "last_contact": _l("Tình trạng và ngày liên lạc gần nhất"),
    "case_progress": _l("Tình trạng, ngày liên lạc và việc đang giải quyết"),
}
HOW = {"giấy": _l("bằng giấy có chữ ký"), "điện thoại": _l("qua điện thoại"), "trực tiếp": _l("nói trực tiếp")}


class RelativeForm(PartForm):
    """A relative whom the office may ask, or who may look."""

    full_name = TidyField(_l("Họ và tên thân nhân"), [NEEDED, Length(max=80)])
    kinship = SelectField(_l("Quan hệ"), [CHOOSE], choices=lambda: words_of("kinship", first=_("Chọn quan hệ")))
    phone = StringField(_l("Điện thoại thân nhân"), [Optional(), Length(max=30)])
    contact_order = SelectField(
        _l("Thứ tự hỏi"), [NumberRange(1, 9)], coerce=int, choices={order: str(order) for order in range(1, 10)}
    )
    may_see = RadioField(_l("Người lao động đồng ý cho xem"), choices=lambda: named(MAY_SEE), default="nothing")
    consent_on = DayField(_l("Ngày đồng ý"), [Optional()])
    consent_how = SelectField(_l("Đồng ý bằng cách nào"), choices=lambda: named(HOW, first=_("Chọn cách")), default="")

    def validate_phone(self, field: StringField) -> None:
        """A number that can be called. Raises ValidationError."""
        checked = check_phone(field.data)
        if not checked.ok:
            raise ValidationError(" ".join(checked.refusals))

    def validate_consent_on(self, field: DayField) -> None:
        """The day stands in the past. Raises ValidationError."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Ngày đồng ý không thể ở tương lai."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever may see something has the worker's consent with its day and manner."""
        valid = bool(super().validate(extra_validators))
        if self.may_see.data == "nothing":
            return valid
        missing = [field for field in (self.consent_on, self.consent_how) if not field.data and not field.errors]
        for field in missing:
            self.blame(field.name, _("Cần ghi để cho thân nhân xem: sự đồng ý của người lao động, ngày và cách."))
        return valid and not missing

    def relative(self) -> NewRelative:
        """The relative; the form must be valid."""
        return NewRelative(
            full_name=self.full_name.data,
            kinship=self.kinship.data,
            contacts=(NewContact(check_phone(self.phone.data).value),) if self.phone.data else (),
            contact_order=self.contact_order.data,
            may_see=self.may_see.data,
            consent_on=self.consent_on.data,
            consent_how=self.consent_how.data or "",
        )
