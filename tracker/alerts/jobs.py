"""What the timetable calls for alerts; each in one transaction."""

from tracker.alerts import actions
from tracker.core import clock
from tracker.core.db import transaction


def escalate() -> str:
    """Take the steps of the ladders that are due; what was done."""
    with transaction():
        return f"moved={actions.escalate_overdue(now=clock.now())}"


def wake() -> str:
    """Bring back what was put aside until now; what was done."""
    with transaction():
        return f"woken={actions.wake_snoozed(now=clock.now())}"


def audit_queue() -> str:
    """Look for open alerts that nobody would come back to; what was found."""
    with transaction():
        return f"forgotten={actions.check_nothing_is_forgotten(now=clock.now())}"
