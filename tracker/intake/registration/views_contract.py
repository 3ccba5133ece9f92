"""Part 2: the contract, with the law at each field and the sets to come as a preview."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import actions
from tracker.intake.registration.blueprint import bp
from tracker.intake.registration.draft import Content, SavedMeanwhile, next_part
from tracker.intake.registration.forms import ContractForm
from tracker.intake.registration.forms.contract import form_choices
from tracker.intake.registration.licence_notes import licence_notes
from tracker.intake.registration.opinion import beside
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
from tracker.senders.queries import employers_like
from tracker.web.routes import OFFICERS


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
    return render_template("intake/registration/_findings.html", f=form, **_law(content, form, ref=ref))


@bp.get("/register/senders", allow=OFFICERS)
def senders() -> ResponseReturnValue:
    """While typing: senders by name or code, with their licence on the day of signing."""
    form = contract_form({**request.args.to_dict(), "form": "SERVICE_ENTERPRISE"})
    return render_template("intake/registration/_senders.html", f=form, licences=licence_notes(form))


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
        licences=licence_notes(form),
        **_law(content, form, ref=draft.ref),
        **more,
    )


def _law(content: Content, form: ContractForm, *, ref: str) -> dict[str, object]:
    return {
        "person_page": url_for("registration.person", ref=ref),
        "at_once": running_at_once(content, form),
        **beside(opinion_on(content, form), form),
    }


def _after(draft: RegistrationDraft, stopped: bool) -> ResponseReturnValue:
    if stopped:
        flash(_("Đã lưu. Có nội dung trái quy định, cần sửa trước khi đăng ký."), "warning")
        return go_to("contract", draft.ref)
    flash(saved_words("contract"), "success")
    return go_to(next_part(draft, "contract"), draft.ref)
