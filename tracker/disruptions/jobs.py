"""What the timetable calls for disruptions."""

from tracker.core import clock
from tracker.core.db import transaction
from tracker.disruptions import actions


def spread() -> str:
    """Look again at every running event; how many newcomers it touches."""
    with transaction():
        return f"touched={actions.spread(now=clock.now())}"
