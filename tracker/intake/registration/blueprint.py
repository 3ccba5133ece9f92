"""The address book of registration; its pages stand in `views` and `views_of_parts`."""

from tracker.web.routes import Blueprint

bp = Blueprint("registration", __name__)
