"""The desk of uncertain messages: an officer finds out whether each has arrived; the house never sends one again."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home import fates
from tracker.home.file_words import MESSAGES
from tracker.web.routes import OFFICERS, Blueprint

bp = Blueprint("uncertain", __name__)
FOUND_OUT = {"yes": True, "no": False}


@bp.get("/today/uncertain", allow=OFFICERS)
def index() -> ResponseReturnValue:
    """The messages nobody knows the fate of."""
    return render_template("home/uncertain.html", unknown=fates.unknown_messages(), message_names=MESSAGES)


@bp.post("/today/uncertain/<reference>", allow=OFFICERS)
def settle(reference: str) -> ResponseReturnValue:
    """Write down that a message has arrived, or that it has not."""
    arrived = FOUND_OUT.get(request.form.get("arrived", ""))
    if arrived is None:
        abort(404)
    with transaction():
        message = fates.message_of(reference)
        settled = message and fates.settle(message, arrived=arrived, by=asking_user(), now=clock.now())
    if not settled:
        flash(_("Tin này không còn chờ ghi kết quả: có thể người khác vừa ghi."), "warning")
    elif arrived:
        flash(_("Đã ghi: tin đã tới nơi."), "success")
    else:
        flash(_("Đã ghi: tin không tới. Nếu vẫn cần, gửi tin khác từ hồ sơ."), "success")
    return redirect(url_for("uncertain.index"), 303)
