"""People found by what an officer types."""

from datetime import date

import pytest
from flask import Flask

from tests.cast import offices
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.people import actions
from tracker.people.models import Worker
from tracker.people.person import NewContact, NewRelative, Person
from tracker.people.search import find, rarest

PEOPLE = (
    ("Lò Thị Ánh", "011194000123", "B7741203", "0594093769", date(1994, 3, 5)),
    ("Lò Văn Ánh", "040959352", "", "0594093769", date(1990, 1, 1)),
    ("Nguyễn Thị Đào", "040111222", "C1234567", "+886912345678", date(1988, 7, 7)),
    ("Thào A Lò", "040333444", "", "0568487651", date(1999, 9, 9)),
)


@pytest.fixture
def register(house: Flask) -> dict[str, Worker]:
    """Four people of Điện Biên by name."""
    offices()
    with transaction():
        return {name: _add(name, *rest, no=place) for place, (name, *rest) in enumerate(PEOPLE)}


def _add(name: str, number: str, passport: str, phone: str, born: date, *, no: int) -> Worker:
    person = Person(
        full_name=name,
        sex="female",
        birth_date=born,
        id_kind="cccd" if len(number) == 12 else "cmnd",
        id_number=number,
        office_path="vn.11.099",
        passport=passport,
        contacts=(NewContact(phone),),
        list_ref=f"W{no:07d}",
    )
    return actions.add_worker(person, by=None, now=clock.now())


def names(text: str) -> list[str]:
    by_id = {worker.id: worker.full_name for worker in db.session.query(Worker)}
    return [by_id[one] for one in find(text).ids]


@pytest.mark.parametrize("typed", ["lo thi anh", "LÒ THỊ ÁNH", "Lò Thị Ánh", "thi anh", "lò  thị á"])
def test_a_name_is_found_without_accents_in_any_case_and_by_its_beginning(
    register: dict[str, Worker], typed: str
) -> None:
    assert names(typed) == ["Lò Thị Ánh"]


def test_dd_is_found_as_d(register: dict[str, Worker]) -> None:
    assert names("dao") == names("Đào") == ["Nguyễn Thị Đào"]


def test_words_may_be_left_out_but_names_where_they_follow_each_other_come_first(
    register: dict[str, Worker],
) -> None:
    with transaction():
        _add("Vì Lò Ánh", "040777888", "", "0500000001", date(1991, 1, 1), no=9)

    assert names("lò ánh") == ["Vì Lò Ánh", "Lò Thị Ánh", "Lò Văn Ánh"]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("nguyen nhung", "nhung"),
        ("lo thi anh", "anh"),
        ("nhung nguyen", "nhung"),
        ("giang a chong", "chong"),
        ("chong a", "chong"),
        ("lo vang", "vang"),
    ],
)
def test_names_are_walked_along_the_word_that_fewest_share(typed: str, word: str) -> None:
    words = typed.split()

    assert words[rarest(words)] == word


def test_each_word_must_begin_a_word_of_the_name(register: dict[str, Worker]) -> None:
    assert names("anh dao") == []
    assert sorted(names("lo")) == ["Lò Thị Ánh", "Lò Văn Ánh", "Thào A Lò"]


def test_a_year_beside_the_name_is_the_year_of_birth(register: dict[str, Worker]) -> None:
    assert names("lo anh 1990") == ["Lò Văn Ánh"]


@pytest.mark.parametrize("typed", ["011194000123", "011194 000 123", "B7741203", "b 7741203", "W0000000"])
def test_one_number_of_one_person_is_an_exact_hit(register: dict[str, Worker], typed: str) -> None:
    hits = find(typed)

    assert (names(typed), hits.exact) == (["Lò Thị Ánh"], True)


def test_a_reference_is_an_exact_hit_with_or_without_its_dash(register: dict[str, Worker]) -> None:
    ref = register["Thào A Lò"].ref

    for typed in (ref, ref.replace("-", ""), ref.replace("NLD", "NLĐ").lower()):
        assert (names(typed), find(typed).exact) == (["Thào A Lò"], True)


@pytest.mark.parametrize("typed", ["0912345678", "886912345678", "+886 912-345-678"])
def test_a_foreign_phone_is_found_with_its_country_code(register: dict[str, Worker], typed: str) -> None:
    assert names(typed) == ([] if typed.startswith("09") else ["Nguyễn Thị Đào"])


def test_a_phone_shared_by_two_shows_both_and_opens_neither(register: dict[str, Worker]) -> None:
    hits = find("0594 093 769")

    assert (sorted(names("0594 093 769")), hits.exact) == (["Lò Thị Ánh", "Lò Văn Ánh"], False)


def test_the_last_four_digits_find_papers_and_phones_without_opening_a_file(register: dict[str, Worker]) -> None:
    assert names("0123") == ["Lò Thị Ánh"]
    assert sorted(names("3769")) == ["Lò Thị Ánh", "Lò Văn Ánh"]
    assert not find("0123").exact


def test_the_phone_of_a_relative_leads_to_the_worker(register: dict[str, Worker]) -> None:
    bun = NewRelative("Lò Thị Bun", "em gái", (NewContact("0571 222 333"),))
    with transaction():
        actions.add_relative(register["Lò Thị Ánh"], bun, by=None, now=clock.now())

    assert names("0571222333") == ["Lò Thị Ánh"]


def test_digits_too_few_to_search_by_say_so(register: dict[str, Worker]) -> None:
    assert (find("12345").shape, find("12345").ids) == ("short", ())


def test_another_province_finds_nothing_whatever_is_typed(register: dict[str, Worker], app: Flask) -> None:
    refs = [worker.ref for worker in register.values()]
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        typed = ["lo thi anh", "011194000123", "0123", "B7741203", "0594093769", "W0000000", *refs]

        assert [find(text).ids for text in typed] == [()] * len(typed)


def test_many_hits_are_cut_and_said_to_be_more(register: dict[str, Worker]) -> None:
    hits = find("lo", limit=2)

    assert (len(hits.ids), hits.more, hits.exact) == (2, True, False)


def test_a_percent_sign_or_a_quote_is_only_a_letter_that_no_name_has(register: dict[str, Worker]) -> None:
    assert [names(text) for text in ("%", "_", "'; DROP TABLE worker --", "“", "")] == [[]] * 5
