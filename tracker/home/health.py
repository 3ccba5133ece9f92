"""GET /healthz: whether the house lives, for machines that watch it."""

from datetime import datetime, timedelta
from importlib.metadata import version

import sqlalchemy as sa
from flask import jsonify
from flask.typing import ResponseReturnValue

from tracker.checkins.models import WAITING_STATES, CheckIn
from tracker.core import clock
from tracker.core.db import db
from tracker.core.runs import Tick
from tracker.core.scope import Scope, use_scope
from tracker.messages.models import Message
from tracker.web.routes import PUBLIC, Blueprint

bp = Blueprint("health", __name__)
SILENT_AFTER = timedelta(minutes=5)


@bp.get("/healthz", allow=PUBLIC)
def healthz() -> ResponseReturnValue:
    """Version, database, last tick, oldest due work; 503 when the scheduler has not ticked for five minutes."""
    use_scope(db.session(), Scope.everything())
    now = clock.now()
    tick = db.session.get(Tick, "engine")
    alive = tick is not None and now - tick.at <= SILENT_AFTER
    oldest = min((at for at in (_oldest_check_in(), _oldest_message()) if at and at <= now), default=None)
    body = {
        "status": "ok" if alive else "scheduler silent",
        "version": version("tracker"),
        "database": db.engine.dialect.name,
        "last_tick": tick.at.isoformat() if tick else None,
        "oldest_due": oldest.isoformat() if oldest else None,
    }
    return jsonify(body), 200 if alive else 503


def _oldest_check_in() -> datetime | None:
    waiting = CheckIn.state.in_(WAITING_STATES)
    return db.session.scalar(sa.select(sa.func.min(CheckIn.next_step_at)).where(waiting))


def _oldest_message() -> datetime | None:
    queued = Message.state.in_(("queued", "failed_temp"))
    return db.session.scalar(sa.select(sa.func.min(Message.next_try_at)).where(queued))
