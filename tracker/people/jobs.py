"""What the timetable calls for people; in one transaction."""

from tracker.core import clock
from tracker.core.db import transaction
from tracker.people import actions


def find_doubles() -> str:
    """Look through the whole register for files that may be one person's, across offices too; what was found."""
    with transaction():
        return f"new={actions.find_doubles(now=clock.now())}"
