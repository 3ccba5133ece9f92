"""A call written down on the page of an alert: check-ins hear of it too, and they stand above alerts."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.alerts.models import Alert
from tracker.alerts.pages import step_form, take
from tracker.auth.door import asking_user
from tracker.core import clock
from tracker.home.calls import record_call_about
from tracker.web.routes import OFFICERS, Blueprint

bp = Blueprint("alert_calls", __name__)


@bp.post("/alerts/<ref>/call", allow=OFFICERS)
def call(ref: str) -> ResponseReturnValue:
    """A call that was made because of this alert."""
    form, by, now = step_form("call"), asking_user(), clock.now()

    def step(alert: Alert) -> None:
        record_call_about(alert, form.reached.data, words=form.call_note.data or "", by=by, now=now)

    return take(ref, form, step, _("Đã ghi cuộc gọi."))
