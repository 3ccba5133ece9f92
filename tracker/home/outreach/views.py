"""The page *Gửi tin*: choose, see word for word what will go out, send."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.settings import settings
from tracker.home.outreach import words
from tracker.home.outreach.forms import KINDS, MessageForm
from tracker.home.outreach.options import TEMPLATES, Options, Recipient, options_for
from tracker.home.outreach.refusals import NotSent
from tracker.home.outreach.sending import send as send_message
from tracker.messages.preview import preview as preview_of
from tracker.people.door import look
from tracker.people.models import Worker
from tracker.people.queries import worker_by_ref
from tracker.web.routes import OFFICERS, Blueprint

bp = Blueprint("message", __name__, url_prefix="/workers/<ref>/message")


@bp.get("", allow=OFFICERS)
def write(ref: str) -> ResponseReturnValue:
    """What to say, and to whom; the address may carry what was chosen before."""
    worker = _worker(ref)
    options = options_for(worker, now=clock.now())
    form = MessageForm(formdata=None, kind=request.args.get("kind"), to=request.args.get("to"))
    form.kind.data = form.kind.data or next(iter(options.kinds), None)
    form.to.data = form.to.data or next((one.point.ref for one in options.reachable), None)
    return _page(worker, form, options)


@bp.post("", allow=OFFICERS)
def preview(ref: str) -> ResponseReturnValue:
    """The message word for word, when it goes and by which way; nothing is written yet."""
    worker, form, now = _worker(ref), MessageForm(), clock.now()
    options = options_for(worker, now=now)
    if not form.validate_on_submit():
        return _page(worker, form, options), 422
    try:
        recipient = options.choose(form.kind.data, form.to.data)
    except NotSent as refusal:
        form.blame(refusal.field, refusal.words())
        return _page(worker, form, options), 422
    shown = preview_of(
        TEMPLATES[form.kind.data],
        as_mail=recipient.point.kind == "email",
        values=options.values(form.kind.data),
        public_url=settings().public_url,
    )
    return render_template(
        "home/message/preview.html",
        worker=look(worker),
        f=form,
        kind=KINDS[form.kind.data],
        shown=shown,
        recipient=recipient,
        goes=words.goes(recipient, now),
        words=words,
    )


@bp.post("/send", allow=OFFICERS)
def send(ref: str) -> ResponseReturnValue:
    """Send what was shown, if it still may go."""
    worker, form, now = _worker(ref), MessageForm(), clock.now()
    if not form.validate_on_submit():
        return _page(worker, form, options_for(worker, now=now)), 422
    try:
        with transaction():
            recipient = send_message(worker, form.kind.data, form.to.data, by=asking_user(), now=now)
            told = _told(recipient, words.goes(recipient, now), at_once=recipient.goes_at <= now)
    except NotSent as refusal:
        form.blame(refusal.field, refusal.words())
        worker = _worker(ref)
        return _page(worker, form, options_for(worker, now=now)), 422
    flash(told, "success")
    return redirect(url_for("file.show", ref=ref, kind="message"), 303)


def _told(recipient: Recipient, goes: str, *, at_once: bool) -> str:
    """What happened and what comes next."""
    if settings().demo:
        return str(_("Đã ghi tin tới %(address)s. Bản thử không gửi ra ngoài.", address=recipient.masked))
    if at_once:
        return str(_("Đã ghi tin tới %(address)s; tin đi trong vòng một phút.", address=recipient.masked))
    return str(_("Đã ghi tin tới %(address)s; sẽ gửi lúc %(goes)s.", address=recipient.masked, goes=goes))


def _page(worker: Worker, form: MessageForm, options: Options) -> str:
    form.kind.choices = {kind: str(KINDS[kind]) for kind in options.kinds}
    form.to.choices = {one.point.ref: words.label(one) for one in options.reachable}
    return render_template(
        "home/message/write.html",
        worker=look(worker),
        f=form,
        options=options,
        kinds=KINDS,
        words=words,
    )


def _worker(ref: str) -> Worker:
    return worker_by_ref(ref) or abort(404)
