"""Part 4: the papers of the file, as the form of going abroad asks for them (69/2020 Điều 45, 53)."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length, Optional, ValidationError

from tracker.contracts.terms import Paper
from tracker.contracts.words import document
from tracker.intake.registration.forms.fields import DayField, PartForm, TidyField
from tracker.law.forms import SendingForm

WITH_SENDER = ("application", "cv", "health", "orientation", "diploma", "passport", "labour_contract")
BY_FORM = {
    SendingForm.DIRECT: (
        "registration",
        "labour_contract",
        "contract_translation",
        "employer_papers",
        "passport",
        "cv",
        "health",
        "diploma",
    ),
    SendingForm.POST_EXIT: ("labour_contract", "passport"),
}


class PaperForm(PartForm):
    """One line of the checklist."""

    present = BooleanField(_l("Đã có"))
    number = TidyField(_l("Số"), [Optional(), Length(max=60)])
    issued_on = DayField(_l("Ngày cấp"), [Optional()])
    expires_on = DayField(_l("Ngày hết hạn"), [Optional()])
    issuer = TidyField(_l("Nơi cấp"), [Optional(), Length(max=120)])

    kind = ""

    def validate_expires_on(self, field: DayField) -> None:
        """A paper runs out after it was issued. Raises ValidationError."""
        if field.data and self.issued_on.data and field.data <= self.issued_on.data:
            raise ValidationError(_("Ngày hết hạn cần sau ngày cấp."))

    @property
    def title(self) -> str:
        """What the paper is called."""
        return document(self.kind)

    def is_empty(self) -> bool:
        """Whether nothing was ticked or written."""
        return not any(field.data for field in self if field.short_name != "form_token")

    def paper(self) -> Paper:
        """The paper; the form must be valid."""
        return Paper(
            kind=self.kind,
            present=bool(self.present.data),
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            expires_on=self.expires_on.data,
            issuer=self.issuer.data or "",
        )


def kinds_of(form: str) -> tuple[str, ...]:
    """The papers a form of going abroad asks for."""
    return BY_FORM.get(SendingForm(form), WITH_SENDER) if form else WITH_SENDER


def paper_forms(typed: Mapping[str, str], form: str) -> list[PaperForm]:
    """One small form per paper, over what was typed."""
    return [_paper_form(typed, kind) for kind in kinds_of(form)]


def _paper_form(typed: Mapping[str, str], kind: str) -> PaperForm:
    found = PaperForm.over(typed, prefix=kind)
    found.kind = kind
    return found
