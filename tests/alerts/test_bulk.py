"""Bulk work by filter: counted, applied, and undone where nobody has gone on since."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert, many, noon
from tests.cast import a_worker, inside, post, signed_in, the_cast
from tracker.alerts import actions, bulk
from tracker.alerts.models import Alert, AlertEntry, BulkBatch
from tracker.alerts.queries.filters import Filters
from tracker.audit.models import AuditEntry
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction

NOW = noon("2020-07-15")
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    return the_cast()


def assigned(people: dict[str, UserAccount], *alerts: Alert) -> BulkBatch:
    with transaction():
        batch = bulk.apply(Filters(), "assign", by=people["minh"], to=people["lan"], now=NOW, agreed=len(alerts))
    db.session.expire_all()
    return batch


def acknowledged(people: dict[str, UserAccount]) -> BulkBatch:
    with transaction():
        batch = bulk.apply(Filters(), "acknowledge", by=people["minh"], now=NOW, agreed=9)
    db.session.expire_all()
    return batch


def undone(batch: BulkBatch, by: UserAccount, now: datetime = LATER) -> int:
    with transaction():
        count = bulk.undo(batch, by=by, now=now)
    db.session.expire_all()
    return count


def test_a_bulk_step_changes_what_the_filter_shows_in_one_batch_and_is_undone_within_a_day(house: Flask) -> None:
    minh = the_cast()["minh"]
    with transaction():
        many(12)
    chosen = Filters(severity="3")
    audits = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0

    seen = bulk.rehearse(chosen, "acknowledge", by=minh, now=NOW)
    with transaction():
        batch = bulk.apply(chosen, "acknowledge", by=minh, now=NOW, agreed=seen.count)

    assert (seen.count, len(seen.sample), batch.count) == (3, 3, 3)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == audits + 1
    states = sa.select(Alert.severity, Alert.state, Alert.owner_id).distinct().order_by(Alert.severity)
    assert [tuple(row) for row in db.session.execute(states)] == [
        (1, "new", None),
        (2, "new", None),
        (3, "acknowledged", minh.id),
        (4, "new", None),
    ]

    with transaction():
        assert bulk.undo(batch, by=minh, now=NOW + timedelta(hours=23)) == 3
    assert {row.state for row in db.session.execute(states)} == {"new"}
    with pytest.raises(bulk.UndoOver), transaction():
        bulk.undo(batch, by=minh, now=NOW + timedelta(hours=23))


def test_undoing_leaves_alone_what_somebody_has_given_to_another_since(people: dict[str, UserAccount]) -> None:
    with transaction():
        many(2, severity=3)
    first, second = db.session.scalars(sa.select(Alert).order_by(Alert.id))
    batch = assigned(people, first, second)
    with transaction():
        actions.assign(first, people["binh"], by=people["minh"], now=NOW + timedelta(hours=1))

    assert undone(batch, people["minh"]) == 1
    assert (first.owner_id, second.owner_id) == (people["binh"].id, None)


def test_undoing_an_assignment_takes_no_work_away_that_was_done_since(people: dict[str, UserAccount]) -> None:
    lan = people["lan"]
    with transaction():
        begun, done = an_alert(a_worker(), now=NOW), an_alert(a_worker("Cà Văn Thoa"), severity=2, now=NOW)
    batch = assigned(people, begun, done)
    with transaction():
        for alert in (begun, done):
            actions.acknowledge(alert, by=lan, now=NOW + timedelta(minutes=10))
        actions.resolve(done, outcome="helped", words="Ổn", was_right=True, by=lan, now=NOW + timedelta(minutes=30))

    assert undone(batch, people["minh"]) == 0
    assert [(one.state, one.owner_id) for one in (begun, done)] == [("acknowledged", lan.id), ("resolved", lan.id)]
    assert done.outcome == "helped"


def test_undoing_an_assignment_gives_back_the_owner_and_nothing_else(people: dict[str, UserAccount]) -> None:
    with transaction():
        alert = an_alert(a_worker(), now=NOW)
        actions.acknowledge(alert, by=people["binh"], now=NOW)
    batch = assigned(people, alert)
    next_step = alert.next_step_at

    assert undone(batch, people["minh"]) == 1
    assert (alert.owner_id, alert.state, alert.next_step_at) == (people["binh"].id, "acknowledged", next_step)
    assert alert.acknowledged_at == NOW


def test_undoing_an_acknowledgement_leaves_alone_what_was_worked_on_under_it(people: dict[str, UserAccount]) -> None:
    with transaction():
        called, handed, noted = (an_alert(a_worker(name), severity=2, now=NOW) for name in ("Lò A", "Lò B", "Lò C"))
    batch = acknowledged(people)
    with transaction():
        actions.log_call(called, "worker", words="Đã nói chuyện", by=people["binh"], now=NOW + timedelta(minutes=9))
        actions.assign(handed, people["binh"], by=people["minh"], now=NOW + timedelta(minutes=5))
        actions.note(noted, "Đang liên hệ", by=people["lan"], now=NOW + timedelta(minutes=5))

    assert undone(batch, people["minh"]) == 0
    assert {one.state for one in (called, handed, noted)} == {"acknowledged"}


@pytest.mark.parametrize("action", ["assign", "acknowledge"])
def test_what_the_house_writes_is_nobodys_work(people: dict[str, UserAccount], action: str) -> None:
    with transaction():
        alert = an_alert(a_worker(), severity=3, now=NOW)
    batch = assigned(people, alert) if action == "assign" else acknowledged(people)
    with transaction():
        actions.add_fact(alert.dedupe_key, "Đã tự trả lời", NOW + timedelta(minutes=5))

    assert undone(batch, people["minh"]) == 1
    assert (alert.state, alert.owner_id) == ("new", None)
    kinds = db.session.scalars(sa.select(AlertEntry.kind).order_by(AlertEntry.id)).all()
    assert kinds == ["bulk", "fact", "bulk_undone"]


def test_what_another_bulk_step_has_changed_since_is_left_to_that_one(people: dict[str, UserAccount]) -> None:
    with transaction():
        alert = an_alert(a_worker(), severity=3, now=NOW)
    first = assigned(people, alert)
    with transaction():
        bulk.apply(Filters(), "acknowledge", by=people["minh"], now=NOW + timedelta(hours=1), agreed=1)

    assert undone(first, people["minh"]) == 0
    db.session.expire_all()
    assert (alert.state, alert.owner_id) == ("acknowledged", people["lan"].id)


def test_the_page_says_how_many_were_put_back_and_how_many_left_alone(app: Flask) -> None:
    with inside(app):
        users = the_cast()
        now = clock.now()
        with transaction():
            touched, _untouched = (an_alert(a_worker(name), severity=3, now=now) for name in ("Lò A", "Lò B"))
            told = {"by": users["minh"], "to": users["lan"], "now": now, "agreed": 2}
            ref = bulk.apply(Filters(), "assign", **told).ref
        db.session.expire_all()
        with transaction():
            actions.acknowledge(touched, by=users["lan"], now=now)
    minh = signed_in(app, "minh")

    post(minh, f"/alerts/bulk/{ref}/undo")
    page = minh.get(f"/alerts/bulk/{ref}").text

    assert "Đã trả lại 1 cảnh báo như cũ." in page
    assert "1 cảnh báo đã có người làm tiếp nên giữ nguyên." in page


def test_a_bulk_step_is_not_undone_after_a_day(house: Flask) -> None:
    minh = the_cast()["minh"]
    with transaction():
        many(1)
        batch = bulk.apply(Filters(), "acknowledge", by=minh, now=NOW, agreed=1)

    with pytest.raises(bulk.UndoOver), transaction():
        bulk.undo(batch, by=minh, now=NOW + timedelta(hours=24, seconds=1))


def test_a_bulk_assignment_touches_only_the_area_of_whoever_gets_it(house: Flask) -> None:
    users = the_cast()
    with transaction():
        an_alert(a_worker("Lò Thị Ánh", office="vn.11.099"))
        an_alert(a_worker("Cà Văn Thoa", office="vn.11.094"))
        batch = bulk.apply(Filters(), "assign", by=users["minh"], to=users["binh"], now=NOW, agreed=2)

    assert batch.count == 1
