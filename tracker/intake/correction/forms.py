"""The contract's form over what is stored, with the paper on which the correction rests."""

from collections.abc import Mapping
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.contracts.models import Contract
from tracker.contracts.queries import contract_numbered
from tracker.contracts.terms import TERM_NAMES, Proof, Terms
from tracker.contracts.words import PROOFS, term_value
from tracker.intake.correction.typed import as_typed
from tracker.intake.registration.forms import ContractForm
from tracker.intake.registration.forms.fields import CHOOSE, NEEDED, TidyField
from tracker.intake.registration.forms.fields import named as choices_of
from tracker.web.forms import VersionedForm

# What registration insists on and a list may have left blank: to correct something else nobody needs to know it.
NEEDED_IF_KNOWN = {
    "signed_on": "signed_on",
    "sender": "sender_id",
    "employer": "employer_id",
    "occupation": "occupation",
}
FIELDS = {"sender_id": "sender", "employer_id": "employer"}


class CorrectionForm(ContractForm, VersionedForm):
    """The terms as they should stand, and on which paper."""

    proof_kind = SelectField(
        _l("Căn cứ để sửa"), [CHOOSE], choices=lambda: choices_of(PROOFS, first=_("Chọn loại giấy tờ đã xem"))
    )
    proof = TidyField(_l("Giấy tờ nào"), [NEEDED, Length(max=200)])
    override = TextAreaField(_l("Lý do của lãnh đạo"), [Optional(), Length(max=1000)])

    def __init__(self, *args: Any, contract: Contract, **more: Any) -> None:
        """`contract` is the one that is corrected, as it stands."""
        super().__init__(*args, **more)
        self.contract = contract
        for name, term in NEEDED_IF_KNOWN.items():
            if self.has(name) and getattr(contract, term) in (None, ""):
                _need_not_be_known(self[name])

    @classmethod
    def of(cls, contract: Contract, *, form: str = "") -> Self:
        """The form as the contract stands, under another form of going abroad if told."""
        words = {**as_typed(contract), "version": str(contract.version)}
        return cls.over({**words, "form": form} if form else words, contract=contract)

    def validate_number(self, field: TidyField) -> None:
        """One that no other contract of the file bears. Raises ValidationError."""
        known = contract_numbered(self.contract.worker_id, field.data or "")
        if known is not None and known.id != self.contract.id:
            raise ValidationError(number_known(known))

    def keeps_employer(self) -> bool:
        """Whether the employer is the one that stands, at the place that stands."""
        stands = self.contract.employer.name if self.contract.employer else ""
        typed = (self.employer.data or "", self.place.data or "", self.host_country.data)
        return typed == (stands, self.contract.place, self.contract.host_country)

    def corrected(self, *, sender_id: int | None, employer_id: int | None) -> Terms:
        """The terms as they should stand; the form must be valid.

        What the form of going abroad does not ask for stays as it is, unless that form is what was wrong.
        """
        asked = {name for name in TERM_NAMES if self.has(name)} | {"sender_id", "employer_id"}
        same_form = self.known == self.contract.form
        stays = {name: getattr(self.contract, name) for name in TERM_NAMES if name not in asked} if same_form else {}
        parties = {"sender_id": sender_id, "employer_id": employer_id}
        if same_form and not self.has("sender"):
            parties["sender_id"] = self.contract.sender_id
        return Terms(**{"term_months": 0, **stays, **self.told(), **parties})

    def on_paper(self) -> Proof:
        """On which paper the correction rests; the form must be valid."""
        return Proof(self.proof_kind.data, self.proof.data)

    def reason(self) -> str:
        """Why a supervisor lets a correction go on that the law stops."""
        return (self.override.data or "").strip()

    def show_stands(self, stands: Mapping[str, Any], *, version: int) -> None:
        """Beside what was typed, what somebody else has written meanwhile: {term: value}."""
        parties = {"sender_id": self.contract.sender, "employer_id": self.contract.employer}
        named = {name: party.name if party else "" for name, party in parties.items()}
        words = {FIELDS.get(name, name): term_value(name, named.get(name, each)) for name, each in stands.items()}
        self.show_both(words, version=version)


def _need_not_be_known(field: Field) -> None:
    field.validators = [Optional(), *(each for each in field.validators if not isinstance(each, InputRequired))]
    field.flags.required, field.flags.optional = None, True


def number_known(known: Contract) -> str:
    """That another contract of the file bears the number."""
    return str(
        _(
            "Hồ sơ đã có hợp đồng khác số %(number)s, từ %(first)s đến %(last)s. Xem lại số.",
            number=known.number,
            first=f"{known.starts_on:%d/%m/%Y}",
            last=f"{known.ends_on:%d/%m/%Y}",
        )
    )
