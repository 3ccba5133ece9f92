"""What both files held of one matter becomes one: alerts, touches, signs, states, numbers, pairs."""

from datetime import datetime, timedelta
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
    merged,
    one_after_the_other,
    two_files,
)
from tracker.alerts.models import Alert
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.disruptions.models import Touch
from tracker.people import actions as people
from tracker.people import queries, secrets
from tracker.people.models import ContactStatus, SignOfLife, SuspectedPair
from tracker.people.person import NewContact, NewRelative


@pytest.fixture(autouse=True)
def cast(house: Flask) -> Flask:
    the_cast()
    return house


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


def test_a_shared_number_known_to_be_wrong_in_the_other_file_is_not_tried_first() -> None:
    files = two_files()
    with transaction():
        (point,) = queries.contact_points_of(files.other.id)
        people.mark_number(files.other, point, "wrong", by=None, now=clock.now())

    kept = merged(files)

    assert [(one.quality, one.preferred) for one in queries.contact_points_of(kept.id)] == [("wrong", False)]


def test_relatives_of_the_other_file_come_after_one_s_own() -> None:
    files = two_files()
    with transaction():
        for worker, name in ((files.kept, "Lò Văn Pâng"), (files.other, "Lò Thị Mỷ")):
            people.add_relative(worker, NewRelative(name, "Bố"), by=None, now=clock.now())

    kept = merged(files)

    kin = [(one.full_name, one.contact_order) for one in queries.relatives_of(kept.id)]
    assert kin == [("Lò Văn Pâng", 1), ("Lò Thị Mỷ", 2)]


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
