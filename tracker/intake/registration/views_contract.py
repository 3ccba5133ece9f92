"""Part 2: the contract, with the law at each field and the sets to come as a preview."""

from dataclasses import dataclass
from datetime import date

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import actions
from tracker.intake.registration.blueprint import bp
from tracker.intake.registration.draft import Content, SavedMeanwhile, next_part
from tracker.intake.registration.forms import ContractForm
from tracker.intake.registration.forms.contract import NEW, form_choices
from tracker.intake.registration.opinion import ABOUT_THE_WORKER
from tracker.intake.registration.pages import (
    conflict,
    contract_form,
    go_to,
    is_quiet,
    opinion_on,
    page,
    saved_words,
    seen,
    sent,
    the_draft,
)
from tracker.intake.registration.queries import running_at_once
from tracker.senders.queries import employers_like, licence_on, sender_by_ref
from tracker.web.routes import OFFICERS
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


@bp.get("/register/<ref>/contract", allow=OFFICERS)
def contract(ref: str) -> ResponseReturnValue:
    """The form of going abroad first; then the fields that it knows."""
    draft, content = the_draft(ref)
    form = contract_form(content.typed("contract"), worker=content.worker)
    if not form.known or "change" in request.args:
        return page("contract_form", draft, content, "contract", choices=form_choices(), chosen=form.known)
    if len(content.typed("contract")) > 1 and not is_quiet():
        form.validate()
    return _contract_page(draft, content, form)


@bp.post("/register/<ref>/contract", allow=OFFICERS)
def save_contract(ref: str) -> ResponseReturnValue:
    """Keep what was typed, valid or not."""
    draft, content = the_draft(ref)
    if "choose" in request.form:
        return _choose_form(draft, content, request.form.get("form", ""))
    typed = sent(list(ContractForm.blank()._fields))
    form = contract_form(typed, worker=content.worker)
    valid = form.validate()
    try:
        with transaction():
            actions.save_part(draft, "contract", typed, seen=seen(), done=valid, by=asking_user(), now=clock.now())
    except SavedMeanwhile as meanwhile:
        fresh = contract_form(typed)
        return _contract_page(draft, content, fresh, conflict=conflict(meanwhile.stands, fresh)), 409
    if "find" in request.form:
        return go_to("contract", ref, anchor="sender", quiet=True)
    if not valid:
        return go_to("contract", ref)
    return _after(draft, opinion_on(content, form).stopping != [])


@bp.get("/register/<ref>/contract/findings", allow=OFFICERS)
def findings(ref: str) -> ResponseReturnValue:
    """While typing: what the law says of what can be read so far, each finding at its field."""
    _draft, content = the_draft(ref)
    form = contract_form({**content.typed("contract"), **request.args.to_dict()})
    return render_template("intake/registration/_findings.html", f=form, **_law(content, form))


@bp.get("/register/senders", allow=OFFICERS)
def senders() -> ResponseReturnValue:
    """While typing: senders by name or code, with their licence on the day of signing."""
    form = contract_form({**request.args.to_dict(), "form": "SERVICE_ENTERPRISE"})
    return render_template("intake/registration/_senders.html", f=form, licences=_licence_notes(form))


@bp.get("/register/employers", allow=OFFICERS)
def employers() -> ResponseReturnValue:
    """While typing: employers known in the country."""
    text, country = request.args.get("employer", "")[:80], request.args.get("host_country", "")[:3]
    return render_template("intake/registration/_employers.html", employers=employers_like(text, host_country=country))


def _choose_form(draft: RegistrationDraft, content: Content, chosen: str) -> ResponseReturnValue:
    if chosen not in form_choices():
        flash(_("Cần chọn một hình thức."), "error")
        return go_to("contract", draft.ref)
    typed = {**content.typed("contract"), "form": chosen}
    with transaction():
        actions.save_part(
            draft,
            "contract",
            typed,
            seen=content.saves.get("contract", 0),
            done=False,
            by=asking_user(),
            now=clock.now(),
        )
    return go_to("contract", draft.ref, quiet=True)


def _contract_page(draft: RegistrationDraft, content: Content, form: ContractForm, **more: object) -> str:
    country = form.host_country.data or ""
    return page(
        "contract",
        draft,
        content,
        "contract",
        f=form,
        employers=employers_like("", host_country=country) if country else [],
        licences=_licence_notes(form),
        **_law(content, form),
        **more,
    )


def _law(content: Content, form: ContractForm) -> dict[str, object]:
    found = opinion_on(content, form)
    by_field = found.by_field
    elsewhere = [one for name, shown in by_field.items() if not form.has(name) for one in shown]
    return {
        "ref": request.view_args.get("ref", "") if request.view_args else "",
        "law": by_field,
        "ruleset": found.ruleset,
        "previews": found.previews,
        "at_once": running_at_once(content, form),
        "about_worker": [one for one in elsewhere if one["field"] in ABOUT_THE_WORKER],
        "elsewhere": [one for one in elsewhere if one["field"] not in ABOUT_THE_WORKER],
    }


def _licence_notes(form: ContractForm) -> dict[str, LicenceNote]:
    """The licence of each sender offered on the day of signing."""
    if not form.has("sender"):
        return {}
    return {ref: _licence_note(ref, form.signed_on.data) for ref in form.sender.choices if ref != NEW}


def _licence_note(ref: str, signed: date | None) -> LicenceNote:
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


def _after(draft: RegistrationDraft, stopped: bool) -> ResponseReturnValue:
    if stopped:
        flash(_("Đã lưu. Có nội dung trái quy định, cần sửa trước khi đăng ký."), "warning")
        return go_to("contract", draft.ref)
    flash(saved_words("contract"), "success")
    return go_to(next_part(draft, "contract"), draft.ref)
