"""What is said of a pair of files: that they are of two people, or that they become one and how."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput

from tracker.web.forms import Form


class Checkboxes(SelectMultipleField):  # type: ignore[misc]
    """Any number of choices, each a box to tick."""

    option_widget = CheckboxInput()


class ApartForm(Form):
    """Two people: one click, a note if one likes."""

    note = StringField(_l("Ghi chú"), [Optional(), Length(max=300, message=_l("Ghi chú dài nhất 300 chữ."))])


class MergeForm(Form):
    """One person: which file is kept, as both were read, and which contracts both files hold."""

    keep = HiddenField()
    kept_version = HiddenField()
    other_version = HiddenField()
    one_contract = Checkboxes(_l("Những hợp đồng là một"), choices=dict)

    @property
    def seen(self) -> tuple[int, int]:
        """The versions of both files that were read; zeros where an address was made up."""
        told = (str(field.data or "") for field in (self.kept_version, self.other_version))
        kept, other = (int(text) if text.isdigit() else 0 for text in told)
        return kept, other

    def read(self, *, keep: str, kept_version: int, other_version: int, contracts: dict[str, Any]) -> None:
        """Show the files as they are now: what is sent next was decided on this."""
        self.keep.data, self.kept_version.data, self.other_version.data = keep, str(kept_version), str(other_version)
        self.one_contract.choices = contracts
