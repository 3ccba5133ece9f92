"""Nghi trùng: pairs of files that may be one person's, the two decisions, and the merge with its dry run."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.audit import actions as audit
from tracker.auth.door import asking_user
from tracker.contracts.queries import Shared
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home import merging, pairs
from tracker.home.blueprint import bp
from tracker.home.doubles_forms import ApartForm, MergeForm
from tracker.home.merge_rehearsal import KINDS, Rehearsal, rehearse, suggested
from tracker.home.workers import STATE_NAMES
from tracker.people import actions as people
from tracker.people.actions import AlreadyDecided
from tracker.people.models import SuspectedPair
from tracker.people.words import ID_KINDS
from tracker.places.countries import country_name
from tracker.web.furniture import language
from tracker.web.routes import OFFICERS
from tracker.web.words import ngay


@bp.get("/today/doubles", allow=OFFICERS, endpoint="doubles")
def index() -> ResponseReturnValue:
    """The pairs to decide, both files side by side. That they were looked at is written into the audit book."""
    found = pairs.suspected(today=clock.today(), after=_after())
    if _after() and not found.shown:
        return redirect(url_for(".doubles"))
    if found.shown:
        with transaction():
            refs = [pair.ref for pair in found.shown]
            audit.record("doubles.read", ("suspected_pair", ""), by=asking_user(), now=clock.now(), pairs=refs)
    return _pairs_page(found, ApartForm(formdata=None))


@bp.get("/today/doubles/decided", allow=OFFICERS, endpoint="decided_doubles")
def decided() -> ResponseReturnValue:
    """What was decided, and the way back for pairs that were told apart."""
    return render_template("home/doubles/decided.html", decided=pairs.decided())


@bp.post("/today/doubles/<ref>/different", allow=OFFICERS)
def tell_apart(ref: str) -> ResponseReturnValue:
    """Two people."""
    pair, form = _pair(ref), ApartForm()
    if not form.validate_on_submit():
        return _pairs_page(pairs.suspected(today=clock.today(), after=_after()), form, failed=ref), 422
    try:
        with transaction():
            people.tell_apart(pair, by=asking_user(), now=clock.now(), note=form.note.data or "")
    except AlreadyDecided:
        return _decided_by_others()
    flash(_("Đã ghi: hai người khác nhau. Muốn xem lại thì mở mục Đã quyết định."), "success")
    return redirect(url_for(".doubles", after=_after() or None), 303)


@bp.post("/today/doubles/<ref>/again", allow=OFFICERS)
def suspect_again(ref: str) -> ResponseReturnValue:
    """Back among those to decide."""
    pair = _pair(ref)
    try:
        with transaction():
            people.suspect_again(pair, by=asking_user(), now=clock.now())
    except AlreadyDecided:
        return _decided_by_others()
    flash(_("Đã đưa lại vào danh sách nghi trùng."), "success")
    return redirect(url_for(".doubles"), 303)


@bp.get("/today/doubles/<ref>/merge", allow=OFFICERS)
def merge(ref: str) -> ResponseReturnValue:
    """The dry run of a merge. Both files are read for it, and both looks are written down."""
    pair = _both(ref)
    if pair is None:
        return _decided_by_others()
    with transaction():
        for side in pair.sides:
            audit.record("worker.read", ("worker", side.worker.ref), by=asking_user(), now=clock.now())
    return _merge_page(pair, MergeForm(formdata=None), keep=request.args.get("keep", ""))


@bp.post("/today/doubles/<ref>/merge", allow=OFFICERS)
def merge_now(ref: str) -> ResponseReturnValue:
    """Merge, or say at its place what stands in the way."""
    pair, form = _both(ref), MergeForm()
    if pair is None:
        return _decided_by_others()
    run = _rehearsed(pair, form.keep.data)
    form.one_contract.choices = _choices(run.shared)
    if not form.validate_on_submit():
        return _merge_page(pair, form, keep=form.keep.data), 422
    kept_ref = run.kept.worker.ref
    try:
        with transaction():
            _merge(ref, run, form)
    except AlreadyDecided:
        return _decided_by_others()
    except merging.ChangedSince:
        form.blame("", _("Có người vừa sửa một trong hai hồ sơ. Hãy xem lại bản dưới đây rồi bấm lần nữa."))
        return _merge_page(_both(ref) or abort(404), form, keep=kept_ref), 409
    except merging.TwoContracts:
        form.blame("one_contract", _stand_in_the_way())
        return _merge_page(_both(ref) or abort(404), form, keep=kept_ref), 422
    except merging.SealedFile:
        form.blame("", _("Hồ sơ niêm phong do lãnh đạo đơn vị gộp."))
        return _merge_page(_both(ref) or abort(404), form, keep=kept_ref), 422
    flash(_("Đã gộp hai hồ sơ. Số và mã cũ vẫn tìm ra hồ sơ này."), "success")
    return redirect(url_for("file.show", ref=kept_ref), 303)


def _merge(ref: str, run: Rehearsal, form: MergeForm) -> None:
    merging.merge(
        _pair(ref),
        kept=run.kept.worker,
        other=run.other.worker,
        seen=form.seen,
        one_contract=form.one_contract.data,
        by=asking_user(),
        now=clock.now(),
    )


def _pair(ref: str) -> SuspectedPair:
    return pairs.pair_by_ref(ref) or abort(404)


def _both(ref: str) -> pairs.Pair | None:
    """The pair with both files, while it waits for a decision."""
    pair = _pair(ref)
    return pairs.side_by_side(pair, today=clock.today()) if pair.state == "suspected" else None


def _decided_by_others() -> ResponseReturnValue:
    flash(_("Cặp hồ sơ này đã có người quyết định."), "warning")
    return redirect(url_for(".decided_doubles"), 303)


def _after() -> str:
    """Where in the list the reader is: behind which pair."""
    return request.args.get("after", "")[:24]


def _pairs_page(found: pairs.Pairs, form: ApartForm, *, failed: str = "") -> str:
    return render_template(
        "home/doubles/index.html",
        pairs=found,
        after=_after() or None,
        f=form,
        failed=failed,
        state_names=STATE_NAMES,
        id_names=ID_KINDS,
    )


def _rehearsed(pair: pairs.Pair, keep: str | None) -> Rehearsal:
    """The dry run with the file that was asked for as the one that is kept, else the suggested one."""
    known = {side.worker.ref for side in pair.sides}
    return rehearse(pair, keep if keep in known else suggested(pair), today=clock.today())


def _merge_page(pair: pairs.Pair, form: MergeForm, *, keep: str) -> str:
    run = _rehearsed(pair, keep)
    form.read(
        keep=run.kept.worker.ref,
        kept_version=run.kept.worker.version,
        other_version=run.other.worker.version,
        contracts=_choices(run.shared),
    )
    may_merge = not pair.is_sealed or asking_user().role == "supervisor"
    return render_template(
        "home/doubles/merge.html",
        pair=pair,
        run=run,
        f=form,
        kinds=KINDS,
        suggested=suggested(pair),
        may_merge=may_merge,
    )


def _choices(shared: list[Shared]) -> dict[str, str]:
    """Each contract that both files hold, in words, by the reference of the other file's."""
    return {each.theirs.ref: _in_words(each) for each in shared}


def _in_words(each: Shared) -> str:
    contract = each.theirs
    spell = _("%(first)s – %(last)s", first=ngay(contract.starts_on), last=ngay(contract.ends_on))
    told = (contract.number or _("không số"), country_name(contract.host_country, language()), spell)
    return str(_("Là một hợp đồng: %(contract)s", contract=" · ".join(map(str, told))))


def _stand_in_the_way() -> str:
    return str(
        _(
            "Một hồ sơ không thể có hai hợp đồng này. Nếu là một, hãy đánh dấu. Nếu là hai, "
            "hãy ghi nhận ngày về nước của hợp đồng trước rồi gộp sau."
        )
    )
