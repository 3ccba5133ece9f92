"""Pairs of files that may be one person's: found for each reason, decided once, seen only by whoever sees both."""

import threading
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_worker, offices, the_cast
from tracker import jobs
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import OutOfScope, Scope, use_scope
from tracker.people import actions
from tracker.people.actions import AlreadyDecided
from tracker.people.likeness import WEIGHTS, reasons_in
from tracker.people.models import SuspectedPair, Worker
from tracker.people.person import Correction, NewContact, NewRelative, Person

BORN = date(1994, 3, 5)


def a_person(name: str = "Lò Thị Ánh", *, number: str, office: str = "vn.11.099", **more: Any) -> Worker:
    """A worker registered with a CMND or a CCCD. Call inside a transaction."""
    told = {"full_name": name, "sex": "female", "birth_date": BORN, "office_path": office, **more}
    person = Person(id_kind="cccd" if len(number) == 12 else "cmnd", id_number=number, **told)
    return actions.add_worker(person, by=None, now=clock.now())


def look(among: list[int] | None = None) -> int:
    with transaction():
        return actions.find_doubles(now=clock.now(), among=among)


def pairs() -> list[SuspectedPair]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(SuspectedPair).order_by(SuspectedPair.id)))


def reasons() -> list[tuple[str, ...]]:
    return [reasons_in(pair.likeness) for pair in pairs()]


def the_officer() -> UserAccount:
    return db.session.scalars(sa.select(UserAccount).where(UserAccount.username == "lan")).one()


@pytest.fixture
def house(house: Flask) -> Flask:
    the_cast()
    return house


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({}, {}, [("name_and_birth_date",)]),
        ({}, {"name": "LO THI ANH"}, [("name_and_birth_date",)]),
        ({}, {"birth_date": date(1994, 5, 3)}, []),
        ({"passport": "B7741203"}, {"passport": "b 774 1203", "name": "Lò Thị Oanh"}, [("passport",)]),
        ({"contacts": ("0594093769",)}, {"contacts": ("+84594093769",), "birth_date": date(1994, 5, 3)}, [("phone",)]),
        ({"contacts": ("0594093769",)}, {"contacts": ("0594093769",), "name": "Lò Thị Oanh"}, [("phone",)]),
        (
            {"contacts": ("0594093769",)},
            {"contacts": ("0594093769",), "name": "Lò Văn Bun", "birth_date": date(1990, 1, 1)},
            [],
        ),
        (
            {"contacts": ("0594093769",), "passport": "B7741203"},
            {"contacts": ("0594093769",), "passport": "B7741203"},
            [("passport", "name_and_birth_date", "phone")],
        ),
    ],
)
def test_a_pair_is_found_for_each_reason(
    house: Flask, one: dict[str, Any], two: dict[str, Any], expected: list[tuple[str, ...]]
) -> None:
    with transaction():
        for number, told in (("040912345", one), ("011194000123", two)):
            phones = tuple(NewContact(phone) for phone in told.get("contacts", ()))
            a_person(number=number, **{**told, "contacts": phones})

    assert look() == len(expected)
    assert reasons() == expected


def test_a_phone_of_a_relative_or_a_mail_address_is_no_reason(house: Flask) -> None:
    mail = NewContact("lo.anh@thu.example", kind="email")
    with transaction():
        one = a_person(number="040912345", contacts=(mail,))
        two = a_person(number="040912346", birth_date=date(1980, 1, 1), contacts=(mail,))
        for worker in (one, two):
            kin = NewRelative("Lò Thị Bun", "em gái", (NewContact("0568487652"),))
            actions.add_relative(worker, kin, by=None, now=clock.now())

    assert look() == 0


def test_the_lower_number_comes_first_and_looking_twice_finds_nothing_new(house: Flask) -> None:
    with transaction():
        one, two = a_person(number="040912345"), a_person(number="040912346")

    assert (look([two.id]), look([one.id]), look()) == (1, 0, 0)
    (pair,) = pairs()
    assert (pair.worker_id, pair.other_id, pair.state) == (one.id, two.id, "suspected")


def test_a_search_bounded_to_somebody_finds_nobody_else(house: Flask) -> None:
    with transaction():
        for number in ("040912345", "040912346"):
            a_person(number=number)
        other = a_person("Giàng A Chống", number="040998877")

    assert look([other.id]) == 0


def test_the_more_reasons_the_greater_the_likeness_and_new_reasons_are_added(house: Flask) -> None:
    with transaction():
        one = a_person(number="040912345", contacts=(NewContact("0594093769"),))
        two = a_person(number="040912346")
    look()

    with transaction():
        actions.add_contact_point(two, NewContact("0594093769"), by=None, now=clock.now())

    assert reasons() == [("name_and_birth_date", "phone")]
    assert WEIGHTS["passport"] < WEIGHTS["name_and_birth_date"] + WEIGHTS["phone"]
    assert one.id < two.id


def test_a_decided_pair_does_not_come_back(house: Flask) -> None:
    with transaction():
        a_person(number="040912345", passport="B7741203")
        two = a_person(number="040912346")
    look()
    lan = the_officer()
    with transaction():
        actions.tell_apart(pairs()[0], by=lan, now=clock.now(), note=" Hai chị em họ ")

    assert look() == look([two.id]) == 0
    (pair,) = pairs()
    assert (pair.state, pair.decided_by, pair.note) == ("different", lan.id, "Hai chị em họ")


def test_a_pair_is_decided_once_and_may_be_put_back(house: Flask) -> None:
    with transaction():
        for number in ("040912345", "040912346"):
            a_person(number=number)
    look()
    lan = the_officer()
    with transaction():
        actions.tell_apart(pairs()[0], by=lan, now=clock.now())

    with pytest.raises(AlreadyDecided), transaction():
        actions.tell_apart(pairs()[0], by=lan, now=clock.now())
    with transaction():
        actions.suspect_again(pairs()[0], by=lan, now=clock.now())
    with pytest.raises(AlreadyDecided), transaction():
        actions.suspect_again(pairs()[0], by=lan, now=clock.now())
    (pair,) = pairs()
    assert (pair.state, pair.decided_at, pair.note) == ("suspected", None, "")


def corrected(worker: Worker, **changes: Any) -> None:
    stands = {
        "full_name": worker.full_name,
        "sex": worker.sex,
        "birth_date": worker.birth_date,
        "ethnic_group": "",
        "commune_code": "",
        "commune_on": None,
        "village": "",
        "note": "",
    }
    with transaction():
        actions.correct_person(worker, Correction(**stands | changes), version=worker.version, by=None, now=clock.now())


def test_a_correction_makes_a_pair_and_unmakes_it(house: Flask) -> None:
    with transaction():
        a_person(number="040912345")
        two = a_person("Lò Thị Oanh", number="040912346")

    corrected(two, full_name="Lò Thị Ánh")
    made = reasons()
    corrected(two, birth_date=date(1994, 5, 3))

    assert (made, reasons()) == ([("name_and_birth_date",)], [])


def test_the_night_finds_pairs_across_offices(house: Flask) -> None:
    with transaction():
        a_person(number="040912345", office="vn.11.099")
        a_person(number="040912346", office="vn.40.412")

    assert jobs.run("find-doubles") == "new=1"
    assert jobs.run("find-doubles") == "new=0"


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope.office("vn"), 1),
        (Scope.office("vn.11"), 0),
        (Scope.office("vn.40"), 0),
        (Scope.worker(1), 0),
        (Scope(), 0),
        (Scope.everything(), 1),
    ],
)
def test_whoever_does_not_see_both_does_not_see_the_pair(app: Flask, scope: Scope, seen: int) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            a_worker(office="vn.11.099")
            a_worker(office="vn.40.412")
            actions.find_doubles(now=clock.now())
    with app.app_context():
        use_scope(db.session(), scope)
        assert len(pairs()) == seen
        with transaction() as session:
            changed = session.execute(sa.update(SuspectedPair).values(note="x")).rowcount  # type: ignore[attr-defined]
        assert changed == seen


def test_a_pair_with_a_foreign_worker_is_not_written(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            ids = a_worker(office="vn.11.099").id, a_worker(office="vn.40.412").id
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.11"))
        with transaction():
            assert actions.find_doubles(now=clock.now(), among=ids) == 0
        pair = SuspectedPair(ref="NT-1", worker_id=ids[0], other_id=ids[1], likeness=10, found_at=clock.now())
        with pytest.raises(OutOfScope), transaction() as session:
            session.add(pair)


def test_two_who_look_at_once_write_each_pair_once(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        offices()
        with transaction():
            for number in range(30):
                a_worker(id_number=f"0409{number:05d}", born=date(1990, 1, 1 + number // 3))
    together, found = threading.Barrier(2), []

    def look_too() -> None:
        with app.app_context():
            use_scope(db.session(), Scope.everything())
            together.wait()
            found.append(look())
            db.session.remove()

    both = [threading.Thread(target=look_too) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    with app.app_context():
        use_scope(db.session(), Scope.everything())
        assert sum(found) == len(pairs()) == 30
