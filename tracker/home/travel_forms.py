"""What an officer types when a worker has left or has come home; days as people write them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.contracts.words import END_REASONS
from tracker.web.forms import Form

NEEDED = InputRequired(_l("Cần điền ô này."))
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


class DepartureForm(Form):
    """The day of departure."""

    departed_on = DayOfTravel(_l("Ngày xuất cảnh"), [NEEDED])
    flight = StringField(_l("Chuyến bay, cửa khẩu"), [Optional(), Length(max=120)])


class ReturnForm(Form):
    """The day of return and why."""

    returned_on = DayOfTravel(_l("Ngày về nước"), [NEEDED])
    reason = SelectField(
        _l("Lý do về"),
        [InputRequired(_l("Cần chọn lý do."))],
        choices=lambda: {"": _("Chọn lý do"), **{code: str(name) for code, name in END_REASONS.items()}},
    )
    note = TextAreaField(_l("Ghi chú"), [Optional(), Length(max=1000)])
