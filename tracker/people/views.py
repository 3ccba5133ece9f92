"""Pages that correct a file: the person, the numbers, the relatives. The loser of a race sees both texts."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.versions import ChangedMeanwhile
from tracker.people import actions, queries, secrets
from tracker.people.door import look
from tracker.people.forms import ConsentForm, NumberForm, PapersForm, PersonForm, RelativeForm, home_text
from tracker.people.models import Relative, Worker
from tracker.people.words import ID_KINDS, QUALITIES, SEXES
from tracker.web.routes import OFFICERS, Blueprint
from tracker.web.words import ngay

bp = Blueprint("people", __name__, url_prefix="/workers")

MARKS = ("good", "shared", "wrong", "prefer")


@bp.get("/<ref>/edit", allow=OFFICERS)
def edit(ref: str) -> ResponseReturnValue:
    """The person as the file has it, to correct."""
    worker = _worker(ref)
    return _edit_page(worker, PersonForm.of(worker))


@bp.post("/<ref>/edit", allow=OFFICERS)
def correct(ref: str) -> ResponseReturnValue:
    """Write what was corrected; when somebody was faster, show what stands now beside what was typed."""
    worker = _worker(ref)
    form = PersonForm.of(worker)
    if not form.validate_on_submit():
        return _edit_page(worker, form), 422
    try:
        with transaction():
            changed = actions.correct_person(
                worker, form.correction(), version=form.seen_version, by=asking_user(), now=clock.now()
            )
    except ChangedMeanwhile as error:
        return _both_texts(worker, form, error), 409
    flash(_("Đã sửa hồ sơ.") if changed else _("Không có gì thay đổi."), "success" if changed else "message")
    return _to_file(ref)


@bp.get("/<ref>/papers", allow=OFFICERS)
def papers(ref: str) -> ResponseReturnValue:
    """The numbers of the worker's papers, to change: a new paper came, or the old number is wrong."""
    worker = _worker(ref)
    return _papers_page(worker, PapersForm(kept=worker))


@bp.post("/<ref>/papers", allow=OFFICERS)
def change_papers(ref: str) -> ResponseReturnValue:
    """Write the numbers; one that another file bears is refused and leads there."""
    worker = _worker(ref)
    form = PapersForm(kept=worker)
    if not form.validate_on_submit():
        return _papers_page(worker, form), 422
    try:
        with transaction():
            changed = actions.change_papers(
                worker, form.papers(), version=form.seen_version, by=asking_user(), now=clock.now()
            )
    except actions.SamePersonKnown as known:
        form.blame("id_number", _whose_number(known.existing_ref))
        return _papers_page(_worker(ref), form, same=known.existing_ref), 422
    except ChangedMeanwhile as error:
        form.show_both({}, version=error.version)
        return _papers_page(_worker(ref), form, changed_meanwhile=True), 409
    flash(_("Đã đổi số giấy tờ.") if changed else _("Không có gì thay đổi."), "success" if changed else "message")
    if changed and form.notes:
        flash(form.notes, "warning")
    return _to_file(ref)


@bp.get("/<ref>/numbers", allow=OFFICERS)
def numbers(ref: str) -> ResponseReturnValue:
    """The worker's numbers, to mark or to add one."""
    return _numbers_page(_worker(ref), NumberForm())


@bp.post("/<ref>/numbers", allow=OFFICERS)
def add_number(ref: str) -> ResponseReturnValue:
    """Add a number or an address."""
    worker, form = _worker(ref), NumberForm()
    if not form.validate_on_submit():
        return _numbers_page(worker, form), 422
    with transaction():
        actions.add_contact_point(worker, form.contact(), by=asking_user(), now=clock.now())
    flash(_("Đã thêm vào hồ sơ."), "success")
    return redirect(url_for(".numbers", ref=ref), 303)


@bp.post("/<ref>/numbers/<point_ref>", allow=OFFICERS)
def mark_number(ref: str, point_ref: str) -> ResponseReturnValue:
    """Write down what is known of a number, or make it the first to try."""
    worker, what = _worker(ref), request.form.get("what", "")
    point = queries.contact_point_by_ref(worker.id, point_ref)
    if point is None or what not in MARKS:
        abort(404)
    with transaction():
        if what == "prefer":
            actions.prefer_number(worker, point, by=asking_user(), now=clock.now())
        else:
            actions.mark_number(worker, point, what, by=asking_user(), now=clock.now())
    return redirect(url_for(".numbers", ref=ref), 303)


@bp.get("/<ref>/relatives/new", allow=OFFICERS)
def new_relative(ref: str) -> ResponseReturnValue:
    """The form of a relative."""
    return render_template("people/new_relative.html", worker=look(_worker(ref)), f=RelativeForm())


@bp.post("/<ref>/relatives/new", allow=OFFICERS)
def add_relative(ref: str) -> ResponseReturnValue:
    """Add a relative."""
    worker, form = _worker(ref), RelativeForm()
    if not form.validate_on_submit():
        return render_template("people/new_relative.html", worker=look(worker), f=form), 422
    order = len(queries.relatives_of(worker.id)) + 1
    with transaction():
        actions.add_relative(worker, form.relative(order=order), by=asking_user(), now=clock.now())
    flash(_("Đã thêm thân nhân."), "success")
    return _to_file(ref)


@bp.get("/<ref>/relatives/<relative_ref>", allow=OFFICERS)
def relative(ref: str, relative_ref: str) -> ResponseReturnValue:
    """What a relative may see, to change."""
    worker = _worker(ref)
    kin = _relative(worker, relative_ref)
    return render_template("people/relative.html", worker=look(worker), relative=kin, f=ConsentForm(obj=kin))


@bp.post("/<ref>/relatives/<relative_ref>", allow=OFFICERS)
def change_relative(ref: str, relative_ref: str) -> ResponseReturnValue:
    """Change what a relative may see."""
    worker = _worker(ref)
    kin, form = _relative(worker, relative_ref), ConsentForm()
    if not form.validate_on_submit():
        return render_template("people/relative.html", worker=look(worker), relative=kin, f=form), 422
    with transaction():
        actions.set_may_see(
            worker,
            kin,
            form.may_see.data,
            consent_on=form.consent_on.data,
            consent_how=form.consent_how.data or "",
            by=asking_user(),
            now=clock.now(),
        )
    flash(_("Đã ghi quyền xem của thân nhân."), "success")
    return _to_file(ref)


def _worker(ref: str) -> Worker:
    return queries.worker_by_ref(ref) or abort(404)


def _relative(worker: Worker, ref: str) -> Relative:
    return queries.relative_by_ref(worker.id, ref) or abort(404)


def _to_file(ref: str) -> ResponseReturnValue:
    return redirect(url_for("file.show", ref=ref), 303)


def _edit_page(worker: Worker, form: PersonForm, **more: Any) -> str:
    return render_template("people/edit.html", worker=look(worker), f=form, **more)


def _papers_page(worker: Worker, form: PapersForm, **more: Any) -> str:
    return render_template("people/papers.html", worker=look(worker), f=form, id_names=ID_KINDS, **more)


def _whose_number(existing_ref: str | None) -> str:
    if existing_ref is None:
        return str(_("Số này đã có trong hồ sơ của đơn vị khác. Liên hệ Sở để đối chiếu."))
    return str(_("Số này đã có trong hồ sơ %(ref)s. Nếu là một người thì gộp hai hồ sơ.", ref=existing_ref))


def _both_texts(worker: Worker, form: PersonForm, error: ChangedMeanwhile) -> str:
    """What was typed stays in the fields; beside each that differs stands what somebody else has written."""
    stands = dict(error.now_stands)
    if {"commune_code", "commune_on"} & stands.keys():
        stands = {field: value for field, value in stands.items() if field not in ("commune_code", "commune_on")}
        stands["commune"] = home_text(worker)
    form.show_both({field: _shown(field, value) for field, value in stands.items()}, version=error.version)
    return _edit_page(worker, form, changed_meanwhile=True)


def _shown(field: str, value: Any) -> str:
    if isinstance(value, date):
        return ngay(value)
    if field == "sex":
        return str(SEXES[value])
    return str(value)


def _numbers_page(worker: Worker, form: NumberForm) -> str:
    points = [point for point in queries.contact_points_of(worker.id) if point.relative_id is None]
    shown = [(point, secrets.masked(secrets.open_contact(point))) for point in points]
    return render_template("people/numbers.html", worker=look(worker), f=form, points=shown, quality_names=QUALITIES)
