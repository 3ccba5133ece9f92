"""What the timetable calls for pages of this room; in one transaction."""

from datetime import timedelta

from tracker.core import clock
from tracker.core.db import transaction
from tracker.home import merging

LATELY = timedelta(days=2)


def follow_merges() -> str:
    """Look after what was merged lately; what was found."""
    now = clock.now()
    with transaction():
        return f"merges={merging.follow_merges(since=now - LATELY, now=now)}"
