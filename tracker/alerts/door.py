"""The room's blueprint, and who may enter which part of it."""

from tracker.web.routes import AUDITORS, OFFICERS, Blueprint

bp = Blueprint("alerts", __name__, url_prefix="/alerts")
READERS = OFFICERS | AUDITORS
