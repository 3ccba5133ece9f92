"""The family's pages, small and without JavaScript; and the officer's page that grants a login."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.settings import settings
from tracker.family import actions, queries, slips
from tracker.family.door import COOKIE, login_of, visit_now
from tracker.family.forms import ButtonForm, CodeForm
from tracker.family.models import REPORTS
from tracker.people.door import look
from tracker.people.models import Relative
from tracker.places.countries import country_name
from tracker.web.furniture import language
from tracker.web.limits import count_failure, failed_too_often, too_often
from tracker.web.routes import FAMILY, OFFICERS, PUBLIC, Blueprint

bp = Blueprint("family", __name__)

FROM_ONE_ADDRESS = "20/hour"


@bp.get("/gd", allow=PUBLIC)
def enter() -> ResponseReturnValue:
    """The door: code and four digits. A printed QR brings the code along in the fragment-free short address."""
    return render_template("family/enter.html", f=CodeForm(formdata=None))


@bp.post("/gd", allow=PUBLIC, endpoint="enter_now")
def enter_now() -> ResponseReturnValue:
    """Open a visit. Few tries per code and per address; the same answer for wrong and unknown."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("family/enter.html", f=form), 422
    code, address = actions.plain_code(form.code.data), request.remote_addr or ""
    if too_often("5/15minute", "family", code) or failed_too_often(FROM_ONE_ADDRESS, "family-from", address):
        form.blame("code", _("Đã thử quá nhiều lần. Hãy chờ một giờ, hoặc gọi cán bộ ghi trên phiếu."))
        return render_template("family/enter.html", f=form), 429
    try:
        with transaction():
            secret = actions.sign_in(code, form.last4.data, now=clock.now())
    except actions.UnknownCode:
        count_failure(FROM_ONE_ADDRESS, "family-from", address)
        form.blame("code", _("Mã hoặc bốn số cuối chưa đúng. Hãy xem lại phiếu; số 0 và chữ O đều được."))
        return render_template("family/enter.html", f=form), 422
    session.pop(COOKIE, None)
    session[COOKIE] = secret
    return redirect(url_for("family.card"), 303)


def ask_to_sign_in() -> ResponseReturnValue:
    """The door for a button that was pressed after the visit had ended: nothing was reported, and it says so."""
    return render_template("family/enter.html", f=CodeForm(formdata=None), ended=True), 401


@bp.get("/gd/xem", allow=FAMILY)
def card() -> ResponseReturnValue:
    """The one card."""
    return _card_page()


@bp.post("/gd/bao/<what>", allow=FAMILY)
def report(what: str) -> ResponseReturnValue:
    """One of the three buttons."""
    if what not in REPORTS:
        abort(404)
    if too_often("12/hour", "family-report", str(visit_now().login_id)):
        abort(429)
    with transaction():
        actions.report(login_of(visit_now()), what, now=clock.now())
    return redirect(url_for("family.card", da=what), 303)


@bp.post("/gd/thoat", allow=FAMILY)
def leave() -> ResponseReturnValue:
    """Leave quickly: the visit ends, the browser forgets the page, and the door stands there."""
    with transaction():
        actions.leave(visit_now(), login_of(visit_now()), now=clock.now())
    session.pop(COOKIE, None)
    answer = redirect(url_for("family.enter"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/gd/tin-that", allow=PUBLIC)
def genuine() -> ResponseReturnValue:
    """How to tell our messages from a swindler's."""
    return render_template("family/genuine.html", short=settings().short_host)


@bp.get("/relatives/<ref>/login", allow=OFFICERS)
def grant(ref: str) -> ResponseReturnValue:
    """Before granting: who, what this relative may see, and what the slip will say."""
    return _grant_page(queries.relative_by_ref(ref) or abort(404))


@bp.post("/relatives/<ref>/login", allow=OFFICERS, endpoint="grant_now")
def grant_now(ref: str) -> ResponseReturnValue:
    """Grant the login and go to its slip; the code goes along sealed, so that a second click finds the same slip."""
    relative = queries.relative_by_ref(ref) or abort(404)
    user = asking_user()
    try:
        with transaction():
            login, code = actions.grant(relative, by=user, by_id=user.id, now=clock.now())
    except actions.NoConsent:
        reason = _("Người lao động chưa đồng ý cho thân nhân này xem. Hãy ghi sự đồng ý trước.")
        return _grant_page(relative, reason=reason), 422
    except actions.NoPhone:
        reason = _("Thân nhân này chưa có số điện thoại. Hãy thêm số, vì cần bốn số cuối để vào xem.")
        return _grant_page(relative, reason=reason), 422
    except actions.CaseSealed:
        return _grant_page(relative, reason=_("Hồ sơ đang được niêm phong: chưa cấp mã cho thân nhân.")), 422
    sealed = slips.sealed(code, login, user, until=clock.now() + slips.SHOWN)
    return redirect(url_for("family.slip", ref=ref, k=sealed), 303)


@bp.get("/relatives/<ref>/slip", allow=OFFICERS)
def slip(ref: str) -> ResponseReturnValue:
    """The slip to print, for ten minutes and for the officer who granted it."""
    relative = queries.relative_by_ref(ref) or abort(404)
    user, login = asking_user(), queries.living_login(relative)
    code = slips.unsealed(request.args.get("k", ""), login, user, now=clock.now()) if login else None
    if login is None or code is None:
        reason = _("Phiếu chỉ hiện trong 10 phút cho người vừa cấp. Nếu chưa in được, hãy cấp mã mới.")
        return _grant_page(relative, reason=reason), 410
    shown = slips.slip(login, code, short_host=settings().short_host, public_url=settings().public_url)
    return render_template("family/slip.html", slip=shown, relative=relative, user=user)


@bp.post("/relatives/<ref>/login/end", allow=OFFICERS)
def revoke(ref: str) -> ResponseReturnValue:
    """End the relative's login at once; the relative is not told."""
    relative = queries.relative_by_ref(ref) or abort(404)
    with transaction():
        actions.revoke_all(relative, by=asking_user(), now=clock.now())
    flash(_("Đã thu hồi mã xem của thân nhân này."))
    return redirect(url_for("family.grant", ref=ref), 303)


def _card_page() -> ResponseReturnValue:
    login = login_of(visit_now())
    card = queries.status_card(login, today=clock.today())
    done = request.args.get("da", "")
    return render_template(
        "family/card.html",
        card=card,
        country=country_name(card.country, language()) if card.country else "",
        done=done if done in REPORTS else "",
        now=clock.now(),
    )


def _grant_page(relative: Relative, reason: str = "") -> str:
    look(queries.worker_of_relative(relative))
    return render_template("family/grant.html", relative=relative, f=ButtonForm(), reason=reason)
