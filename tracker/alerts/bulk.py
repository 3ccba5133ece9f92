"""The same step for many alerts at once, by filter: counted and sampled before, one statement, undone for 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from tracker.alerts.models import OPEN_STATES, SEVERITIES, Alert, AlertEntry, BulkBatch, BulkChange
from tracker.alerts.queries.filters import Filters
from tracker.alerts.queries.queue import Line, sample
from tracker.alerts.refusals import Refused
from tracker.alerts.severity import GRADES
from tracker.audit.actions import record
from tracker.auth.models import UserAccount
from tracker.core.crypto import new_ref
from tracker.core.db import changed, db, insert_missing
from tracker.core.scope import within
from tracker.web.paging import capped_count

MOST = 10_000
SAMPLE = 20
UNDO_WITHIN = timedelta(hours=24)
# What the house adds to a timeline while nobody works on the alert; the last is the line of undoing itself.
LINES_OF_THE_HOUSE = ("fact", "step", "bulk_undone")


@dataclass(frozen=True)
class Rehearsal:
    """How many alerts a bulk action would change (no further than 10.001), and twenty of them."""

    count: int
    sample: list[Line]


class MoreThanSeen(Refused):
    """Since it was counted, more alerts have come under the filter than the person had agreed to."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(
            _("Danh sách vừa thay đổi: nay có %(count)s cảnh báo. Hãy xem lại rồi bấm lần nữa.", count=self.count)
        )


class UndoOver(Refused):
    """A bulk action that was undone already, or is too old."""

    def words(self) -> str:
        """What is wrong and what is allowed."""
        return str(_("Chỉ hoàn tác được trong 24 giờ và một lần. Hãy sửa từng cảnh báo."))


def rehearse(
    filters: Filters, action: str, *, by: UserAccount, now: datetime, to: UserAccount | None = None
) -> Rehearsal:
    """Count and sample what `apply` would change."""
    chosen = _chosen(filters, action, by=by, to=to, now=now)
    count = capped_count(db.session(), sa.select(Alert.id).where(*chosen), cap=MOST)
    return Rehearsal(count, sample(chosen, now=now, size=SAMPLE))


def apply(
    filters: Filters,
    action: str,
    *,
    by: UserAccount,
    now: datetime,
    agreed: int,
    to: UserAccount | None = None,
) -> BulkBatch:
    """Acknowledge, or assign to somebody, every alert under the filter; what was done, as a batch.

    At most 10.000 at a time. Raises MoreThanSeen when there are more than the person agreed to.
    """
    told = {**filters.args(), "to": to.display_name if to else ""}
    batch = BulkBatch(
        ref=new_ref("LO"), office_path=by.office_path, by_id=by.id, at=now, action=action, filters=told, count=0
    )
    db.session.add(batch)
    db.session.flush()
    batch.count = _remember(batch, _chosen(filters, action, by=by, to=to, now=now))
    if batch.count > agreed:
        raise MoreThanSeen(batch.count)
    _change(batch, _acknowledged(by, now) if action == "acknowledge" else {"owner_id": to.id if to else None})
    _note(batch, "bulk", by=by, now=now, action=action, count=batch.count)
    record(f"alerts.bulk_{action}", ("bulk", batch.ref), by=by, now=now, filters=told, count=batch.count)
    return batch


def undo(batch: BulkBatch, *, by: UserAccount, now: datetime) -> int:
    """Put back every alert that nobody has touched since; how many. Raises UndoOver after 24 hours.

    An alert that was assigned gets its former owner again and stays else as it is.
    """
    if batch.undone_at or now - batch.at > UNDO_WITHIN:
        raise UndoOver(batch.ref)
    batch.undone_at = now
    db.session.flush()
    _note(batch, "bulk_undone", by=by, now=now)
    put_back = changed(
        db.session(),
        sa.update(Alert)
        .where(*_untouched(batch), Alert.id == BulkChange.alert_id, BulkChange.batch_id == batch.id)
        .values(version=Alert.version + 1, **_as_before(batch, now)),
    )
    record("alerts.bulk_undone", ("bulk", batch.ref), by=by, now=now, count=put_back)
    return put_back


def may_undo(batch: BulkBatch, now: datetime) -> bool:
    """Whether a bulk action can still be undone."""
    return batch.undone_at is None and now - batch.at <= UNDO_WITHIN


def batch_by_ref(ref: str) -> BulkBatch | None:
    """A bulk action of the asking office or of one below it."""
    return db.session.scalar(sa.select(BulkBatch).where(BulkBatch.ref == ref))


def recent(limit: int = 10) -> list[BulkBatch]:
    """The newest bulk actions."""
    return list(db.session.scalars(sa.select(BulkBatch).order_by(BulkBatch.id.desc()).limit(limit)))


def _chosen(
    filters: Filters, action: str, *, by: UserAccount, to: UserAccount | None, now: datetime
) -> list[sa.ColumnElement[bool]]:
    chosen = filters.conditions(user_id=by.id, now=now)
    if action == "acknowledge":
        return [*chosen, Alert.state == "new"]
    chosen.append(Alert.state.in_(OPEN_STATES))
    if to is not None:
        chosen += [within(Alert.office_path, to.office_path), Alert.owner_id.is_distinct_from(to.id)]
    return chosen


def _remember(batch: BulkBatch, chosen: list[sa.ColumnElement[bool]]) -> int:
    """Keep what each alert was, so that it can be put back; how many there are."""
    before: tuple[Any, ...] = (
        sa.literal(batch.id),
        Alert.office_path,
        Alert.id,
        Alert.state,
        Alert.owner_id,
        Alert.acknowledged_at,
    )
    columns = ("batch_id", "office_path", "alert_id", "state", "owner_id", "acknowledged_at")
    rows: sa.Select[Any] = (
        sa.select(*before).where(*chosen).order_by(Alert.severity, Alert.act_by, Alert.id).limit(MOST)
    )
    return insert_missing(db.session(), BulkChange, columns, rows)


def _acknowledged(by: UserAccount, now: datetime) -> dict[str, Any]:
    lasts = [(Alert.severity == one, _instant(GRADES[one].acknowledgement_lasts.after(now))) for one in SEVERITIES]
    return {
        "state": "acknowledged",
        "acknowledged_at": now,
        "owner_id": sa.func.coalesce(Alert.owner_id, by.id),
        "next_step_at": sa.case(*lasts[:-1], else_=lasts[-1][1]),
    }


def _change(batch: BulkBatch, values: dict[str, Any]) -> None:
    changed(
        db.session(), sa.update(Alert).where(Alert.id.in_(_members(batch))).values(version=Alert.version + 1, **values)
    )


def _note(batch: BulkBatch, kind: str, *, by: UserAccount, now: datetime, **detail: Any) -> None:
    line = (
        _instant(now),
        sa.literal(kind),
        sa.literal(by.id),
        sa.literal(""),
        sa.literal(detail, AlertEntry.detail.type),
    )
    columns = ("alert_id", "office_path", "at", "kind", "by_id", "note", "detail")
    touched = sa.select(Alert.id, Alert.office_path, *line).where(Alert.id.in_(_members(batch)))
    if kind == "bulk_undone":
        touched = touched.where(*_untouched(batch))
    insert_missing(db.session(), AlertEntry, columns, touched)


def _untouched(batch: BulkBatch) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that nobody has worked on an alert since the batch: no line of a person stands after its own."""
    own, later = aliased(AlertEntry, name="own"), aliased(AlertEntry, name="later")
    line = sa.select(sa.func.max(own.id)).where(own.alert_id == Alert.id, own.kind == "bulk", own.at == batch.at)
    since = sa.exists().where(
        later.alert_id == Alert.id,
        later.at >= batch.at,
        later.id > line.scalar_subquery(),
        later.kind.not_in(LINES_OF_THE_HOUSE),
    )
    if batch.action == "acknowledge":
        return (Alert.state == "acknowledged", Alert.acknowledged_at == batch.at, ~since)
    return (Alert.closed_at.is_(None), ~since)


def _as_before(batch: BulkBatch, now: datetime) -> dict[str, Any]:
    if batch.action == "assign":
        return {"owner_id": BulkChange.owner_id}
    return {
        "state": BulkChange.state,
        "owner_id": BulkChange.owner_id,
        "acknowledged_at": BulkChange.acknowledged_at,
        "next_step_at": _next_step_again(now),
    }


def _next_step_again(now: datetime) -> sa.ColumnElement[Any]:
    """Back in the ladder: at the deadline of acknowledging, or at once when that is gone by."""
    return sa.case((Alert.acknowledge_by > now, Alert.acknowledge_by), else_=_instant(now))


def _members(batch: BulkBatch) -> sa.Select[Any]:
    return sa.select(BulkChange.alert_id).where(BulkChange.batch_id == batch.id)


def _instant(value: datetime) -> sa.ColumnElement[Any]:
    return sa.literal(value, Alert.opened_at.type)
