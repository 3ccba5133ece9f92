"""What the timetable calls in the post room."""

import os
import socket

from tracker.core import clock
from tracker.messages.delivery import deliver as deliver_batch

ROUNDS = 200


def deliver() -> str:
    """Deliver what is due, batch by batch, until nothing is left or this run has done its share; what was done."""
    name = f"{socket.gethostname()[:16]}:{os.getpid()}"
    claimed = put_off = sent = to_retry = failed = uncertain = 0
    for _round in range(ROUNDS):
        done = deliver_batch(clock.now(), name)
        claimed, put_off, sent = claimed + done.claimed, put_off + done.put_off, sent + done.sent
        to_retry, failed, uncertain = to_retry + done.to_retry, failed + done.failed, uncertain + done.uncertain
        if not done.claimed and not done.put_off:
            break
    return f"claimed={claimed} put_off={put_off} sent={sent} to_retry={to_retry} failed={failed} uncertain={uncertain}"
