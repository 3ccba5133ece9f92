"""Two files of one person become one: nothing is lost, nothing is told twice, links and codes go on."""

import threading
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import the_cast
from tests.home.two_files import (
    Files,
    a_call_for,
    a_user,
    fill_every_table,
    merge_now,
    merged,
    read_anew,
    rows_about,
    tables_of_workers,
    the_pair,
    two_files,
)
from tracker import jobs
from tracker.alerts.models import Alert, AlertEntry
from tracker.audit.models import AuditEntry
from tracker.checkins import actions as checkins
from tracker.checkins.models import CheckIn
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.family import actions as family
from tracker.home.merging import ChangedSince, SealedFile
from tracker.people import actions as people
from tracker.people import queries, secrets
from tracker.people.actions import AlreadyDecided
from tracker.people.models import SuspectedPair, Worker

# The pair remembers both files, the merged row names the kept one; of the others the merge joins what both files had.
COUNTED_APART = {"suspected_pair", "worker", "contact_status", "name_key", "contact_point", "earlier_number"}


@pytest.fixture(autouse=True)
def cast(house: Flask) -> Flask:
    the_cast()
    return house


def test_every_table_that_speaks_of_workers_follows_the_merge() -> None:
    files = two_files(other={"passport": "B7741203"}, kept={"passport": "C1234567"})
    with transaction():
        for worker, country in ((files.kept, "JPN"), (files.other, "KOR")):
            fill_every_table(worker, country=country)
    theirs, mine, other_id = rows_about(files.other.id), rows_about(files.kept.id), files.other.id
    assert [name for name, rows in theirs.items() if not rows] == ["worker"], "a table without rows proves nothing"

    kept = merged(files)

    after = rows_about(kept.id)
    assert {name for name, rows in rows_about(other_id).items() if rows} == {"suspected_pair"}
    for name in tables_of_workers().keys() - COUNTED_APART:
        assert after[name] == mine[name] + theirs[name], name
    assert (after["contact_status"], after["name_key"], after["worker"]) == (1, 3, 1)
    assert after["contact_point"] == mine["contact_point"] + theirs["contact_point"] - 1  # the phone that both had
    assert after["earlier_number"] == mine["earlier_number"] + theirs["earlier_number"] + 3  # CMND, passport, reference


def test_the_merged_file_stays_as_a_row_that_no_question_sees() -> None:
    files = two_files()
    other_id, kept_id = files.other.id, files.kept.id

    merged(files)

    table = Worker.__table__
    row = db.session.connection().execute(sa.select(table.c.merged_into).where(table.c.id == other_id)).one()
    assert row.merged_into == kept_id
    assert db.session.scalars(sa.select(Worker.id)).all() == [kept_id]
    assert db.session.get(Worker, other_id) is None


def test_what_stands_in_the_kept_file_stays_and_its_blanks_are_filled() -> None:
    theirs = {"ethnic_group": "Kinh", "note": "Con nhỏ ở với bà", "village": "Bản Cá"}
    passport = {"passport": "B7741203", "passport_expires_on": date(2027, 5, 1)}
    files = two_files(
        kept={"ethnic_group": "Thái", "note": "Gọi buổi tối"}, other={"full_name": "Lò Thị ánh", **theirs, **passport}
    )

    kept = merged(files)

    assert (kept.full_name, kept.ethnic_group, kept.village) == ("Lò Thị Ánh", "Thái", "Bản Cá")
    assert (secrets.open_passport(kept), kept.passport_expires_on) == ("B7741203", date(2027, 5, 1))
    assert kept.note == "Gọi buổi tối\nCon nhỏ ở với bà"
    assert "passport" not in [one.kind for one in queries.earlier_numbers_of(kept.id)]


def test_a_merge_is_in_the_audit_book_of_both_files_and_the_pair_is_decided() -> None:
    files = two_files()
    refs = files.kept.ref, files.other.ref

    merged(files)

    told = sa.select(AuditEntry.what, AuditEntry.about_ref, AuditEntry.by_name).order_by(AuditEntry.id)
    assert [tuple(row) for row in db.session.execute(told.where(AuditEntry.what.startswith("worker.merge")))] == [
        ("worker.merge", refs[0], "Lường Thị Lan"),
        ("worker.merged", refs[1], "Lường Thị Lan"),
    ]
    assert (the_pair().state, the_pair().decided_by) == ("same", a_user("lan").id)


def test_a_file_changed_since_the_page_was_opened_is_not_merged() -> None:
    files = two_files()
    with pytest.raises(ChangedSince), transaction():
        merge_now(files, seen=(files.kept.version, files.other.version + 1))

    assert the_pair().state == "suspected"


def test_of_two_who_merge_at_once_one_does(app: Flask) -> None:
    files = two_files()
    kept_id, other_id, pair_id = files.kept.id, files.other.id, files.pair.id
    db.session.remove()
    together, told = threading.Barrier(2), []

    def merge_too() -> None:
        with app.app_context():
            use_scope(db.session(), Scope.everything())
            kept, other = (db.session.get_one(Worker, each) for each in (kept_id, other_id))
            mine = Files(kept, other, db.session.get_one(SuspectedPair, pair_id))
            together.wait()
            try:
                with transaction():
                    merge_now(mine)
                told.append("merged")
            except AlreadyDecided:
                told.append("late")
            db.session.remove()

    both = [threading.Thread(target=merge_too) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(told) == ["late", "merged"]


def test_a_pair_that_somebody_else_has_decided_is_not_merged() -> None:
    files = two_files()
    with transaction():
        people.tell_apart(files.pair, by=a_user("minh"), now=clock.now())

    with pytest.raises(AlreadyDecided), transaction():
        merge_now(files)


@pytest.mark.parametrize("sealed", ["kept", "other"])
def test_a_file_under_seal_is_merged_by_a_supervisor_and_stays_under_seal(sealed: str) -> None:
    files = two_files()
    with transaction():
        getattr(files, sealed).sealed_case = True

    with pytest.raises(SealedFile), transaction():
        merge_now(files)

    assert merged(read_anew(), by="minh").sealed_case


def test_a_merge_across_offices_brings_alerts_and_messages_under_the_kept_office() -> None:
    files = two_files(kept={"office": "vn.11.099"}, other={"office": "vn.11.094"})
    with transaction():
        fill_every_table(files.other, country="KOR")
        mine = a_call_for(files.other, "problem", severity=2)
        mine.owner_id, mine.state, mine.acknowledged_at = a_user("nga").id, "acknowledged", clock.now()

    kept = merged(files)

    paths = {path for room in (Alert, AlertEntry) for path in db.session.scalars(sa.select(room.office_path))}
    assert paths == {"vn.11.099"}
    loose = db.session.scalars(sa.select(Alert).where(Alert.cause == "problem")).one()
    assert (loose.owner_id, loose.state, loose.worker_id) == (None, "new", kept.id)
    assert loose.next_step_at is not None
    assert "merged" in db.session.scalars(sa.select(AlertEntry.kind).where(AlertEntry.alert_id == loose.id)).all()


def days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def test_links_and_codes_in_people_s_hands_go_on() -> None:
    files = two_files()
    with transaction():
        code = fill_every_table(files.other, country="KOR")
        asked = db.session.scalars(sa.select(CheckIn.ref).where(CheckIn.worker_id == files.other.id)).first()

    kept_id = merged(files).id

    with transaction():
        check_in = db.session.scalars(sa.select(CheckIn).where(CheckIn.ref == asked)).one()
        answered = checkins.record_answer(check_in, "problem", "link", clock.now())
        assert answered.alert
        assert answered.alert.worker_id == kept_id
    db.session.remove()
    with transaction():
        assert family.sign_in(code, "1234", now=clock.now())


def test_what_was_written_in_the_moment_of_the_merge_follows_in_the_night() -> None:
    files = two_files()
    other_id = files.other.id
    kept = merged(files)
    with transaction():
        people.record_sign(other_id, "officer_call", days_ago(1), now=clock.now())
        stray = a_call_for(kept, "problem", severity=2, key=f"problem:{other_id}")
        stray.worker_id = other_id

    assert (jobs.run("follow-merges"), jobs.run("follow-merges")) == ("merges=1", "merges=1")

    db.session.expire_all()
    assert {name for name, rows in rows_about(other_id).items() if rows} == {"suspected_pair"}
    (alert,) = db.session.scalars(sa.select(Alert)).all()
    assert (alert.worker_id, alert.dedupe_key) == (kept.id, f"problem:{kept.id}")
