"""Hôm nay: the page an officer opens every morning."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.alerts import queries as alerts
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.home import doubles, morning, repairs
from tracker.home.blueprint import bp
from tracker.home.to_do import to_do
from tracker.web.routes import OFFICERS, STAFF, may

__all__ = ["bp", "doubles"]


@bp.get("/", allow=STAFF)
def door() -> ResponseReturnValue:
    """The first page of each role: an officer's day, else what the role may see."""
    for endpoint in ("home.today", "audit.index", "auth.me"):
        if may(endpoint):
            return redirect(url_for(endpoint))
    return redirect(url_for("auth.me"))


@bp.get("/today", allow=OFFICERS)
def today() -> ResponseReturnValue:
    """Counters, work to do by severity and deadline, and what changed since the last sign-in."""
    user, now = asking_user(), clock.now()
    return render_template(
        "home/today.html",
        alert_counts=alerts.counters(user, now),
        counts=morning.counts(user, now),
        to_do=to_do(user, now),
        news=morning.news(user, current_user.sign_in.previous_sign_in_at, now),
        now=now,
    )


@bp.get("/today/incomplete", allow=OFFICERS)
def incomplete() -> ResponseReturnValue:
    """Files that lack a number to call or a contract; `office` narrows them to one."""
    office = request.args.get("office", "")[:40]
    files = repairs.incomplete_files(office=office, after=_after())
    if _after() and not files.shown:
        return redirect(url_for("home.incomplete", office=office or None))
    return render_template("home/incomplete.html", files=files, office=office)


@bp.get("/today/numbers", allow=OFFICERS)
def numbers() -> ResponseReturnValue:
    """Numbers that proved wrong and need repair."""
    wrong = repairs.wrong_numbers(after=_after())
    if _after() and not wrong.shown:
        return redirect(url_for("home.numbers"))
    return render_template("home/numbers.html", wrong=wrong)


def _after() -> str:
    """Where in the list the reader is: behind which file or number."""
    return request.args.get("after", "")[:24]
