"""What people type about an alert: one small form for each step."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.alerts import words
from tracker.alerts.actions.transitions import OUTCOMES
from tracker.core import clock
from tracker.web.forms import Form
from tracker.web.words import SEVERITY_NAMES

NEEDED = InputRequired(_l("Cần điền ô này."))
SHORT, LONG = Length(max=200), Length(max=4000)
FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
MORNING = timedelta(hours=7, minutes=30)
CHOOSE = _l("– chọn –")
RIGHT = {"yes": _l("Đúng"), "no": _l("Không đúng"), "?": _l("Chưa rõ")}


class StepForm(Form):
    """A step on one alert; `version` is what the alert was when the page was read."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that the person had before them."""
        return int(self.version.data) if str(self.version.data or "").isdigit() else None


class AcknowledgeForm(StepForm):
    """A button: I take it."""


class StartForm(StepForm):
    """A button: work has begun, or goes on."""


class AreaForm(StepForm):
    """A button: to the officer of the area with the least work."""


class NoteForm(StepForm):
    """A note in the timeline."""

    note = TextAreaField(_l("Ghi chú"), [NEEDED, LONG])


class CallForm(StepForm):
    """A call that was made."""

    reached = RadioField(_l("Kết quả cuộc gọi"), [NEEDED], choices=lambda: _said(words.CALLED))
    call_note = TextAreaField(_l("Nói gì"), [Optional(), LONG])


class AssignForm(StepForm):
    """To whom it is given."""

    to = SelectField(_l("Giao cho"), [NEEDED], choices={})
    assign_note = StringField(_l("Lời nhắn"), [Optional(), SHORT])


class WaitForm(StepForm):
    """For whom to wait, and until which day."""

    whom = SelectField(_l("Chờ ai"), [NEEDED], choices=lambda: _said(words.WAITING_FOR))
    wait_until = DateField(_l("Đến ngày"), [NEEDED], format=FORMATS)
    wait_note = StringField(_l("Đã hỏi gì"), [Optional(), SHORT])


class SnoozeForm(StepForm):
    """Until which day to put it aside, and why."""

    until = DateField(_l("Hoãn đến ngày"), [NEEDED], format=FORMATS)
    reason = StringField(_l("Lý do hoãn"), [NEEDED, SHORT])


class ResolveForm(StepForm):
    """The result: which, in words, and whether the alert was right."""

    outcome = SelectField(_l("Kết quả"), [NEEDED], choices=lambda: _said({"": CHOOSE, **_outcomes()}))
    result_note = TextAreaField(_l("Đã làm gì, kết quả ra sao"), [NEEDED, LONG])
    was_right = RadioField(_l("Cảnh báo có đúng không?"), [NEEDED], choices=lambda: _said(RIGHT))

    def right(self) -> bool | None:
        """Whether the alert was right; none when nobody knows."""
        return {"yes": True, "no": False}.get(self.was_right.data)


class CloseForm(StepForm):
    """A word on closing."""

    close_note = StringField(_l("Nhận xét khi đóng"), [Optional(), SHORT])


class ReopenForm(StepForm):
    """Why it is opened again."""

    reopen_reason = StringField(_l("Lý do mở lại"), [NEEDED, SHORT])


class RegradeForm(StepForm):
    """Another severity, and why."""

    severity = SelectField(_l("Mức mới"), [NEEDED], choices=lambda: _said(SEVERITY_NAMES))
    regrade_reason = StringField(_l("Lý do đổi mức"), [Optional(), SHORT])


class EscalateForm(StepForm):
    """Why it goes up now."""

    escalate_reason = StringField(_l("Lý do báo lên"), [NEEDED, SHORT])


class DuplicateForm(StepForm):
    """The reference or number of the alert that goes on."""

    of = StringField(_l("Mã cảnh báo còn lại"), [NEEDED, Length(max=30)])


class AddForm(Form):
    """An alert opened by hand."""

    severity = SelectField(_l("Mức"), [NEEDED], choices=lambda: _said(SEVERITY_NAMES), default="3")
    title = StringField(_l("Việc gì, trong một câu ngắn"), [NEEDED, Length(max=120)])
    seen_on = DateField(_l("Biết từ ngày"), [Optional()], format=FORMATS)
    source = StringField(_l("Ai cho biết"), [NEEDED, Length(max=120)])
    what = TextAreaField(_l("Kể lại"), [NEEDED, LONG])


class BulkForm(Form):
    """What to do with all alerts under the filter."""

    action = RadioField(
        _l("Việc làm chung"), [NEEDED], choices=lambda: _said(words.BULK_ACTIONS), default="acknowledge"
    )
    to = SelectField(_l("Giao cho"), [Optional()], choices={})
    agreed = HiddenField(default="")

    @property
    def agreed_to(self) -> int:
        """How many alerts the person saw and agreed to; none before the first look."""
        return int(self.agreed.data) if str(self.agreed.data or "").isdigit() else -1


class UndoForm(Form):
    """A button: undo."""


def _outcomes() -> dict[str, Any]:
    """The results that a person may write; the others are those of the house."""
    return {name: words.OUTCOMES[name] for name in OUTCOMES}


def _said(choices: Mapping[Any, Any]) -> dict[str, str]:
    """Choices in the language of this request; WTForms takes plain text only."""
    return {str(key): str(text) for key, text in choices.items()}


def morning_of(day: date) -> datetime:
    """The instant at which the office opens on a day: when waits and snoozes end."""
    return clock.start_of(day) + MORNING


STEP_FORMS: dict[str, type[Any]] = {
    "acknowledge": AcknowledgeForm,
    "start": StartForm,
    "call": CallForm,
    "note": NoteForm,
    "assign": AssignForm,
    "area": AreaForm,
    "wait_on": WaitForm,
    "snooze": SnoozeForm,
    "resolve": ResolveForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "regrade": RegradeForm,
    "escalate": EscalateForm,
    "mark_duplicate": DuplicateForm,
}
