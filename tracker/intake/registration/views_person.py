"""Part 1: the worker, with communes as one types and people who may be the same person."""

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.audit import actions as audit
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import actions
from tracker.intake.registration.blueprint import bp
from tracker.intake.registration.draft import Content, SavedMeanwhile, next_part
from tracker.intake.registration.forms import PersonForm
from tracker.intake.registration.opinion import ABOUT_THE_WORKER
from tracker.intake.registration.pages import (
    conflict,
    contract_form,
    go_to,
    is_quiet,
    opinion_on,
    page,
    person_form,
    province,
    saved_words,
    seen,
    sent,
    the_draft,
)
from tracker.intake.registration.queries import who_may_be
from tracker.people import words
from tracker.people.queries import Candidate, worker_by_ref
from tracker.web.forms import spare_form_token
from tracker.web.routes import OFFICERS


@bp.get("/register/<ref>/person", allow=OFFICERS)
def person(ref: str) -> ResponseReturnValue:
    """The form, with what was typed and what is wrong with it; a worker known already is shown, not asked."""
    draft, content = the_draft(ref)
    if content.worker:
        return page("person_known", draft, content, "person", worker=worker_by_ref(content.worker) or abort(404))
    form = person_form(content)
    if content.typed("person") and not is_quiet():
        form.validate()
        for name, message in content.refused_at("person").items():
            form.blame(name, message)
    return _person_page(draft, content, form)


@bp.post("/register/<ref>/person", allow=OFFICERS)
def save_person(ref: str) -> ResponseReturnValue:
    """Keep what was typed, valid or not; then on, or back to what is to be set right."""
    draft, content = the_draft(ref)
    if same := request.form.get("same"):
        return _go_on_with(draft, same)
    typed = sent(list(PersonForm.blank()._fields))
    form = person_form(content.with_part("person", typed))
    valid = form.validate()
    if form.commune_code.data:
        typed["commune_code"] = form.commune_code.data
    if valid:
        typed |= form.as_kept()
    try:
        with transaction():
            user, now = asking_user(), clock.now()
            actions.save_part(draft, "person", typed, seen=seen(), done=valid, by=user, now=now)
            if not_same := request.form.get("not_same"):
                actions.set_apart(draft, not_same, by=user, now=now)
    except SavedMeanwhile as meanwhile:
        fresh = PersonForm.over(typed, province=province())
        return _person_page(draft, content, fresh, conflict=conflict(meanwhile.stands, fresh)), 409
    if "find" in request.form:
        return go_to("person", ref, anchor="commune_code", quiet=True)
    if not valid:
        return go_to("person", ref)
    return _after(draft, form)


@bp.post("/register/<ref>/person/look", allow=OFFICERS)
def look(ref: str) -> ResponseReturnValue:
    """While typing: who may be the same person, and what the law says of the person so far."""
    draft, content = the_draft(ref)
    spare_form_token()
    with transaction():
        audit.record("draft.look", ("draft", draft.ref), by=asking_user(), now=clock.now())
    form = person_form(content.with_part("person", sent(list(PersonForm.blank()._fields))))
    return render_template("intake/registration/_beside_person.html", **_beside(draft, content, form))


@bp.get("/register/communes", allow=OFFICERS)
def communes() -> ResponseReturnValue:
    """While typing: the communes meant by the words so far."""
    form = PersonForm.over({"commune": request.args.get("commune", "")[:80]}, province=province())
    return render_template("intake/registration/_communes.html", f=form)


def _person_page(draft: RegistrationDraft, content: Content, form: PersonForm, **more: object) -> str:
    return page("person", draft, content, "person", f=form, **_beside(draft, content, form), **more)


def _beside(draft: RegistrationDraft, content: Content, form: PersonForm) -> dict[str, object]:
    found = opinion_on(content, contract_form(content.typed("contract")), form)
    return {
        "ref": draft.ref,
        "candidates": [_shown(one) for one in who_may_be(content, form)],
        "law": {name: shown for name, shown in found.by_field.items() if name in ABOUT_THE_WORKER},
    }


def _shown(one: Candidate) -> dict[str, object]:
    return {
        "ref": one.ref,
        "name": one.full_name,
        "birth_date": one.birth_date,
        "place": ", ".join(one.home[:2]),
        "reasons": words.reasons(one.reasons),
        "certain": "id_number" in one.reasons,
    }


def _go_on_with(draft: RegistrationDraft, worker_ref: str) -> ResponseReturnValue:
    worker = worker_by_ref(worker_ref) or abort(404)
    with transaction():
        actions.go_on_with(draft, worker, by=asking_user(), now=clock.now())
    flash(_("Đã chuyển thành hợp đồng mới của %(name)s.", name=worker.full_name))
    return go_to("contract", draft.ref)


def _after(draft: RegistrationDraft, form: PersonForm) -> ResponseReturnValue:
    _draft, content = the_draft(draft.ref)
    if who_may_be(content, form):
        flash(_("Đã lưu. Có người giống người này; hãy trả lời ở mục Có thể trùng rồi lưu lại."), "warning")
        return go_to("person", draft.ref, anchor="candidates")
    flash(saved_words("person"), "success")
    return go_to(next_part(draft, "person"), draft.ref)
