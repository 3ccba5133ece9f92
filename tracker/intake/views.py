"""Pages of lists: send a file, look at what it would do, apply it, take the error sheet home."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.audit import actions as audit
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.intake import actions, issues_sheet, queries
from tracker.intake.columns import known
from tracker.intake.forms import ListForm
from tracker.intake.models import ImportRun
from tracker.web.forms import Form
from tracker.web.routes import OFFICERS, Blueprint

bp = Blueprint("intake", __name__, url_prefix="/lists")

BUSY = ("waiting", "applying")
SHEETS = {
    "xlsx": (issues_sheet.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (issues_sheet.as_csv, "text/csv; charset=utf-8"),
}


@bp.get("/", allow=OFFICERS)
def index() -> ResponseReturnValue:
    """Send a list; the lists sent before."""
    return _index(ListForm())


@bp.post("/", allow=OFFICERS)
def send() -> ResponseReturnValue:
    """Keep the file and, unless it is long, read it at once."""
    form, user, now = ListForm(), asking_user(), clock.now()
    if not form.validate_on_submit():
        return _index(form), 422
    name, content = form.sent()
    try:
        with transaction():
            run = actions.take_in(name, content, office_path=user.office_path, by=user, now=now)
    except actions.SheetRefused as refused:
        form.blame("file", str(refused))
        return _index(form), 422
    if run.state == "previewed":
        preview = queries.read_run(run, today=clock.day_of(now))
        with transaction():
            actions.preview_list(run, preview)
    return redirect(url_for("intake.show", ref=run.ref), 303)


@bp.get("/<ref>", allow=OFFICERS)
def show(ref: str) -> ResponseReturnValue:
    """What a list would do, is doing or has done; remarks cell by cell. The look is recorded."""
    run, kind = _run(ref), request.args.get("kind", "")
    kinds = [kind] if kind in issues_sheet.KINDS else []
    remarks = queries.remarks_of(run, kinds=kinds)
    with transaction():
        audit.record("list.look", ("import_run", run.ref), by=asking_user(), now=clock.now(), shown=len(remarks))
    return render_template(
        "intake/list.html",
        run=run,
        busy=run.state in BUSY,
        remarks=remarks,
        kind=kind,
        kinds=issues_sheet.KINDS,
        shown_at_most=queries.SHOWN_REMARKS,
        f=Form(),
    )


@bp.get("/<ref>/progress", allow=OFFICERS)
def progress(ref: str) -> ResponseReturnValue:
    """How far a long list has come, as a part of its page; the whole page is fetched anew when it is done."""
    run = _run(ref)
    answer = make_response(render_template("intake/progress.html", run=run, busy=run.state in BUSY))
    if run.state not in BUSY:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post("/<ref>/apply", allow=OFFICERS)
def apply(ref: str) -> ResponseReturnValue:
    """Write the list into the register: now, or by the scheduler when it is long."""
    run, user, now = _run(ref), asking_user(), clock.now()
    if run.state not in ("previewed", "failed"):
        flash(_("Danh sách này đã được xử lý."))
        return redirect(url_for("intake.show", ref=ref), 303)
    if run.rows_total > actions.IN_REQUEST:
        with transaction():
            actions.ask_to_apply(run, by=user, now=now)
        flash(_("Đang ghi danh sách. Có thể rời trang này; việc vẫn tiếp tục."))
        return redirect(url_for("intake.show", ref=ref), 303)
    preview = queries.read_run(run, today=clock.day_of(now))
    try:
        with transaction():
            actions.apply_list(run, preview, by=user, now=now)
    except actions.RegisterMoved:
        flash(_("Một hồ sơ vừa được người khác sửa; chưa ghi gì. Bấm ghi lại lần nữa."))
    else:
        flash(_("Đã ghi danh sách vào sổ."))
    return redirect(url_for("intake.show", ref=ref), 303)


@bp.post("/<ref>/discard", allow=OFFICERS)
def discard(ref: str) -> ResponseReturnValue:
    """Throw away a list that was not applied."""
    run = _run(ref)
    if run.state in ("previewed", "failed"):
        with transaction():
            actions.discard(run, by=asking_user(), now=clock.now())
        flash(_("Đã bỏ danh sách; tệp đã được xóa."))
    return redirect(url_for("intake.index"), 303)


@bp.get("/<ref>/remarks.<any(xlsx, csv):form>", allow=OFFICERS)
def remarks(ref: str, form: str) -> ResponseReturnValue:
    """The error sheet: lines with remarks, to be corrected and sent again. The export is recorded."""
    run = _run(ref)
    if run.file_sealed is None:
        abort(404)
    write, kind = SHEETS[form]
    said = queries.remarks_of(run, limit=None)
    content = write(queries.sheet_of(run), said)
    with transaction():
        audit.record("list.export", ("import_run", run.ref), by=asking_user(), now=clock.now(), remarks=len(said))
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{run.ref}-remarks.{form}"'
    return answer


def _index(form: ListForm) -> str:
    return render_template("intake/index.html", f=form, runs=queries.runs(), columns=list(known().values()))


def _run(ref: str) -> ImportRun:
    run = queries.run_by_ref(ref)
    if run is None:
        abort(404)
    return run
