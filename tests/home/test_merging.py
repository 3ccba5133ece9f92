"""Two files of one person become one: nothing is lost, nothing is told twice, links and codes go on."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, the_cast
from tests.home.two_files import (
    PHONE,
    a_call_for,
    a_file,
    a_touch,
    a_user,
    an_event,
    fill_every_table,
    merge_now,
    merged,
    one_after_the_other,
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
from tracker.disruptions.models import Touch
from tracker.family import actions as family
from tracker.home.merging import ChangedSince, SealedFile
from tracker.people import actions as people
from tracker.people import queries, secrets
from tracker.people.actions import AlreadyDecided
from tracker.people.models import ContactStatus, SignOfLife, SuspectedPair, Worker
from tracker.people.person import NewContact, NewRelative

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


def test_two_open_alerts_of_one_matter_become_one_and_the_graver_goes_on() -> None:
    files = two_files()
    with transaction():
        mild, grave = a_call_for(files.kept, severity=2).ref, a_call_for(files.other, severity=1).ref

    kept = merged(files)

    by_ref = {alert.ref: alert for alert in db.session.scalars(sa.select(Alert))}
    assert (by_ref[grave].state, by_ref[grave].dedupe_key, by_ref[grave].times_fired) == ("new", f"help:{kept.id}", 2)
    assert (by_ref[mild].state, by_ref[mild].parent_id) == ("duplicate", by_ref[grave].id)
    assert {alert.worker_id for alert in by_ref.values()} == {kept.id}
    with transaction():
        assert a_call_for(kept).ref == grave


def test_of_two_alerts_one_of_which_has_its_result_the_other_goes_on() -> None:
    files = two_files()
    with transaction():
        done = a_call_for(files.kept, severity=1)
        done.state, done.resolved_at = "resolved", clock.now()
        waiting = a_call_for(files.other, severity=2).ref

    merged(files)

    states = {alert.ref: alert.state for alert in db.session.scalars(sa.select(Alert))}
    assert (states[waiting], sorted(states.values())) == ("new", ["duplicate", "new"])


def test_of_two_touches_by_one_event_the_graver_stays_and_so_does_one_alert() -> None:
    files = two_files()
    with transaction():
        event = an_event()
        key = f"event:{event.id}:w:"
        for worker, severity in ((files.kept, 4), (files.other, 2)):
            a_touch(event, a_contract_abroad(worker, **one_after_the_other(worker)), severity=severity)
            a_call_for(worker, "disruption", severity=severity, key=f"{key}{worker.id}")

    kept = merged(files)

    (touch,) = db.session.scalars(sa.select(Touch)).all()
    assert (touch.worker_id, touch.severity) == (kept.id, 2)
    (alert,) = db.session.scalars(sa.select(Alert).where(Alert.closed_at.is_(None))).all()
    assert (alert.severity, alert.dedupe_key) == (2, f"{key}{kept.id}")


def test_the_same_sign_of_life_in_both_files_is_one() -> None:
    files = two_files()
    with transaction():
        for worker in (files.kept, files.other):
            people.record_sign(worker.id, "officer_call", days_ago(3), now=clock.now())
        people.record_sign(files.other.id, "own_answer", days_ago(3), now=clock.now())

    merged(files)

    assert sorted(db.session.scalars(sa.select(SignOfLife.kind))) == ["officer_call", "own_answer"]


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        (("in_touch", 5), ("silent", 40), ("in_touch", 5)),
        (("silent", 40), ("in_touch", 5), ("in_touch", 5)),
        (("in_touch", 40), ("lost_contact", 20), ("lost_contact", 20)),
        (("new", None), ("late", 9), ("late", 9)),
        (("late", 9), ("new", None), ("late", 9)),
        (("new", None), ("new", None), ("new", None)),
    ],
)
def test_the_file_that_was_surely_heard_of_last_speaks_for_the_person(kept: Any, other: Any, expected: Any) -> None:
    files = two_files()
    with transaction():
        for worker, (state, days) in ((files.kept, kept), (files.other, other)):
            if days is not None:
                people.record_sign(worker.id, "officer_call", days_ago(days), now=clock.now())
            stands = sa.update(ContactStatus).where(ContactStatus.worker_id == worker.id)
            db.session.execute(stands.values(state=state))

    merged(files)

    (status,) = db.session.scalars(sa.select(ContactStatus)).all()
    assert (status.state, status.last_sure_at) == (expected[0], days_ago(expected[1]) if expected[1] else None)


def days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def test_a_number_that_both_files_have_is_kept_once_with_what_is_known_of_it() -> None:
    files = two_files(other={"contacts": (NewContact(PHONE), NewContact("+886912345678", preferred=True))})
    with transaction():
        shared = next(one for one in queries.contact_points_of(files.other.id) if not one.preferred)
        people.mark_number(files.other, shared, "good", by=None, now=clock.now())

    kept = merged(files)

    points = [(secrets.open_contact(one), one.quality, one.preferred) for one in queries.contact_points_of(kept.id)]
    assert points == [("+84594093769", "good", True), ("+886912345678", "unknown", False)]


def test_relatives_of_the_other_file_come_after_one_s_own() -> None:
    files = two_files()
    with transaction():
        for worker, name in ((files.kept, "Lò Văn Pâng"), (files.other, "Lò Thị Mỷ")):
            people.add_relative(worker, NewRelative(name, "Bố"), by=None, now=clock.now())

    kept = merged(files)

    kin = [(one.full_name, one.contact_order) for one in queries.relatives_of(kept.id)]
    assert kin == [("Lò Văn Pâng", 1), ("Lò Thị Mỷ", 2)]


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


def test_what_was_decided_of_the_other_file_holds_of_the_kept_one() -> None:
    files = two_files(other={"passport": "B7741203"})
    with transaction():
        third = a_file("040777888", full_name="Lò Thị Oanh", passport="B7741203", contacts=())
        people.find_doubles(now=clock.now())
        foreign = db.session.scalars(sa.select(SuspectedPair).where(SuspectedPair.other_id == third.id)).one()
        people.tell_apart(foreign, by=a_user("minh"), now=clock.now())
        third_id = third.id

    kept = merged(files)
    with transaction():
        assert people.find_doubles(now=clock.now()) == 0

    (decided,) = db.session.scalars(sa.select(SuspectedPair).where(SuspectedPair.state == "different")).all()
    assert {decided.worker_id, decided.other_id} == {kept.id, third_id}


def test_of_one_pair_told_twice_the_decision_outweighs_the_suspicion() -> None:
    files = two_files()
    with transaction():
        third = a_file("040777888")
        people.find_doubles(now=clock.now())
        theirs = sa.select(SuspectedPair).where(SuspectedPair.worker_id == files.other.id)
        foreign = db.session.scalars(theirs.where(SuspectedPair.other_id == third.id)).one()
        people.tell_apart(foreign, by=a_user("minh"), now=clock.now())

    merged(files)

    assert sorted(db.session.scalars(sa.select(SuspectedPair.state))) == ["different", "same"]


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
