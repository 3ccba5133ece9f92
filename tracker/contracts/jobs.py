"""What the timetable calls for contracts: hear what the registers of licences and markets say since yesterday."""

from tracker.audit import actions as audit
from tracker.contracts import review
from tracker.core import clock
from tracker.core.db import transaction


def review_registers() -> str:
    """Take back findings that a register has disproved, keep those it now gives; one transaction per batch."""
    taken_back = _take_back()
    kept, after = 0, 0
    while waiting := review.next_unseen(after):
        with transaction():
            kept += review.look_at(waiting, now=clock.now())
        after = waiting[-1]
    if taken_back or kept:
        with transaction():
            about = ("register", "senders")
            audit.record("contract.review", about, by=None, now=clock.now(), taken_back=taken_back, kept=kept)
    return f"taken_back={taken_back} kept={kept}"


def _take_back() -> int:
    total = 0
    while True:
        with transaction():
            done = review.take_back()
        if not done:
            return total
        total += done
