"""Parts 3 and 4: relatives one by one, and the checklist of papers."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import actions
from tracker.intake.registration.blueprint import bp
from tracker.intake.registration.draft import Content, SavedMeanwhile, next_part
from tracker.intake.registration.forms import PaperForm, RelativeForm, paper_forms
from tracker.intake.registration.pages import go_to, page, saved_words, seen, sent, the_draft
from tracker.web.routes import OFFICERS

MOST_RELATIVES = 9


@bp.get("/register/<ref>/relatives", allow=OFFICERS)
def relatives(ref: str) -> ResponseReturnValue:
    """Those named so far, and a form for one more, or for the one of `edit`."""
    draft, content = the_draft(ref)
    at = request.args.get("edit", -1, type=int)
    if not -1 <= at < len(content.relatives):
        abort(404)
    form = RelativeForm.over(content.relatives[at]) if at >= 0 else _next_relative(content)
    if at >= 0:
        form.validate()
    return _relatives_page(draft, content, form, at)


@bp.post("/register/<ref>/relatives", allow=OFFICERS)
def save_relatives(ref: str) -> ResponseReturnValue:
    """Keep the relative being typed, take one off the list, or say that the list is complete."""
    draft, content = the_draft(ref)
    typed = sent(list(RelativeForm.blank()._fields))
    at = request.form.get("at", -1, type=int)
    listed, here = _listed(content.relatives, typed, at)
    faulty = [number for number, one in enumerate(listed) if not RelativeForm.over(one).validate()]
    complete = "finish" in request.form or "relatives" in draft.parts_done
    done = complete and not faulty
    try:
        with transaction():
            actions.save_part(draft, "relatives", listed, seen=seen(), done=done, by=asking_user(), now=clock.now())
    except SavedMeanwhile:
        flash(_("Danh sách thân nhân vừa được sửa ở trang khác. Xem bản đang lưu rồi lưu lại."), "warning")
        return _relatives_page(draft, content, RelativeForm.over(typed), -1), 409
    if here in faulty or ("finish" in request.form and faulty):
        return _go_to_relative(ref, here if here in faulty else faulty[0])
    if done and "finish" in request.form:
        flash(saved_words("relatives"), "success")
        return go_to(next_part(draft, "relatives"), ref)
    return go_to("relatives", ref, anchor="listed")


@bp.get("/register/<ref>/papers", allow=OFFICERS)
def papers(ref: str) -> ResponseReturnValue:
    """The checklist that the form of going abroad asks for."""
    draft, content = the_draft(ref)
    if not content.typed("papers"):
        return page("papers", draft, content, "papers", forms=paper_forms(_told_already(content), content.form))
    forms = paper_forms(content.typed("papers"), content.form)
    _validate(forms)
    return page("papers", draft, content, "papers", forms=forms)


@bp.post("/register/<ref>/papers", allow=OFFICERS)
def save_papers(ref: str) -> ResponseReturnValue:
    """Keep the checklist; a file may be registered with papers still missing."""
    draft, content = the_draft(ref)
    typed = sent([field.name for form in paper_forms({}, content.form) for field in form])
    forms = paper_forms(typed, content.form)
    valid = _validate(forms)
    try:
        with transaction():
            actions.save_part(draft, "papers", typed, seen=seen(), done=valid, by=asking_user(), now=clock.now())
    except SavedMeanwhile:
        flash(
            _("Danh mục giấy tờ vừa được sửa ở trang khác. Lưu lại để thay bản kia bằng bản này."),
            "warning",
        )
        return page("papers", draft, content, "papers", forms=forms), 409
    if not valid:
        return go_to("papers", ref)
    flash(saved_words("papers"), "success")
    return go_to(next_part(draft, "papers"), ref)


def _told_already(content: Content) -> dict[str, str]:
    """The orientation certificate as part 2 names it, so that it is not typed twice."""
    terms = content.typed("contract")
    if not terms.get("orientation_no"):
        return {}
    told = {"present": "y", "number": terms["orientation_no"], "issued_on": terms.get("orientation_issued_on", "")}
    return {f"orientation-{name}": value for name, value in told.items()}


def _relatives_page(draft: RegistrationDraft, content: Content, form: RelativeForm, at: int) -> str:
    listed = [RelativeForm.over(one) for one in content.relatives]
    for one in listed:
        one.validate()
    room = len(listed) < MOST_RELATIVES or at >= 0
    return page("relatives", draft, content, "relatives", f=form, listed=listed, at=at, room=room)


def _next_relative(content: Content) -> RelativeForm:
    return RelativeForm.blank(data={"contact_order": min(len(content.relatives) + 1, MOST_RELATIVES)})


def _listed(known: list[dict[str, str]], typed: dict[str, str], at: int) -> tuple[list[dict[str, str]], int]:
    """The list after this request, and the place of the relative that was being typed (-1: none)."""
    listed = list(known)
    remove = request.form.get("remove", -1, type=int)
    written = bool(typed.get("full_name", "").strip() or typed.get("phone", "").strip())
    if 0 <= at < len(listed) and written:
        listed[at] = typed
    elif written and len(listed) < MOST_RELATIVES:
        listed.append(typed)
        at = len(listed) - 1
    else:
        at = -1
    if 0 <= remove < len(listed):
        listed.pop(remove)
        at = -1 if at == remove else at - (at > remove)
    return listed, at


def _go_to_relative(ref: str, at: int) -> ResponseReturnValue:
    return redirect(url_for("registration.relatives", ref=ref, edit=at), 303)


def _validate(forms: list[PaperForm]) -> bool:
    outcomes: list[Any] = [form.validate() for form in forms]
    return all(outcomes)
