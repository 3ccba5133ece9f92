"""The address book of the pages under "Hôm nay"; they stand in `today` and `doubles`."""

from tracker.web.routes import Blueprint

bp = Blueprint("home", __name__)
