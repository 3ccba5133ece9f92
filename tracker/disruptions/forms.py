"""What a supervisor types about an event; shape only."""

from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.disruptions import words
from tracker.disruptions.actions import Draft
from tracker.disruptions.models import Episode
from tracker.places.countries import country_choices
from tracker.senders.models import Employer
from tracker.web.forms import Form

NEEDED = InputRequired(_l("Cần điền ô này."))
DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


def _named(names: dict[str, Any]) -> dict[str, str]:
    return {code: str(name) for code, name in names.items()}


def _countries() -> dict[str, str]:
    return {"": _("Chọn nước"), **country_choices(locale=str(get_locale() or "vi"))}


class ButtonForm(Form):
    """A button: nothing to type."""


class AskingForm(Form):
    """How often the touched are asked while the event runs."""

    asks = RadioField(_l("Hỏi thăm người bị ảnh hưởng"), choices=lambda: _named(words.ASKS))


class StartForm(AskingForm):
    """Starting an event: the rhythm of asking, and whether it is only tried."""

    trial = StringField(validators=[Optional()])


class ClosingForm(Form):
    """Ending an event, or setting a proposal aside, with a word about why."""

    note = StringField(_l("Ghi chú"), [Optional(), Length(max=500)])


class EventForm(Form):
    """A bulletin: what happens, why, where, from when, who says so."""

    title = StringField(_l("Tên sự kiện"), [NEEDED, Length(max=200)])
    kind = SelectField(_l("Loại sự kiện"), choices=lambda: _named(words.KINDS))
    cause = SelectField(_l("Nguyên nhân"), choices=lambda: _named(words.CAUSES))
    host_country = SelectField(_l("Nước"), choices=_countries, validate_choice=True)
    employer = StringField(
        _l("Chỉ một người sử dụng lao động"),
        [Optional(), Length(max=200)],
        render_kw={"list": "employers", "autocomplete": "off"},
    )
    from_on = DateField(_l("Từ ngày"), [NEEDED], format=DAYS)
    to_on = DateField(_l("Đến ngày"), [Optional()], format=DAYS)
    source = StringField(_l("Nguồn tin"), [NEEDED, Length(max=300)])
    note = TextAreaField(_l("Ghi chú"), [Optional(), Length(max=2000)])

    def validate_to_on(self, field: DateField) -> None:
        """The last day is not before the first."""
        first: date | None = self.from_on.data
        if field.data and first and field.data < first:
            raise ValidationError(_("Ngày kết thúc đứng trước ngày bắt đầu %(day)s.", day=f"{first:%d/%m/%Y}"))

    def draft(self, *, employer: Employer | None, episode: Episode | None) -> Draft:
        """What was typed, as the draft of an event."""
        return Draft(
            title=self.title.data.strip(),
            kind=self.kind.data,
            cause=self.cause.data,
            host_country=self.host_country.data,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            source=self.source.data.strip(),
            note=(self.note.data or "").strip(),
            employer=employer,
            episode=episode,
        )


def filled_from(draft: Draft) -> EventForm:
    """The form with what the feed proposes already in it."""
    shown = {name: getattr(draft, name) for name in ("title", "kind", "cause", "host_country", "from_on", "to_on")}
    return EventForm(formdata=None, data={**shown, "source": draft.source, "note": draft.note})
