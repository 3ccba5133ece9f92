"""Part 5: check the answers, then register all of it at once."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.contracts.actions import AgainstTheLaw, ContractKnown
from tracker.core import clock
from tracker.core.db import transaction
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import actions
from tracker.intake.registration.blueprint import bp
from tracker.intake.registration.draft import Content
from tracker.intake.registration.forms import OverrideForm
from tracker.intake.registration.opinion import as_shown
from tracker.intake.registration.pages import go_to, page, the_draft
from tracker.intake.registration.queries import running_at_once
from tracker.intake.registration.review import Review, law_obstacles, review, unfinished_parts
from tracker.people.actions import SamePersonKnown
from tracker.web.routes import OFFICERS


@bp.get("/register/<ref>/check", allow=OFFICERS)
def check(ref: str) -> ResponseReturnValue:
    """Every answer with its way back, what the law says, and what still stands in the way."""
    draft, content = the_draft(ref)
    return _check_page(draft, content, review(draft, content), OverrideForm(formdata=None))


@bp.post("/register/<ref>/check", allow=OFFICERS, endpoint="register")
def register_now(ref: str) -> ResponseReturnValue:
    """Register worker, relatives, contract and papers, or lead back to the field that stops it."""
    draft, content = the_draft(ref)
    whole, form = review(draft, content), OverrideForm()
    reason = (form.override.data or "").strip()
    if whole.obstacles or not form.validate_on_submit():
        return _check_page(draft, content, whole, form, tried=True), 422
    user, now = asking_user(), clock.now()
    try:
        with transaction():
            actions.register(draft, whole.registration(), by=user, now=now, override=reason)
    except SamePersonKnown as known:
        with transaction():
            actions.note_refusals(draft, {"person": {"id_number": _known(known.existing_ref)}}, by=user, now=now)
        return go_to("check", ref)
    except (AgainstTheLaw, ContractKnown):
        draft, content = the_draft(ref)
        return _check_page(draft, content, review(draft, content), form, tried=True), 422
    flash(_("Đã đăng ký."), "success")
    return redirect(url_for("registration.done", ref=ref), 303)


def _check_page(
    draft: RegistrationDraft, content: Content, whole: Review, form: OverrideForm, *, tried: bool = False
) -> str:
    stopped = law_obstacles(draft, whole.opinion)
    may_lift = whole.opinion.for_a_supervisor and asking_user().role == "supervisor"
    if tried and may_lift and not form.override.data:
        form.blame("override", _("Cần ghi lý do thì lãnh đạo mới cho đăng ký được."))
    return page(
        "check",
        draft,
        content,
        "check",
        f=form,
        whole=whole,
        obstacles=[*whole.obstacles, *([] if may_lift else stopped)],
        waits_for_supervisor=whole.opinion.for_a_supervisor and not may_lift,
        may_lift=may_lift,
        at_once=running_at_once(content, whole.contract),
        findings=[as_shown(one) for one in whole.opinion.found],
        unfinished=unfinished_parts(draft),
        tried=tried or "tried" in request.args,
    )


def _known(existing_ref: str | None) -> str:
    if existing_ref:
        return str(_("Số này đã có trong hồ sơ %(ref)s. Xem mục Có thể trùng.", ref=existing_ref))
    return str(_("Số này đã có ở hồ sơ của đơn vị khác. Hãy liên hệ đơn vị cấp trên để chuyển hồ sơ."))
