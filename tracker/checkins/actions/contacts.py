"""A call that an officer records in fifteen seconds, and what it proves."""

from datetime import datetime

import sqlalchemy as sa

from tracker.alerts import actions as alerts
from tracker.audit import actions as audit
from tracker.auth.models import UserAccount
from tracker.checkins.actions.heard import heard_of
from tracker.checkins.models import Plan
from tracker.core.db import db
from tracker.people.actions import record_sign
from tracker.people.models import Worker

OUTCOMES = ("reached", "no_answer", "wrong_number", "relative_answered", "refused")
SIGNS = {"reached": "officer_call", "refused": "officer_call", "relative_answered": "family"}
SURE = ("reached", "refused")
WORDS = {
    "reached": "Đã gọi được người lao động.",
    "no_answer": "Gọi không ai nghe.",
    "wrong_number": "Số điện thoại không đúng người.",
    "relative_answered": "Thân nhân nghe máy.",
    "refused": "Người lao động nghe máy, không muốn nói chuyện.",
}


def record_contact(
    worker: Worker, kind: str, at: datetime, note: str, by: UserAccount, now: datetime, *, told: str = ""
) -> bool:
    """Keep what came of a call; whether it proved life. `kind` is one of OUTCOMES. Raises KeyError for another.

    Reaching the worker confirms what was asked; it closes no alert, but stands in its timeline. `told` is the key of
    the alert whose timeline holds the call already.
    """
    words = WORDS[kind]
    if kind in SIGNS:
        record_sign(worker.id, SIGNS[kind], at, source=by.display_name, note=note, now=now)
    if kind in SURE:
        heard_of(worker.id, now=at, become="confirmed_by_third")
    line = " ".join(filter(None, (words, note)))
    contracts = db.session.scalars(sa.select(Plan.contract_id).where(Plan.worker_id == worker.id))
    for key in {f"silent:{contract_id}" for contract_id in contracts} - {told}:
        alerts.add_fact(key, line, now)
    audit.record("worker.contact", ("worker", worker.ref), by=by, now=now, outcome=kind, at=at.isoformat())
    return kind in SURE
