"""What the timetable calls for events; in one transaction."""

from tracker.core import clock
from tracker.core.db import transaction
from tracker.disruptions import actions


def spread() -> str:
    """Look again at every running event for newcomers and worsened circumstances; what was found."""
    with transaction():
        return f"touched={actions.spread(now=clock.now())}"
