"""Bulk triage: filter, count, look at twenty, apply, undo."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.alerts import bulk, listing, queries
from tracker.alerts.door import bp
from tracker.alerts.forms import BulkForm, UndoForm
from tracker.alerts.models import BulkBatch
from tracker.alerts.queries.filters import Filters
from tracker.alerts.refusals import Refused
from tracker.alerts.words import BULK_ACTIONS
from tracker.auth.door import asking_user
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import transaction
from tracker.web.routes import SUPERVISORS
from tracker.web.words import so


@bp.get("/bulk", endpoint="bulk", allow=SUPERVISORS)
def rehearse() -> ResponseReturnValue:
    """How many alerts stand under the filter, and twenty of them."""
    wanted = request.args.get("action", "")
    return _page(BulkForm(formdata=None, action=wanted) if wanted in BULK_ACTIONS else BulkForm())


@bp.post("/bulk", allow=SUPERVISORS)
def bulk_apply() -> ResponseReturnValue:
    """The first sending shows count and sample; the second, which carries the count, does the work."""
    form, by, now = BulkForm(), asking_user(), clock.now()
    people = _people(form)
    if not form.validate_on_submit():
        return _page(form), 422
    to = people.get(form.to.data) if form.action.data == "assign" else None
    if form.action.data == "assign" and to is None:
        form.blame("to", _("Hãy chọn người nhận việc."))
        return _page(form), 422
    if form.agreed_to < 0:
        return _page(form, asked=True)
    try:
        with transaction():
            batch = bulk.apply(
                Filters.parse(request.args), form.action.data, by=by, now=now, agreed=form.agreed_to, to=to
            )
    except Refused as error:
        form.blame("", error.words())
        return _page(form, asked=True), 409
    flash(_("Đã làm xong với %(count)s cảnh báo. Có thể hoàn tác trong 24 giờ.", count=so(batch.count)), "success")
    return redirect(url_for(".batch", ref=batch.ref), 303)


@bp.get("/bulk/<ref>", allow=SUPERVISORS)
def batch(ref: str) -> ResponseReturnValue:
    """What a bulk action did, and whether it can be undone."""
    found = _batch(ref)
    return render_template(
        "alerts/batch.html",
        batch=found,
        may_undo=bulk.may_undo(found, clock.now()),
        undo=bulk.UNDO_WITHIN,
        f=UndoForm(),
    )


@bp.post("/bulk/<ref>/undo", allow=SUPERVISORS)
def undo(ref: str) -> ResponseReturnValue:
    """Put back what nobody has touched since."""
    form, found = UndoForm(), _batch(ref)
    if form.validate_on_submit():
        try:
            with transaction():
                put_back = bulk.undo(_batch(ref), by=asking_user(), now=clock.now())
        except Refused as error:
            flash(error.words(), "error")
        else:
            flash(_("Đã trả lại %(count)s cảnh báo như cũ.", count=so(put_back)), "success")
            if left := found.count - put_back:
                flash(_("%(count)s cảnh báo đã có người làm tiếp nên giữ nguyên.", count=so(left)), "warning")
    return redirect(url_for(".batch", ref=found.ref), 303)


def _page(form: BulkForm, *, asked: bool = False) -> str:
    filters, by, now = Filters.parse(request.args), asking_user(), clock.now()
    people = _people(form)
    to = people.get(form.to.data) if form.action.data == "assign" else None
    seen = bulk.rehearse(filters, form.action.data or "acknowledge", by=by, now=now, to=to)
    form.agreed.data = str(seen.count) if asked else ""
    return render_template(
        "alerts/bulk.html",
        f=form,
        seen=seen,
        asked=asked,
        to=to,
        most=bulk.MOST,
        recent=bulk.recent(),
        may_undo=lambda one: bulk.may_undo(one, now),
        **listing.names(request.args, short=True) | {"options": listing.options(by, filters)},
    )


def _people(form: BulkForm) -> dict[str, UserAccount]:
    by = asking_user()
    people = {user.ref: user for user in queries.supervised(by.office_path, clock.now())}
    form.to.choices = {"": _("– chọn –"), **{key: user.display_name for key, user in people.items()}}
    return people


def _batch(ref: str) -> BulkBatch:
    return bulk.batch_by_ref(ref) or abort(404)
