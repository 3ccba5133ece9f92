"""The room Cảnh báo: the queue, the page of one alert, and the steps that people take."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.alerts import actions, listing, queries, views_bulk
from tracker.alerts.door import READERS, bp
from tracker.alerts.explain import fact, why
from tracker.alerts.forms import STEP_FORMS, AddForm, morning_of
from tracker.alerts.models import Alert
from tracker.alerts.pages import alert_of, may_own, page, take
from tracker.alerts.refusals import NoSuchAlert
from tracker.audit import actions as audit
from tracker.auth.door import asking_user
from tracker.core import clock, crypto
from tracker.core.db import transaction
from tracker.people.models import Worker
from tracker.people.queries import worker_by_ref
from tracker.web.routes import OFFICERS

__all__ = ["bp", "views_bulk"]


@bp.get("", allow=READERS)
def index() -> ResponseReturnValue:
    """The queue."""
    return render_template("alerts/index.html", **listing.names(request.args))


@bp.get("/<ref>", allow=READERS)
def show(ref: str) -> ResponseReturnValue:
    """One alert beside the queue; `ask` opens the step of asking the relatives or the sender.

    Looking at one about a worker is a look at the file, and written down.
    """
    with transaction():
        alert = alert_of(ref)
        if alert.worker is not None:
            about = ("worker", alert.worker.ref)
            audit.record("alert.read", about, by=asking_user(), now=clock.now(), alert=alert.number)
    return page(ref, asked=request.args.get("ask", ""))


@bp.post("/<ref>/acknowledge", allow=OFFICERS)
def acknowledge(ref: str) -> ResponseReturnValue:
    """I take it."""
    form, by, now = STEP_FORMS["acknowledge"](), asking_user(), clock.now()
    return take(
        ref, form, lambda alert: actions.acknowledge(alert, by=by, now=now, seen=form.seen), _("Bạn đã nhận việc này.")
    )


@bp.post("/<ref>/start", allow=OFFICERS)
def start(ref: str) -> ResponseReturnValue:
    """Work has begun."""
    form, by, now = STEP_FORMS["start"](), asking_user(), clock.now()
    return take(ref, form, lambda alert: actions.start(alert, by=by, now=now, seen=form.seen), _("Đã ghi: đang làm."))


@bp.post("/<ref>/note", allow=OFFICERS)
def note(ref: str) -> ResponseReturnValue:
    """A note."""
    form, by, now = STEP_FORMS["note"](), asking_user(), clock.now()
    return take(ref, form, lambda alert: actions.note(alert, form.note.data, by=by, now=now), _("Đã lưu ghi chú."))


@bp.post("/<ref>/assign", allow=OFFICERS)
def assign(ref: str) -> ResponseReturnValue:
    """To a colleague."""
    form, by, now = STEP_FORMS["assign"](), asking_user(), clock.now()
    people = {user.ref: user for user in may_own(alert_of(ref))}
    form.to.choices = {key: user.display_name for key, user in people.items()}

    def step(alert: Alert) -> None:
        actions.assign(alert, people[form.to.data], by=by, now=now, words=form.assign_note.data or "", seen=form.seen)

    return take(ref, form, step, _("Đã giao việc."))


@bp.post("/<ref>/assign-by-area", allow=OFFICERS)
def area(ref: str) -> ResponseReturnValue:
    """To the officer of the area with the least work."""
    form, by, now = STEP_FORMS["area"](), asking_user(), clock.now()
    return take(
        ref,
        form,
        lambda alert: actions.assign_by_area(alert, by=by, now=now, seen=form.seen),
        _("Đã giao theo địa bàn."),
    )


@bp.post("/<ref>/wait", allow=OFFICERS)
def wait_on(ref: str) -> ResponseReturnValue:
    """Wait for somebody."""
    form, by, now = STEP_FORMS["wait_on"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        until, words = morning_of(form.wait_until.data), form.wait_note.data or ""
        actions.wait_on(alert, form.whom.data, until=until, by=by, now=now, words=words, seen=form.seen)

    return take(ref, form, step, _("Đã ghi. Cảnh báo tự trở lại vào ngày đó."), until="wait_until")


@bp.post("/<ref>/snooze", allow=OFFICERS)
def snooze(ref: str) -> ResponseReturnValue:
    """Put it aside."""
    form, by, now = STEP_FORMS["snooze"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        until = morning_of(form.until.data)
        actions.snooze(alert, until=until, reason=form.reason.data, by=by, now=now, seen=form.seen)

    return take(ref, form, step, _("Đã hoãn. Cảnh báo tự trở lại vào ngày đó."))


@bp.post("/<ref>/resolve", allow=OFFICERS)
def resolve(ref: str) -> ResponseReturnValue:
    """The result."""
    form, by, now = STEP_FORMS["resolve"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        told = {"outcome": form.outcome.data, "words": form.result_note.data, "was_right": form.right()}
        actions.resolve(alert, **told, by=by, now=now, seen=form.seen)

    return take(ref, form, step, _("Đã ghi kết quả."))


@bp.post("/<ref>/close", allow=OFFICERS)
def close(ref: str) -> ResponseReturnValue:
    """Close what has a result."""
    form, by, now = STEP_FORMS["close"](), asking_user(), clock.now()
    words = form.close_note.data or ""
    return take(
        ref,
        form,
        lambda alert: actions.close(alert, by=by, now=now, words=words, seen=form.seen),
        _("Đã đóng cảnh báo."),
    )


@bp.post("/<ref>/reopen", allow=OFFICERS)
def reopen(ref: str) -> ResponseReturnValue:
    """Open it again."""
    form, by, now = STEP_FORMS["reopen"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        actions.reopen(alert, reason=form.reopen_reason.data, by=by, now=now, seen=form.seen)

    return take(ref, form, step, _("Đã mở lại cảnh báo."), reason="reopen_reason")


@bp.post("/<ref>/severity", allow=OFFICERS)
def regrade(ref: str) -> ResponseReturnValue:
    """Another severity."""
    form, by, now = STEP_FORMS["regrade"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        reason = form.regrade_reason.data or ""
        actions.regrade(alert, int(form.severity.data), reason=reason, by=by, now=now, seen=form.seen)

    return take(ref, form, step, _("Đã đổi mức."), reason="regrade_reason")


@bp.post("/<ref>/escalate", allow=OFFICERS)
def escalate(ref: str) -> ResponseReturnValue:
    """Up the ladder now."""
    form, by, now = STEP_FORMS["escalate"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        actions.escalate(alert, reason=form.escalate_reason.data, by=by, now=now, seen=form.seen)

    return take(ref, form, step, _("Đã lên một bước. Dòng thời gian cho biết ai đã được báo."))


@bp.post("/<ref>/duplicate", allow=OFFICERS)
def mark_duplicate(ref: str) -> ResponseReturnValue:
    """It tells the same as another one."""
    form, by, now = STEP_FORMS["mark_duplicate"](), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        other = queries.alert_by_ref(form.of.data.strip().upper())
        if other is None:
            raise NoSuchAlert(form.of.data)
        actions.mark_duplicate(alert, other, by=by, now=now, seen=form.seen)

    return take(ref, form, step, _("Đã gộp."))


@bp.get("/add/<worker_ref>", allow=OFFICERS)
def add(worker_ref: str) -> ResponseReturnValue:
    """Open an alert by hand."""
    return render_template("alerts/add.html", f=AddForm(), worker=_worker(worker_ref))


@bp.post("/add/<worker_ref>", allow=OFFICERS)
def create(worker_ref: str) -> ResponseReturnValue:
    """Open an alert by hand."""
    form, worker, by, now = AddForm(), _worker(worker_ref), asking_user(), clock.now()
    if not form.validate_on_submit():
        return render_template("alerts/add.html", f=form, worker=worker), 422
    with transaction():
        alert = actions.raise_one(
            worker=worker,
            cause="officer",
            cause_id=None,
            dedupe_key=f"officer:{worker.id}:{crypto.new_secret(40)}",
            severity=int(form.severity.data),
            title=form.title.data,
            why=why("officer", facts=[fact(form.seen_on.data or clock.day_of(now), form.what.data, form.source.data)]),
            now=now,
        )
        actions.note(alert, form.what.data, by=by, now=now)
    flash(_("Đã mở cảnh báo %(number)s.", number=alert.number), "success")
    return redirect(url_for(".show", ref=alert.ref), 303)


def _worker(ref: str) -> Worker:
    return worker_by_ref(ref) or abort(404)


bp.context_processor(listing.furniture)
