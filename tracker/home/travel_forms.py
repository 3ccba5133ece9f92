"""What an officer types when a worker has left or has come home, or that was wrong; days as people write them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.contracts.models import Contract
from tracker.contracts.words import END_REASONS
from tracker.web.forms import Form, VersionedForm

NEEDED = InputRequired(_l("Cần điền ô này."))
CHOOSE_REASON = InputRequired(_l("Cần chọn lý do."))
WHY = (
    DataRequired(_l("Ghi vắn tắt vì sao, để người sau hiểu.")),
    Length(max=300, message=_l("Ghi ngắn lại: dài nhất 300 chữ.")),
)
DAYS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]


class DayOfTravel(DateField):  # type: ignore[misc]
    """A day typed as dd/mm/yyyy or d/m/yyyy; shown again as it was typed."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, format=DAYS, **more)
        self.type = "DateField"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ValueError with the reason in words."""
        try:
            super().process_formdata([valuelist[0].strip()] if valuelist else [])
        except ValueError as error:
            typed = valuelist[0].strip()
            reason = _("“%(typed)s” không phải ngày. Ghi theo dạng ngày/tháng/năm, ví dụ 05/08/2020.", typed=typed)
            raise ValueError(reason if typed else "") from error


def _reasons() -> dict[str, str]:
    return {"": _("Chọn lý do"), **{code: str(name) for code, name in END_REASONS.items()}}


class DepartureForm(Form):
    """The day of departure."""

    departed_on = DayOfTravel(_l("Ngày xuất cảnh"), [NEEDED])
    flight = StringField(_l("Chuyến bay, cửa khẩu"), [Optional(), Length(max=120)])


class ReturnForm(Form):
    """The day of return and why."""

    returned_on = DayOfTravel(_l("Ngày về nước"), [NEEDED])
    reason = SelectField(_l("Lý do về"), [CHOOSE_REASON], choices=_reasons)
    note = TextAreaField(_l("Ghi chú"), [Optional(), Length(max=1000)])


class DepartureDayForm(VersionedForm):
    """Another day for a departure that is recorded, and why."""

    departed_on = DayOfTravel(_l("Ngày xuất cảnh"), [NEEDED])
    proof = StringField(_l("Vì sao sửa"), WHY)

    @classmethod
    def of(cls, contract: Contract) -> "DepartureDayForm":
        """The form as the record stands."""
        form = cls(formdata=None)
        form.version.data, form.departed_on.data = contract.version, contract.departed_on
        return form


class ReturnDayForm(VersionedForm):
    """Another day or reason for a return that is recorded, and why."""

    returned_on = DayOfTravel(_l("Ngày về nước"), [NEEDED])
    reason = SelectField(_l("Lý do về"), [CHOOSE_REASON], choices=_reasons)
    proof = StringField(_l("Vì sao sửa"), WHY)

    @classmethod
    def of(cls, contract: Contract) -> "ReturnDayForm":
        """The form as the record stands."""
        form = cls(formdata=None)
        form.version.data = contract.version
        form.returned_on.data, form.reason.data = contract.returned_on, contract.end_reason
        return form


class TakeBackForm(VersionedForm):
    """Why a record of a journey was wrong altogether."""

    why = StringField(_l("Vì sao bỏ"), WHY)

    @classmethod
    def of(cls, contract: Contract) -> "TakeBackForm":
        """The form as the record stands."""
        form = cls(formdata=None)
        form.version.data = contract.version
        return form
