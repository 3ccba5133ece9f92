"""Pages of a registration as a whole: begin, the list of parts, throw away, the end and its slip."""

from typing import Any

import segno
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.contracts.queries import contract_by_ref
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.text import tidy
from tracker.intake.models import RegistrationDraft
from tracker.intake.registration import actions, queries, views_check, views_contract, views_lists, views_person
from tracker.intake.registration.blueprint import bp
from tracker.intake.registration.draft import PARTS, Content, opened, state_of
from tracker.intake.registration.pages import ButtonForm, go_to, page, the_draft
from tracker.people.queries import relatives_of, worker_by_ref
from tracker.places.units import unit
from tracker.web.routes import OFFICERS

__all__ = ["bp", "views_check", "views_contract", "views_lists", "views_person"]


@bp.get("/register", allow=OFFICERS)
def start() -> ResponseReturnValue:
    """Begin a registration, or go on with one; `worker` in the address asks for a new contract of a known worker."""
    wanted = request.args.get("worker", "")
    worker = worker_by_ref(wanted) if wanted else None
    if wanted and worker is None:
        abort(404)
    return render_template(
        "intake/registration/start.html", f=ButtonForm(formdata=None), worker=worker, drafts=_unfinished()
    )


@bp.post("/register", allow=OFFICERS)
def begin() -> ResponseReturnValue:
    """Open a draft."""
    wanted = request.form.get("worker", "")
    worker = worker_by_ref(wanted) if wanted else None
    if wanted and worker is None:
        abort(404)
    with transaction():
        ref = actions.begin(by=asking_user(), now=clock.now(), worker=worker).ref
    return go_to("contract" if worker else "person", ref)


@bp.get("/register/<ref>", allow=OFFICERS)
def tasks(ref: str) -> ResponseReturnValue:
    """The five parts and how far each is."""
    draft, content = the_draft(ref)
    worker = worker_by_ref(content.worker) if content.worker else None
    return page("tasks", draft, content, "", worker=worker)


@bp.post("/register/<ref>/discard", allow=OFFICERS)
def discard(ref: str) -> ResponseReturnValue:
    """Throw a draft away."""
    draft, _content = the_draft(ref)
    with transaction():
        actions.discard(draft, by=asking_user(), now=clock.now())
    flash(_("Đã bỏ bản nháp. Những gì đã nhập trong đó đã xóa."))
    return redirect(url_for("registration.start"), 303)


@bp.get("/register/<ref>/done", allow=OFFICERS)
def done(ref: str) -> ResponseReturnValue:
    """The end: reference, slip, what to do next."""
    return render_template("intake/registration/done.html", **_registered(ref))


@bp.get("/register/<ref>/slip", allow=OFFICERS)
def slip(ref: str) -> ResponseReturnValue:
    """The slip to print: the reference as words and as QR, nothing else in it."""
    told = _registered(ref)
    user, today = asking_user(), clock.today()
    return render_template(
        "intake/registration/slip.html",
        **told,
        user=user,
        qr=segno.make(told["worker"].ref, error="m").svg_data_uri(scale=4, border=2),
        paper_place_and_date=_(
            "%(place)s, ngày %(day)s tháng %(month)s năm %(year)s",
            place=_place(user.office_path),
            day=f"{today:%d}",
            month=f"{today:%m}",
            year=today.year,
        ),
    )


def _unfinished() -> list[dict[str, Any]]:
    """Drafts as the list shows them: who is in it, who began it, which parts are done."""
    return [_line(draft, by, opened(draft)) for draft, by in queries.unfinished()]


def _line(draft: RegistrationDraft, by: str, content: Content) -> dict[str, Any]:
    worker = worker_by_ref(content.worker) if content.worker else None
    name = worker.full_name if worker else content.typed("person").get("full_name", "")
    done = sum(state_of(draft, content, part) == "done" for part in PARTS)
    return {"draft": draft, "by": by, "name": tidy(name), "worker": worker, "done": done, "parts": len(PARTS)}


def _registered(ref: str) -> dict[str, Any]:
    draft = queries.draft_by_ref(ref)
    worker = worker_by_ref(draft.registered_worker_ref) if draft and draft.registered_worker_ref else None
    if draft is None or worker is None:
        abort(404)
    contract = contract_by_ref(opened(draft).contract)
    return {"draft": draft, "worker": worker, "contract": contract, "relatives": relatives_of(worker.id)}


def _place(office_path: str) -> str:
    codes = office_path.split(".")[1:2]
    found = unit(codes[0], clock.today()) if codes else None
    return found.short if found else _("Hà Nội")
