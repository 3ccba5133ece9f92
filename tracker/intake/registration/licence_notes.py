"""The licence of each sender that is offered, on the day of signing."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.intake.registration.forms import ContractForm
from tracker.intake.registration.forms.contract import NEW
from tracker.senders.queries import licence_on, sender_by_ref
from tracker.web.words import ngay

LICENCE_STATES = {
    "suspended": _l("đang bị đình chỉ"),
    "withdrawn": _l("đã bị thu hồi"),
    "returned": _l("đã nộp lại"),
}


@dataclass(frozen=True)
class LicenceNote:
    """What stands under a sender that is offered; `missing` when the register holds no licence on that day."""

    text: str
    missing: bool = False


def licence_notes(form: ContractForm) -> dict[str, LicenceNote]:
    """What stands under each sender that the form offers: {reference: note}; none where the form knows no sender."""
    if not form.has("sender"):
        return {}
    return {ref: _note(ref, form.signed_on.data) for ref in form.sender.choices if ref != NEW}


def _note(ref: str, signed: date | None) -> LicenceNote:
    sender = sender_by_ref(ref)
    if sender is None or signed is None:
        return LicenceNote(_("Ghi ngày ký để xem giấy phép vào ngày đó."))
    licence = licence_on(sender.id, signed)
    if licence is None:
        return LicenceNote(_("Không có giấy phép vào ngày ký %(day)s.", day=ngay(signed)), missing=True)
    state = LICENCE_STATES.get(licence.status, _("còn hiệu lực"))
    return LicenceNote(
        _("Giấy phép %(number)s %(state)s vào ngày ký %(day)s.", number=licence.number, state=state, day=ngay(signed))
    )
