"""Files that lack something and numbers that proved wrong: counted in full, and every one of them can be reached."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, in_house, inside, signed_in, the_cast
from tests.checkins.cases import a_phone
from tracker.core import clock
from tracker.core.db import transaction
from tracker.home import repairs
from tracker.people.models import ContactPoint
from tracker.web.paging import PAGE

NAME = re.compile(r"Lò Văn Pá \d+")


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    context = in_house(app)
    the_cast()
    context.pop()
    return signed_in(app, "lan")


def a_wrong_number(name: str, since: date | None) -> ContactPoint:
    """A worker with a number that is known to be wrong since a day."""
    point = a_phone(a_worker(name).id, f"+84599000{name.split()[-1]:0>3}")
    point.quality, point.quality_on = "wrong", since
    return point


def walk(browser: FlaskClient, path: str) -> list[list[str]]:
    """The names on each page of a list, following the link to the next one."""
    pages = []
    while path:
        text = browser.get(path).text
        pages.append(NAME.findall(text))
        following = re.search(r'rel="next"\s+href="([^"]+)"', text)
        path = following[1].replace("&amp;", "&") if following else ""
    return pages


def test_every_incomplete_file_is_reached_page_by_page(app: Flask, lan: FlaskClient) -> None:
    names = [f"Lò Văn Pá {number}" for number in range(2 * PAGE + 3)]
    with inside(app), transaction():
        for name in names:
            a_worker(name)

    pages = walk(lan, "/today/incomplete?office=vn.11.099")

    assert [len(page) for page in pages] == [PAGE, PAGE, 3]
    assert [name for page in pages for name in page] == names
    assert f'<span class="count">{len(names)}</span>' in lan.get("/today/incomplete").text


def test_every_wrong_number_is_reached_page_by_page_the_longest_known_first(app: Flask, lan: FlaskClient) -> None:
    first = date(2020, 1, 1)
    with inside(app), transaction():
        for number in range(PAGE + 7):
            a_wrong_number(f"Lò Văn Pá {number}", None if number < 3 else first - timedelta(days=number // 2))

    pages = walk(lan, "/today/numbers")

    assert [len(page) for page in pages] == [PAGE, 7]
    assert pages[0][:3] == ["Lò Văn Pá 0", "Lò Văn Pá 1", "Lò Văn Pá 2"]
    assert pages[0][3] == f"Lò Văn Pá {PAGE + 6}"
    assert len({name for page in pages for name in page}) == PAGE + 7


def test_a_page_behind_the_last_file_leads_back_to_the_first(app: Flask, lan: FlaskClient) -> None:
    with inside(app), transaction():
        ref = a_worker().ref
        point = a_wrong_number("Lò Văn Pá 1", date(2020, 1, 1)).ref

    assert lan.get(f"/today/numbers?after={point}").location == "/today/numbers"
    with inside(app), transaction():
        newest = a_worker().ref
    assert lan.get(f"/today/incomplete?after={newest}").location == "/today/incomplete"
    assert lan.get(f"/today/incomplete?after={ref}").status_code == 200
    assert lan.get("/today/incomplete?after=nobody").status_code == 200


def test_pages_of_any_size_give_every_file_once(house: Flask) -> None:
    the_cast()
    with transaction():
        refs = [a_worker(f"Lò Văn Pá {number}").ref for number in range(7)]
        whole = a_worker("Cà Văn Thoa")
        a_contract_abroad(whole)
        a_phone(whole.id, "+84599000111")

    for size in (1, 3, 7):
        found, after = [], ""
        while True:
            page = repairs.incomplete_files(after=after, size=size)
            found += [one.ref for one in page.shown]
            if page.after is None:
                break
            after = page.after
        assert (found, page.count) == (refs, 7)


def test_a_wrong_number_opens_the_file_of_its_worker(app: Flask, lan: FlaskClient) -> None:
    with inside(app), transaction():
        worker = a_worker("Lò Thị Ánh")
        point = a_phone(worker.id, "+84599000111")
        point.quality, point.quality_on = "wrong", clock.today()
        ref = worker.ref

    page = lan.get("/today/numbers").text

    assert "Lò Thị Ánh" in page
    assert f'href="/workers/{ref}"' in page
