"""The list of workers: searched, narrowed, paged, and nothing of a person in any address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, in_house, post, signed_in, the_cast
from tracker.alerts.models import Alert
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.home import worker_list
from tracker.home.worker_filters import Filters
from tracker.home.worker_list import found, page
from tracker.people import actions
from tracker.people.models import Worker
from tracker.people.person import NewContact, Person

TODAY = date(2020, 7, 15)


def a_person(name: str, number: str, *, office: str = "vn.11.099", phone: str = "0594093769") -> Worker:
    person = Person(
        full_name=name,
        sex="female",
        birth_date=date(1994, 3, 5),
        id_kind="cccd" if len(number) == 12 else "cmnd",
        id_number=number,
        office_path=office,
        passport=f"B{number[-7:]}",
        contacts=(NewContact(phone),),
    )
    return actions.add_worker(person, by=None, now=clock.now())


@pytest.fixture
def refs(app: Flask) -> dict[str, str]:
    """Three workers of Điện Biên, two of them abroad, by given name: {name: reference}."""
    context = in_house(app)
    the_cast()
    with transaction():
        anh = a_person("Lò Thị Ánh", "011194000123")
        bun = a_person("Quàng Văn Bun", "040111222", phone="0568487651")
        cuc = a_person("Vàng Thị Cúc", "040333444", phone="0568487652")
        a_contract_abroad(anh, ends_on=date(2020, 8, 2))
        a_contract_abroad(bun, host_country="JPN", starts_on=date(2017, 6, 1), ends_on=date(2020, 6, 1))
        told = {"anh": anh.ref, "bun": bun.ref, "cuc": cuc.ref}
    context.pop()
    return told


@pytest.fixture
def lan(app: Flask, refs: dict[str, str]) -> FlaskClient:
    return signed_in(app, "lan")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The questions sent to the database while inside."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def names_in(html: str) -> list[str]:
    return re.findall(r'class="person__name row-link"[^>]*>([^<]+)<', html)


def test_the_list_is_sorted_by_given_name_and_each_row_leads_to_the_file(
    lan: FlaskClient, refs: dict[str, str]
) -> None:
    html = lan.get("/workers").text

    assert names_in(html) == ["Lò Thị Ánh", "Quàng Văn Bun", "Vàng Thị Cúc"]
    assert f'href="/workers/{refs["anh"]}"' in html


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("state=abroad", ["Lò Thị Ánh", "Quàng Văn Bun"]),
        ("state=after_end", ["Quàng Văn Bun"]),
        ("state=no_contract", ["Vàng Thị Cúc"]),
        ("country=JPN", ["Quàng Văn Bun"]),
        ("country=TWN&state=after_end", []),
        ("ends=30", ["Lò Thị Ánh"]),
        ("silent=30", ["Lò Thị Ánh", "Quàng Văn Bun"]),
        ("area=vn.11.094", []),
        ("state=no_contract&country=JPN", []),
        ("state=returned&sender=unknown", []),
        ("contact=new", ["Lò Thị Ánh", "Quàng Văn Bun", "Vàng Thị Cúc"]),
        ("state=nonsense&ends=x", ["Lò Thị Ánh", "Quàng Văn Bun", "Vàng Thị Cúc"]),
    ],
)
def test_filters_stand_in_the_address_and_narrow_the_list(lan: FlaskClient, address: str, expected: list[str]) -> None:
    assert names_in(lan.get(f"/workers?{address}").text) == expected


def test_an_empty_list_says_why_and_offers_to_drop_a_filter(lan: FlaskClient) -> None:
    html = lan.get("/workers?country=JPN&silent=30&area=vn.11.094").text

    assert "Chưa có ai trong danh sách này." in html
    assert "Im lặng &gt; 30 ngày" in html


def test_an_exact_number_opens_the_file_at_once(lan: FlaskClient, refs: dict[str, str]) -> None:
    for typed in ("011194000123", "B4000123", "0568487652", refs["anh"]):
        answer = post(lan, "/workers/search", q=typed)
        assert answer.status_code == 303
        assert answer.headers["Location"] in (f"/workers/{refs['anh']}", f"/workers/{refs['cuc']}")


@pytest.mark.parametrize("typed", ["lo thi anh", "Lò Thị", "0123", "040999888", "0909999999", "nobody@example.vn"])
def test_no_address_ever_holds_what_was_searched_for(lan: FlaskClient, typed: str) -> None:
    answer = post(lan, "/workers/search", q=typed)
    address = answer.headers["Location"]
    page_shown = lan.get(address)

    links = re.findall(r'(?:href|action)="([^"]*)"', page_shown.text)
    for told in (address, *links):
        assert typed not in told
        assert "anh" not in told.lower().split("?")[-1] or "s=" in told
    assert page_shown.status_code == 200


def test_the_last_four_digits_lead_to_a_list_not_to_a_file(lan: FlaskClient) -> None:
    answer = post(lan, "/workers/search", q="0123")

    assert answer.headers["Location"].startswith("/workers?s=")
    assert names_in(lan.get(answer.headers["Location"]).text) == ["Lò Thị Ánh"]


def test_a_search_may_be_narrowed_by_filters_and_passed_to_a_colleague(app: Flask, lan: FlaskClient) -> None:
    address = post(lan, "/workers/search", q="quang van").headers["Location"]

    minh = signed_in(app, "minh")
    assert names_in(minh.get(f"{address}&country=JPN").text) == ["Quàng Văn Bun"]
    assert names_in(minh.get(f"{address}&country=TWN").text) == []


def test_an_altered_search_token_opens_nothing(lan: FlaskClient) -> None:
    assert lan.get("/workers?s=AAAA").status_code == 404


def test_too_few_digits_are_explained(lan: FlaskClient) -> None:
    address = post(lan, "/workers/search", q="12345").headers["Location"]

    assert "Cần bốn số cuối" in lan.get(address).text


def test_an_officer_of_nghe_an_sees_no_row_of_dien_bien(app: Flask, refs: dict[str, str]) -> None:
    nga = signed_in(app, "nga")

    assert names_in(nga.get("/workers").text) == []
    assert "Đơn vị chưa có hồ sơ" in nga.get("/workers").text
    assert names_in(nga.get("/workers?area=vn.11").text) == []
    for typed in ("lo thi anh", "011194000123", "0123", "B4000123", "0594093769", refs["anh"]):
        address = post(nga, "/workers/search", q=typed).headers["Location"]
        assert address.startswith("/workers?s=")
        assert names_in(nga.get(address).text) == []


def test_pages_follow_each_other_without_gap_or_double_in_both_directions(house: Flask) -> None:
    the_cast()
    with transaction():
        for number in range(25):
            a_person(f"Lò Văn {'ABCDE'[number % 5]}", f"04{number:07d}")

    first = page(Filters(), today=TODAY, size=10)
    second = page(Filters(), today=TODAY, size=10, after=first.after or "")
    third = page(Filters(), today=TODAY, size=10, after=second.after or "")
    back = page(Filters(), today=TODAY, size=10, before=third.before or "")

    shown = [line.ref for listing in (first, second, third) for line in listing.lines]
    assert (len(shown), len(set(shown))) == (25, 25)
    assert (first.before, third.after, first.count) == (None, None, 25)
    assert [line.ref for line in back.lines] == [line.ref for line in second.lines]


def test_a_list_longer_than_is_counted_is_walked_in_order_and_narrowed_alike(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_cast()
    with transaction():
        for number in range(12):
            worker = a_person(f"Lò Văn {'CAB'[number % 3]}", f"04{number:07d}")
            if number % 2:
                a_contract_abroad(worker)
    gathered = page(Filters(state="abroad"), today=TODAY, size=4)

    monkeypatch.setattr(worker_list, "CAP", 3)
    walked = page(Filters(state="abroad"), today=TODAY, size=4)
    rest = page(Filters(state="abroad"), today=TODAY, size=4, after=walked.after or "")

    assert walked == gathered
    assert len({line.ref for line in (*walked.lines, *rest.lines)}) == 6


def test_a_page_takes_as_many_statements_for_forty_workers_as_for_two(house: Flask) -> None:
    the_cast()
    with transaction():
        some = [a_person(f"Lò Văn {number}", f"04{number:07d}") for number in range(40)]
        for worker in some:
            a_contract_abroad(worker)

    with counted() as few:
        page(Filters(state="abroad"), today=TODAY, size=2)
    with counted() as many:
        page(Filters(state="abroad"), today=TODAY, size=40)

    assert len(few) == len(many) <= 8


def test_a_line_shows_sign_next_contact_and_the_gravest_open_alert(house: Flask) -> None:
    the_cast()
    with transaction():
        worker = a_person("Lò Thị Ánh", "011194000123")
        a_contract_abroad(worker)
        actions.record_sign(worker.id, "receipt", clock.now(), now=clock.now())
        actions.record_sign(worker.id, "officer_call", clock.now() - timedelta(days=33), now=clock.now())
        for severity in (3, 1):
            an_alert(worker, severity)

    (line,) = found("lo thi anh", Filters(), today=TODAY).lines
    assert (line.country, line.state, line.sure, line.last_sign_kind) == ("TWN", "abroad", True, "officer_call")
    assert (line.alerts, line.severity) == (2, 1)


def an_alert(worker: Worker, severity: int) -> None:
    now = clock.now()
    alert = Alert(
        ref=f"CB-{severity}",
        worker_id=worker.id,
        office_path=worker.office_path,
        dedupe_key=f"officer:{severity}",
        cause="officer",
        severity=severity,
        title="Mất việc",
        why={},
        opened_at=now,
        acknowledge_by=now,
        act_by=now,
        last_fired_at=now,
    )
    db.session.add(alert)


def test_somebody_who_came_home_and_left_again_counts_as_abroad(house: Flask) -> None:
    the_cast()
    with transaction():
        worker = a_person("Lò Thị Ánh", "011194000123")
        a_contract_abroad(worker, returned_on=date(2020, 1, 1))
        db.session.flush()
        a_contract_abroad(worker, host_country="JPN", starts_on=date(2020, 2, 1), departed_on=date(2020, 2, 2))

    (line,) = page(Filters(), today=TODAY).lines
    assert (line.state, line.country) == ("abroad", "JPN")
    assert page(Filters(state="returned"), today=TODAY).lines == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contract)) == 2
