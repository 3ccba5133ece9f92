"""Open alerts of a worker whose contract was corrected: they lie in the right country and say so in their timeline."""

from datetime import datetime

import sqlalchemy as sa

from tracker.alerts.actions.entries import add_entries
from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.core.db import changed, db


def follow_terms(worker_id: int, *, was: str, country: str, by: UserAccount, now: datetime) -> int:
    """Tell the worker's open alerts that the contract was corrected; how many. One of an event stays in its country.

    What was said when an alert was raised stays as it was said. Whoever decides on a page that was opened before is
    asked to read the new line first.
    """
    his = sa.and_(Alert.worker_id == worker_id, Alert.closed_at.is_(None))
    moves = sa.and_(Alert.host_country == was, Alert.cause != "disruption")
    told = {"version": Alert.version + 1, "host_country": sa.case((moves, country), else_=Alert.host_country)}
    changed(db.session(), sa.update(Alert).where(his).values(**told))
    return add_entries(his, "terms_corrected", by=by, now=now)
