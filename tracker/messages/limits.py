"""How often one number may get a message that somebody writes: a pause between two, and so many a week."""

from collections.abc import Iterable
from datetime import datetime, timedelta

PAUSE = timedelta(hours=3)
WEEK = timedelta(days=7)
A_WEEK = 4
# A message that somebody writes and that cannot be delivered by then is not said any more.
WORTH_SAYING = timedelta(days=2)
# What never went out, or is known not to have arrived, troubled nobody.
UNHEARD = ("failed_perm", "expired", "cancelled")


def free_from(gone: Iterable[datetime]) -> datetime | None:
    """From when a number that got messages at these instants, past or to come, may get the next; none: at once."""
    newest = sorted(gone, reverse=True)[:A_WEEK]
    if not newest:
        return None
    after_pause = newest[0] + PAUSE
    return max(after_pause, newest[-1] + WEEK) if len(newest) == A_WEEK else after_pause
