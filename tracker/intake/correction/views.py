"""Pages that correct a registered contract: the terms as they stand, the law beside, the loser of a race sees both."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.contracts.actions import AgainstTheLaw, ContractKnown
from tracker.contracts.models import Contract
from tracker.contracts.queries import contract_by_ref, running_between
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.intake.correction import actions
from tracker.intake.correction.forms import CorrectionForm, number_known
from tracker.intake.registration.forms.contract import form_choices
from tracker.intake.registration.licence_notes import licence_notes
from tracker.intake.registration.opinion import Bearer, Opinion, as_shown, beside, opinion
from tracker.people.door import look
from tracker.senders.queries import employers_like
from tracker.web.routes import OFFICERS, Blueprint

bp = Blueprint("terms", __name__, url_prefix="/contracts")


@bp.get("/<ref>/edit", allow=OFFICERS)
def edit(ref: str) -> ResponseReturnValue:
    """The contract as it stands, to correct; its form of going abroad on a page of its own."""
    contract = _contract(ref)
    if "change" in request.args:
        shown = {"contract": contract, "choices": form_choices()}
        return render_template("intake/correction/form.html", worker=look(contract.worker), **shown)
    chosen = request.args.get("form", "")
    return _page(contract, CorrectionForm.of(contract, form=chosen if chosen in form_choices() else ""))


@bp.post("/<ref>/edit", allow=OFFICERS)
def correct(ref: str) -> ResponseReturnValue:
    """Write what was corrected; when somebody was faster, show what stands now beside what was typed."""
    contract = _contract(ref)
    form = CorrectionForm(contract=contract)
    if "find" in request.form:
        return _page(contract, form)
    if not form.validate_on_submit():
        return _page(contract, form), 422
    try:
        with transaction():
            changed = actions.correct(contract, form, by=asking_user(), now=clock.now())
    except ChangedMeanwhile as error:
        form.show_stands(error.now_stands, version=error.version)
        return _page(_contract(ref), form, changed_meanwhile=True), 409
    except ContractKnown as error:
        form.blame("number", number_known(_contract(error.existing_ref)))
        return _page(_contract(ref), form), 422
    except AgainstTheLaw as error:
        return _stopped_page(_contract(ref), form, error), 422
    flash(_("Đã sửa hợp đồng.") if changed else _("Không có gì thay đổi."), "success" if changed else "message")
    return redirect(url_for("file.show", ref=contract.worker.ref, _anchor="contract"), 303)


@bp.get("/<ref>/edit/findings", allow=OFFICERS)
def findings(ref: str) -> ResponseReturnValue:
    """While typing: what the law says of what can be read so far, each finding at its field."""
    contract = _contract(ref)
    form = CorrectionForm.over(request.args.to_dict(), contract=contract)
    return render_template("intake/registration/_findings.html", f=form, **_law(contract, form))


def _contract(ref: str) -> Contract:
    return contract_by_ref(ref) or abort(404)


def _page(contract: Contract, form: CorrectionForm, **more: Any) -> str:
    country = form.host_country.data or ""
    return render_template(
        "intake/correction/edit.html",
        worker=look(contract.worker),
        contract=contract,
        f=form,
        employers=employers_like("", host_country=country) if country else [],
        licences=licence_notes(form),
        **_law(contract, form),
        **more,
    )


def _stopped_page(contract: Contract, form: CorrectionForm, error: AgainstTheLaw) -> str:
    """What the law stops stands on top, at the field too; a supervisor may give a reason for what may be lifted."""
    liftable = all(finding.severity == "override" for finding in error.findings)
    may_lift = liftable and asking_user().role == "supervisor"
    for finding in error.findings:
        form.blame(finding.field, finding.message)
    if may_lift:
        form.blame("override", _("Cần ghi lý do thì lãnh đạo mới cho sửa được."))
    stopped = [as_shown(finding) for finding in error.findings]
    return _page(contract, form, stopped=stopped, may_lift=may_lift, waits_for_supervisor=liftable and not may_lift)


def _law(contract: Contract, form: CorrectionForm) -> dict[str, Any]:
    worker = contract.worker
    bearer = Bearer(worker.birth_date, worker.passport_expires_on, contract.departed_on)
    found: Opinion = opinion(form, bearer, today=clock.today())
    return {
        "person_page": url_for("people.edit", ref=worker.ref),
        "person_words": _("Sửa thông tin người lao động"),
        "at_once": _running_at_once(contract, form),
        **beside(found, form),
    }


def _running_at_once(contract: Contract, form: CorrectionForm) -> list[Contract]:
    """Other contracts of the worker that run on the days typed."""
    first, last = form.starts_on.data, form.ends_on.data
    if not first or not last:
        return []
    running = running_between(contract.worker_id, first, last, today=clock.today())
    return [other for other in running if other.id != contract.id]
