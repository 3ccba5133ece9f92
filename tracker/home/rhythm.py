"""How often a worker is asked, set by an officer in the file: every seven days, or as the contract has it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.checkins.actions import RhythmChangedMeanwhile, by_hand, change_rhythm, hold_turn
from tracker.checkins.models import Plan
from tracker.checkins.queries import Turn, turn_of
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home.file_forms import RhythmForm
from tracker.people import queries as people
from tracker.people.door import look
from tracker.people.models import Worker
from tracker.web.routes import OFFICERS, Blueprint
from tracker.web.words import luc

bp = Blueprint("rhythm", __name__)


@bp.post("/workers/<ref>/rhythm", allow=OFFICERS)
def change(ref: str) -> ResponseReturnValue:
    """Change the rhythm; whoever read an older one sees what stands and may send again."""
    worker, form = people.worker_by_ref(ref) or abort(404), RhythmForm()
    if not form.validate_on_submit():
        return _page(worker, form), 422
    try:
        with transaction():
            said = _change(worker, form)
    except RhythmChangedMeanwhile as error:
        form.show_other(error.stands)
        return _page(worker, form), 409
    flash(said)
    return redirect(url_for("file.show", ref=ref), 303)


def rhythm_form(plan: Plan | None) -> RhythmForm | None:
    """The form as it stands in the file; none when nobody is asked."""
    if plan is None or plan.state != "active":
        return None
    form = RhythmForm(formdata=None)
    form.was.data = form.rhythm.data = by_hand(plan)
    return form


def _change(worker: Worker, form: RhythmForm) -> str:
    """Do it; what to tell the officer."""
    plan = hold_turn(worker.id).plan
    if plan is None or plan.state != "active":
        return str(_("Kế hoạch hỏi thăm đã đóng, không có nhịp để đổi."))
    if not change_rhythm(plan, form.rhythm.data, by=asking_user(), now=clock.now(), seen=form.was.data):
        return str(_("Không có gì thay đổi."))
    return _what_comes_next(turn_of(worker.id), form.rhythm.data)


def _what_comes_next(turn: Turn, rhythm: str) -> str:
    said = _("Từ nay hỏi 7 ngày một lần.") if rhythm == "high" else _("Nhịp hỏi trở lại theo hợp đồng.")
    if turn.plan is not None and turn.plan.paced_by is not None:
        following = _("Đang có sự kiện: nhịp mới dùng khi sự kiện kết thúc.")
    else:
        following = next_question(turn)
    return f"{said} {following}"


def next_question(turn: Turn) -> str:
    """When somebody with a plan is asked next, in words."""
    if turn.opens_at is None or turn.opens_at <= clock.now():
        return str(_("Sẽ hỏi trong ít phút tới."))
    return str(_("Lần hỏi tới: %(at)s (giờ Việt Nam)", at=luc(turn.opens_at)))


def _page(worker: Worker, form: RhythmForm) -> str:
    return render_template("home/file/rhythm.html", worker=look(worker), f=form)
