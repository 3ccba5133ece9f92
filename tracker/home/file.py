"""The page of one worker: everything known, every look written down; a call recorded; a number shown on request."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.alerts.explain import explanation_of, title_of
from tracker.audit import actions as audit
from tracker.auth.door import asking_user
from tracker.contracts.words import document
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home.calls import Call
from tracker.home.calls import record_call as record_call_in_file
from tracker.home.file_forms import CallForm
from tracker.home.file_queries import WorkerFile, worker_file
from tracker.home.file_timeline import KIND_NAMES, timeline
from tracker.home.file_words import CHECK_IN_STATES, READS, RHYTHMS
from tracker.home.rhythm import rhythm_form
from tracker.home.workers import READERS, STATE_NAMES
from tracker.law.book import RULESETS
from tracker.law.forms import FORM_NAMES
from tracker.people import queries as people
from tracker.people import secrets
from tracker.people.door import look
from tracker.people.models import Worker
from tracker.people.words import CONTACT_STATES, CONTACT_TONES, EARLIER, ID_KINDS, MAY_SEE, QUALITIES, SEXES, SIGNS
from tracker.places.countries import country_name, time_zone_of
from tracker.web.forms import spare_form_token
from tracker.web.furniture import language
from tracker.web.routes import OFFICERS, Blueprint

bp = Blueprint("file", __name__)


@bp.get("/workers/<ref>", allow=READERS)
def show(ref: str) -> ResponseReturnValue:
    """The file. Looking at it is written into the audit book; a file that was merged leads to the kept one."""
    worker = _worker(ref)
    if worker.ref != ref:
        flash(_("Hồ sơ %(old)s đã gộp vào hồ sơ này.", old=ref))
        return redirect(url_for("file.show", ref=worker.ref))
    look(worker)
    file, kind = worker_file(worker, today=clock.today()), request.args.get("kind", "")
    return render_template(
        "home/file/show.html",
        file=file,
        rhythm_form=rhythm_form(file.contact.plan),
        timeline=timeline(worker.id, kind=kind, before=_instant(request.args.get("before", ""))),
        kind=kind if kind in KIND_NAMES else "",
        today=clock.today(),
        now=clock.now(),
        **words_of_the_file(),
    )


@bp.post("/workers/<ref>/reveal/<what>", allow=OFFICERS)
def reveal(ref: str, what: str) -> ResponseReturnValue:
    """Show one number: of the paper, the passport, a contact, a merged file. The look is written down first."""
    worker = _worker(ref)
    number = _number(worker, what)
    spare_form_token()  # each look is a row of its own, whatever the browser sends again
    with transaction():
        audit.record("worker.reveal", ("worker", worker.ref), by=asking_user(), now=clock.now(), shown=what)
    page = "home/file/number.html" if request.headers.get("HX-Request") else "home/file/revealed.html"
    return render_template(page, worker=_worker(ref), number=number)


@bp.get("/workers/<ref>/call", allow=OFFICERS)
def call(ref: str) -> ResponseReturnValue:
    """The form of one call."""
    worker = _worker(ref)
    return _call_page(worker, _call_form(worker))


@bp.post("/workers/<ref>/call", allow=OFFICERS, endpoint="record_call")
def record_call(ref: str) -> ResponseReturnValue:
    """Write the call down: what came of it, how the worker is, and what is now known of the number."""
    worker = _worker(ref)
    form = _call_form(worker)
    if not form.validate_on_submit():
        return _call_page(worker, form), 422
    point = people.contact_point_by_ref(worker.id, form.number.data)
    call = Call(point, form.outcome.data, form.how.data or "", form.note.data or "")
    with transaction():
        alert = record_call_in_file(worker, call, by=asking_user(), now=clock.now())
        number = alert.number if alert else ""
    told = _("Đã ghi cuộc gọi và mở cảnh báo %(number)s.", number=number) if number else _("Đã ghi cuộc gọi.")
    flash(told, "success")
    return redirect(url_for("file.show", ref=ref), 303)


def words_of_the_file() -> dict[str, Any]:
    """Names that the page of a worker needs."""
    return {
        "state_names": STATE_NAMES,
        "ruleset_names": {name: rules.label for name, rules in RULESETS.items()},
        "contact_names": CONTACT_STATES,
        "contact_tones": CONTACT_TONES,
        "sign_names": SIGNS,
        "sex_names": SEXES,
        "id_names": ID_KINDS,
        "earlier_names": EARLIER,
        "form_names": FORM_NAMES,
        "quality_names": QUALITIES,
        "may_see_names": MAY_SEE,
        "rhythm_names": RHYTHMS,
        "check_in_names": CHECK_IN_STATES,
        "read_names": READS,
        "document_name": document,
        "kind_names": KIND_NAMES,
        "alert_title": lambda alert: title_of(alert.title, alert.why),
        "alert_facts": lambda alert: explanation_of(alert.why).facts,
        "sign_parts": sign_parts,
    }


def sign_parts(file: WorkerFile) -> list[dict[str, str]]:
    """The sign-of-life line: the last sure sign, the last weak one, what was asked, when the next question comes."""
    status, waiting = file.contact.status, file.contact.waiting
    parts = [(_("Dấu hiệu chắc chắn gần nhất"), _sign(status.last_sure_at, status.last_sure_kind) or _("chưa có"))]
    if status.last_weak_at and (status.last_sure_at is None or status.last_weak_at > status.last_sure_at):
        parts.append((_("Dấu hiệu yếu"), _sign(status.last_weak_at, status.last_weak_kind)))
    if waiting is not None:
        asked = f"{_day(waiting.opened_at)} · {CHECK_IN_STATES[waiting.state]}"
        parts.append((_("Đã hỏi lần này"), asked))
    parts.append((_("Sẽ hỏi lại"), _next(file)))
    return [{"label": str(label), "text": str(text)} for label, text in parts]


def _next(file: WorkerFile) -> str:
    if file.contact.next_at is None:
        return str(_("chưa có kế hoạch"))
    if file.contact.next_at <= clock.now():
        return str(_("trong ít phút tới"))
    country = file.contract.host_country if file.contract else ""
    try:
        zone = time_zone_of(country)
    except LookupError:
        zone = clock.VIETNAM
    there = file.contact.next_at.astimezone(zone)
    place = country_name(country, language()) if country and zone != clock.VIETNAM else _("Việt Nam")
    return str(_("%(at)s, giờ %(place)s", at=f"{there:%d/%m/%Y %H:%M}", place=place))


def _sign(at: datetime | None, kind: str) -> str:
    return f"{_day(at)} · {SIGNS.get(kind, kind)}" if at else ""


def _day(at: datetime) -> str:
    return f"{clock.day_of(at):%d/%m/%Y}"


def _worker(ref: str) -> Worker:
    """The worker of this address; 404 for whoever may not see him."""
    return people.worker_by_ref(ref) or abort(404)


def _number(worker: Worker, what: str) -> str:
    if what == "id":
        return secrets.open_id(worker)
    if what == "passport":
        return secrets.open_passport(worker) or abort(404)
    earlier = people.earlier_number_by_ref(worker.id, what)
    if earlier is not None:
        return secrets.open_earlier(earlier)
    point = people.contact_point_by_ref(worker.id, what) or abort(404)
    return secrets.open_contact(point)


def _instant(text: str) -> datetime | None:
    try:
        return clock.at(text) if text else None
    except (ValueError, OverflowError):
        return None


def _call_form(worker: Worker) -> CallForm:
    form = CallForm()
    form.number.choices = _phones(worker) | {"other": str(_("Số khác"))}
    if not form.is_submitted() and form.number.data is None:
        form.number.data = next(iter(form.number.choices))
    return form


def _phones(worker: Worker) -> dict[str, str]:
    """The phones of a worker and of his relatives by reference, each with whose it is; wrong ones last."""
    names = {relative.id: f"{relative.full_name} · {relative.kinship}" for relative in people.relatives_of(worker.id)}
    phones = [point for point in people.contact_points_of(worker.id) if point.kind == "phone"]
    phones.sort(key=lambda point: (point.quality == "wrong", point.relative_id is not None))
    return {
        point.ref: " · ".join(
            (
                secrets.masked(secrets.open_contact(point)),
                names.get(point.relative_id or 0, str(_("người lao động"))),
                str(QUALITIES[point.quality]),
            )
        )
        for point in phones
    }


def _call_page(worker: Worker, form: CallForm) -> str:
    return render_template("home/file/call.html", worker=look(worker), f=form)
