"""The doors: sign in, sign out, choose a password, own sessions, language."""

from urllib.parse import urlsplit

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from tracker.auth import actions, again, queries
from tracker.auth.door import Member, asking_user
from tracker.auth.forms import EmailForm, LanguageForm, PasswordForm, SignInForm
from tracker.auth.passwords import weakness
from tracker.core import clock
from tracker.core.db import transaction
from tracker.core.settings import settings
from tracker.web.limits import count_failure, failed_too_often, too_often
from tracker.web.routes import PUBLIC, STAFF, Blueprint

bp = Blueprint("auth", __name__)

FROM_ONE_ADDRESS = "60/15minute"


@bp.get("/sign-in", allow=PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The door."""
    if current_user.is_authenticated:
        return redirect("/")
    return render_template("auth/sign_in.html", f=SignInForm(), first_start=queries.nobody_can_sign_in())


@bp.post("/sign-in", allow=PUBLIC, endpoint="sign_in_now")
def sign_in_now() -> ResponseReturnValue:
    """Sign in with name and password; few tries per account and per address."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("auth/sign_in.html", f=form), 422
    username, address = form.username.data.strip().lower(), request.remote_addr or ""
    if too_often("10/15minute", "sign-in", username) or failed_too_often(FROM_ONE_ADDRESS, "sign-in-from", address):
        form.blame("username", _("Đã thử quá nhiều lần. Hãy chờ 15 phút rồi thử lại."))
        return render_template("auth/sign_in.html", f=form), 429
    now = clock.now()
    try:
        with transaction():
            opened, secret = actions.sign_in(username, form.password.data, now=now, device=_device())
    except actions.WrongCredentials:
        count_failure(FROM_ONE_ADDRESS, "sign-in-from", address)
        form.blame("username", _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ."))
        return render_template("auth/sign_in.html", f=form), 422
    session.clear()
    g.pop("csrf_token", None)  # made for the session that was just cleared
    login_user(Member(opened, secret))
    sent = again.opened(form.sent.data or "")
    if sent is not None:
        return render_template("auth/send_again.html", sent=sent)
    return redirect(_safe_next(), 303)


def ask_to_sign_in() -> ResponseReturnValue:
    """The door for a form that was sent after the session had ended: what was typed is kept."""
    return render_template("auth/sign_in.html", f=SignInForm(formdata=None, sent=again.sealed_form()), ended=True), 401


@bp.post("/sign-out", allow=STAFF)
def sign_out() -> ResponseReturnValue:
    """Sign out: the session ends on the server and the browser forgets its pages."""
    with transaction():
        actions.sign_out(current_user.sign_in, now=clock.now())
    logout_user()
    session.clear()
    answer = redirect(url_for("auth.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/set-up/<secret>", allow=PUBLIC)
def set_up(secret: str) -> ResponseReturnValue:
    """Choose a password by a one-time link."""
    try:
        user = actions.user_of_link(secret, now=clock.now())
    except actions.LinkSpent:
        return render_template("auth/link_spent.html"), 410
    return render_template("auth/set_up.html", f=PasswordForm(), user=user)


@bp.post("/set-up/<secret>", allow=PUBLIC, endpoint="set_up_now")
def set_up_now(secret: str) -> ResponseReturnValue:
    """Store the chosen password and spend the link."""
    form = PasswordForm()
    try:
        user = actions.user_of_link(secret, now=clock.now())
        form.validate_on_submit()
        _judge(form, (user.username, user.display_name))
        if form.errors:
            return render_template("auth/set_up.html", f=form, user=user), 422
        with transaction():
            actions.choose_password(secret, form.password.data, now=clock.now())
    except actions.LinkSpent:
        return render_template("auth/link_spent.html"), 410
    flash(_("Đã đặt mật khẩu. Hãy đăng nhập."))
    return redirect(url_for("auth.sign_in"), 303)


@bp.get("/me", allow=STAFF)
def me() -> ResponseReturnValue:
    """The user's own page: where alarms reach, language and open sessions."""
    return _own_page(EmailForm(formdata=None, email=asking_user().email))


@bp.post("/me/email", allow=STAFF)
def set_email() -> ResponseReturnValue:
    """Write down where alarms reach the user."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _own_page(form), 422
    with transaction():
        actions.set_email(asking_user(), form.email.data or "", by=asking_user(), now=clock.now())
    flash(_("Đã ghi. Cảnh báo của bạn gửi tới địa chỉ này.") if form.email.data else _("Đã xóa địa chỉ."), "success")
    return redirect(url_for("auth.me"), 303)


def _own_page(email: EmailForm) -> str:
    user = asking_user()
    sessions = queries.sessions_of(user, now=clock.now())
    form = LanguageForm(formdata=None, language=user.language)
    return render_template("auth/me.html", user=user, sessions=sessions, f=form, email=email)


@bp.post("/language", allow=PUBLIC)
def language() -> ResponseReturnValue:
    """Change the language of the pages: of the user's account, else of this browser."""
    form = LanguageForm()
    if form.language.data in settings().languages:
        session["language"] = form.language.data
        if current_user.is_authenticated:
            with transaction():
                actions.choose_language(asking_user(), form.language.data, now=clock.now())
    return redirect(_inside(request.form.get("next", "")), 303)


@bp.post("/me/sessions/<ref>/end", allow=STAFF)
def end_session(ref: str) -> ResponseReturnValue:
    """End one of the user's own sessions, for instance on a lost phone."""
    found = queries.own_session(asking_user(), ref)
    if found is None:
        abort(404)
    with transaction():
        actions.sign_out(found, now=clock.now())
    flash(_("Đã kết thúc phiên đó."))
    return redirect(url_for("auth.me"), 303)


def _judge(form: PasswordForm, names: tuple[str, ...]) -> None:
    if form.password.data and (reason := weakness(form.password.data, names=names)):
        form.blame("password", reason)
    if form.password.data != form.again.data:
        form.blame("again", _("Hai lần nhập chưa giống nhau."))


def _device() -> str:
    return request.headers.get("User-Agent", "")[:120]


def _safe_next() -> str:
    return _inside(request.args.get("next", ""))


def _inside(wanted: str) -> str:
    """An address of our own; anything else leads to the first page."""
    plain = wanted.isprintable() and " " not in wanted and "\\" not in wanted
    parts = urlsplit(wanted) if plain else None
    inside = parts is not None and wanted.startswith("/") and not parts.scheme and not parts.netloc
    return wanted if inside else "/"
