"""The audit book as a page: who did what, newest first, and whether the chain is whole."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.audit import queries
from tracker.core.db import db
from tracker.core.scope import scope_in_force
from tracker.web.routes import AUDITORS, Blueprint

bp = Blueprint("audit", __name__)
PAGE = 60
LARGEST = 2**31


@bp.get("/audit", allow=AUDITORS)
def index() -> ResponseReturnValue:
    """The latest entries of the offices in scope; `before` is the number of the last entry shown."""
    asked = request.args.get("before", type=int)
    before = asked if asked is not None and 0 < asked < LARGEST else None
    entries = queries.latest(scope_in_force(db.session()), before=before, size=PAGE)
    last = entries[-1].id if len(entries) == PAGE else None
    return render_template("audit/index.html", entries=entries, last=last)
