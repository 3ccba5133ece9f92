"""A home told on the map of 2020, read after the mergers of July 2025: Quài Cang lies in Tuần Giáo commune now."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import in_house, post, signed_in, the_cast
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home.worker_filters import Filters
from tracker.home.worker_list import page
from tracker.people import actions, queries
from tracker.people.models import Worker
from tracker.people.person import Person
from tracker.places.units import communes_now_in, followed, forerunners

THEN, NOW = date(2020, 7, 15), date(2026, 11, 26)
TOLD = "Xã Quài Cang, Huyện Tuần Giáo, Tỉnh Điện Biên"
TWO_TIERS_NOW = "2026-11-26T08:00"


def someone(name: str, number: str, commune: str) -> Worker:
    person = Person(
        full_name=name,
        sex="female",
        birth_date=date(1994, 3, 5),
        id_kind="cccd",
        id_number=number,
        office_path="vn.11.099",
        commune_code=commune,
    )
    return actions.add_worker(person, by=None, now=clock.now())


@pytest.fixture
def ref(app: Flask) -> str:
    """Ánh of Quài Cang in Tuần Giáo, registered in July 2020."""
    context = in_house(app)
    the_cast()
    with transaction():
        found = someone("Lò Thị Ánh", "011194000123", "03289").ref
    context.pop()
    return found


@pytest.fixture
def binh(app: Flask, ref: str) -> Iterator[FlaskClient]:
    """The officer of Tuần Giáo at his desk in November 2026."""
    with clock.stopped_at(TWO_TIERS_NOW):
        yield signed_in(app, "binh")


def heir(commune: str) -> str:
    found = followed(commune, THEN, NOW)
    assert found
    return found.name


def test_the_file_keeps_the_home_as_it_was_told_and_says_how_the_place_is_called_now(
    binh: FlaskClient, ref: str
) -> None:
    file = binh.get(f"/workers/{ref}").text

    assert TOLD in file
    assert f"(nay là {heir('03289')}, Tỉnh Điện Biên)" in file


def test_the_list_names_the_commune_of_today(binh: FlaskClient) -> None:
    listed = binh.get("/workers").text

    assert heir("03289") in listed
    assert "Xã Quài Cang" not in listed


def test_a_code_that_names_another_commune_today_is_read_on_the_map_of_its_day(house: Flask) -> None:
    the_cast()
    with transaction():
        worker = someone("Lò Thị Ánh", "011194000123", "03158")

    assert (worker.home[0], heir("03158")) == ("Xã Leng Su Sìn", "Xã Sín Thầu")
    (line,) = page(Filters(), today=NOW).lines
    assert line.commune == "Xã Sín Thầu"


def test_a_commune_of_today_is_filtered_with_the_homes_told_under_its_forerunners(house: Flask) -> None:
    the_cast()
    commune = followed("03289", THEN, NOW)
    assert commune
    elsewhere = next(one for one in communes_now_in("11", NOW) if one != commune and forerunners(one))
    with transaction():
        before = someone("Lò Thị Ánh", "011194000123", "03289")
    with clock.stopped_at(TWO_TIERS_NOW), transaction():
        since = someone("Lò Thị Bun", "011194000124", commune.code)

    asked = [
        {line.ref for line in page(Filters(commune=code), today=NOW).lines} for code in (commune.code, elsewhere.code)
    ]

    assert asked == [{before.ref, since.ref}, set()]
    assert [line.ref for line in page(Filters(commune="03289"), today=THEN).lines] == [before.ref]


def test_an_office_of_a_district_that_is_no_more_keeps_the_communes_on_its_land(house: Flask) -> None:
    the_cast()
    commune = followed("03289", THEN, NOW)
    assert commune

    assert queries.office_for("03289", on=THEN) == "vn.11.099"
    assert queries.office_for(commune.code, on=NOW) == "vn.11.099"
    assert queries.office_for("03289", on=NOW) is None
    assert commune in communes_now_in("099", NOW)


def test_a_home_corrected_today_is_one_of_todays_communes_and_one_left_alone_keeps_its_day(
    app: Flask, binh: FlaskClient, ref: str
) -> None:
    typed = {
        "version": "1",
        "full_name": "Lò Thị Ánh",
        "sex": "female",
        "birth_date": "05/03/1994",
        "ethnic_group": "",
        "note": "",
    }
    assert TOLD in binh.get(f"/workers/{ref}/edit").text

    post(binh, f"/workers/{ref}/edit", **typed, commune=TOLD, village="Bản Ta")
    left_alone = told(app, ref)
    post(binh, f"/workers/{ref}/edit", **typed | {"version": "2"}, commune=heir("03289"), village="Bản Ta")

    assert left_alone == ("03289", THEN, "Bản Ta")
    assert told(app, ref) == (followed("03289", THEN, NOW).code, NOW, "Bản Ta")  # type: ignore[union-attr]


def told(app: Flask, ref: str) -> tuple[str, date | None, str]:
    context = in_house(app)
    worker = queries.worker_by_ref(ref)
    assert worker
    found = (worker.commune_code, worker.commune_on, worker.village)
    context.pop()
    return found
