"""Keep a list under a name, and forget it."""

from urllib.parse import parse_qsl

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth import actions
from tracker.auth.door import asking_user
from tracker.auth.forms import EmptyForm, SavedListForm
from tracker.core import clock
from tracker.core.db import transaction
from tracker.web.routes import AUDITORS, OFFICERS, Blueprint

bp = Blueprint("lists", __name__, url_prefix="/me/lists")
READERS = OFFICERS | AUDITORS
PAGES = ("alerts.index", "workers.index")
# A search is sealed for one address; a place in the list is no filter.
LEFT_OUT = {"s", "after", "before"}


@bp.post("", allow=READERS)
def keep() -> ResponseReturnValue:
    """Keep the filters of a page under a name."""
    form, user = SavedListForm(), asking_user()
    if form.page.data not in PAGES:
        abort(400)
    filters = {name: value[:60] for name, value in parse_qsl(form.filters.data or "") if name not in LEFT_OUT}
    if not form.validate_on_submit() or not filters:
        flash(_("Chưa lưu: cần một tên, và ít nhất một bộ lọc đang dùng."), "warning")
        return redirect(url_for(form.page.data, **filters), 303)
    try:
        with transaction():
            kept = actions.keep_list(form.page.data, form.name.data, filters, by=user, now=clock.now())
            told = _("Đã lưu danh sách “%(name)s”.", name=kept.name)
    except actions.TooManyLists:
        flash(_("Đã có %(most)s danh sách. Hãy bỏ bớt một danh sách trước.", most=actions.MOST_LISTS), "warning")
    else:
        flash(told, "success")
    return redirect(url_for(form.page.data, **filters), 303)


@bp.post("/<ref>/forget", allow=READERS)
def forget(ref: str) -> ResponseReturnValue:
    """Forget one list; it can be kept again at once."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    with transaction():
        gone = actions.forget_list(ref, by=asking_user(), now=clock.now()) or abort(404)
        page, filters, name = gone.page, gone.filters, gone.name
    flash(_("Đã bỏ danh sách “%(name)s”. Bộ lọc vẫn đang mở dưới đây.", name=name), "success")
    return redirect(url_for(page, **filters), 303)
