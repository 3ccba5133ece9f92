"""Workers registered, relatives added, numbers kept, signs of life recorded."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import OutOfScope, Scope, use_scope
from tracker.people import actions, queries, secrets
from tracker.people.actions import ConsentMissing, SamePersonKnown
from tracker.people.models import ContactPoint, ContactStatus, NameKey, SignOfLife, Worker
from tracker.people.person import NewContact, NewRelative, Person

ANH = Person(
    full_name="  lò  Thị Ánh",
    sex="female",
    birth_date=date(1994, 3, 5),
    id_kind="cccd",
    id_number="011194 000123",
    office_path="vn.11.099",
    passport="b7741203",
    commune_code="03298",
    contacts=(NewContact("0594 093 769"), NewContact("+886 912 345 678")),
)


def add(person: Person = ANH) -> Worker:
    return actions.add_worker(person, by=None, now=clock.now())


def test_a_registered_worker_has_one_name_key_per_word_and_an_empty_contact_state(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()

    keys = db.session.scalars(sa.select(NameKey.key).order_by(NameKey.id)).all()
    status = db.session.get_one(ContactStatus, worker.id)
    assert (worker.full_name, worker.sort_key) == ("lò Thị Ánh", "anh lo thi")
    assert keys == ["lo thi anh", "thi anh", "anh"]
    assert (status.state, status.last_sure_at) == ("new", None)


def test_no_number_stands_readable_in_the_tables(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()

    stored = str(
        [
            *db.session.execute(sa.text("SELECT * FROM worker")),
            *db.session.execute(sa.text("SELECT * FROM contact_point")),
        ]
    )
    assert not any(number in stored for number in ("011194000123", "B7741203", "594093769", "912345678"))
    assert secrets.open_id(worker) == "011194000123"
    assert secrets.open_passport(worker) == "B7741203"
    opened = [secrets.open_contact(point) for point in queries.contact_points_of(worker.id)]
    assert opened == ["+84594093769", "+886912345678"]


def test_a_sealed_number_moved_to_another_worker_does_not_open(house: Flask) -> None:
    from tracker.core.crypto import BrokenSeal

    offices()
    with transaction():
        worker = add()
        other = add(Person("Vàng A Dơ", "male", date(1990, 1, 1), "cmnd", "040959352", "vn.11"))
        other.id_number_sealed = worker.id_number_sealed

    with pytest.raises(BrokenSeal):
        secrets.open_id(other)


def test_the_same_number_twice_is_refused_with_the_file_already_there(house: Flask) -> None:
    offices()
    with transaction():
        first = add()

    with pytest.raises(SamePersonKnown) as refused, transaction():
        add()

    assert refused.value.existing_ref == first.ref


def test_a_person_known_to_another_province_is_refused_without_showing_the_file(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            add()
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with pytest.raises(SamePersonKnown) as refused, transaction():
            add(Person("Lò Thị Ánh", "female", date(1994, 3, 5), "cccd", "011194000123", "vn.40"))

        assert refused.value.existing_ref is None


def test_an_office_cannot_register_into_another_province(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        with pytest.raises(OutOfScope), transaction():
            add()


def test_likely_duplicates_come_with_their_reasons(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()

    by_number = queries.possible_duplicates("011194000123", "Lo Thi Anh", date(1994, 3, 5))
    by_year = queries.possible_duplicates("", "LÒ THỊ ÁNH", date(1994, 12, 1), phones=["0594093769"])

    assert [(one.ref, one.reasons) for one in by_number] == [(worker.ref, ("id_number", "name_and_birth_date"))]
    assert by_year[0].reasons == ("name_and_birth_year", "phone")
    assert queries.possible_duplicates("012345678901", "Lò Thị Bun", date(1994, 3, 5)) == []


def test_the_same_number_added_twice_is_kept_once(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()
        actions.add_contact_point(worker, NewContact("84594093769"), by=None, now=clock.now())

    assert db.session.scalar(sa.select(sa.func.count()).select_from(ContactPoint)) == 2


def test_a_wrong_number_is_no_longer_the_preferred_one(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()
        point = queries.contact_points_of(worker.id)[0]
        actions.mark_number(worker, point, "wrong", by=None, now=clock.now())

    assert (point.quality, point.preferred, point.quality_on) == ("wrong", False, date(2020, 7, 15))


def test_only_one_number_is_preferred(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()
        second = queries.contact_points_of(worker.id)[1]
        actions.prefer_number(worker, second, by=None, now=clock.now())

    assert [point.preferred for point in queries.contact_points_of(worker.id)] == [True, False]
    assert queries.contact_points_of(worker.id)[0].ref == second.ref


def test_a_relative_sees_nothing_without_a_written_consent(house: Flask) -> None:
    offices()
    with transaction():
        worker = add()
        bun = actions.add_relative(worker, NewRelative("Lò Thị Bun", "em gái"), by=None, now=clock.now())
        assert bun.may_see == "nothing"

        with pytest.raises(ConsentMissing):
            actions.set_may_see(worker, bun, "state", consent_on=None, consent_how="", by=None, now=clock.now())
        actions.set_may_see(
            worker, bun, "state", consent_on=date(2020, 7, 1), consent_how="đơn ký tại phòng", by=None, now=clock.now()
        )

    assert (bun.may_see, bun.consent_on) == ("state", date(2020, 7, 1))


def test_a_sign_of_life_counts_once_and_never_moves_the_latest_back(house: Flask) -> None:
    offices()
    noon, earlier = clock.at("2020-07-15T12:00"), clock.at("2020-07-01T12:00")
    with transaction():
        worker = add()
        told = [
            actions.record_sign(worker.id, "own_answer", noon, now=clock.now()),
            actions.record_sign(worker.id, "own_answer", noon, now=clock.now()),
            actions.record_sign(worker.id, "officer_call", earlier, now=clock.now()),
            actions.record_sign(worker.id, "receipt", noon, now=clock.now()),
        ]

    status = db.session.get_one(ContactStatus, worker.id)
    signs = db.session.scalars(sa.select(SignOfLife.strength).order_by(SignOfLife.strength)).all()
    assert told == [True, False, True, True]
    assert (status.last_sure_at, status.last_sure_kind) == (noon, "own_answer")
    assert (status.last_weak_at, status.last_weak_kind) == (noon, "receipt")
    assert signs == [Decimal("0.2"), Decimal("0.9"), Decimal("1.0")]


def test_every_write_about_a_person_leaves_a_trace(house: Flask) -> None:
    from tracker.audit.queries import entries_about

    offices()
    with transaction():
        worker = add()
        point = queries.contact_points_of(worker.id)[0]
        actions.mark_number(worker, point, "good", by=None, now=clock.now())
        actions.add_relative(worker, NewRelative("Lò Thị Bun", "em gái"), by=None, now=clock.now())

    whats = [entry.what for entry in entries_about("worker", worker.ref)]
    assert whats == ["relative.add", "contact_point.mark", "worker.add"]
