"""The register as a list: searched without accents, narrowed by the licence of today, page by page, without N+1."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, in_house, signed_in, the_cast
from tests.senders.register import a_licence, a_sender
from tracker.core.db import db, transaction
from tracker.senders import register
from tracker.senders.line import line_of
from tracker.senders.models import Licence

TODAY = date(2020, 7, 15)
ENDED = {"valid_from": date(2015, 1, 1), "valid_to": date(2019, 12, 31)}


@pytest.fixture
def lan(app: Flask) -> FlaskClient:
    """An officer before a register of five senders, each standing differently."""
    context = in_house(app)
    the_cast()
    with transaction():
        running = a_sender("Công ty Đại Dương", code="0100109106")
        a_licence(running)
        a_contract_abroad(a_worker(), sender_id=running.id)
        for name, status in (("Công ty Ba Vì", "suspended"), ("Công ty Sông Lô", "withdrawn")):
            a_licence(a_sender(name), date(2018, 1, 1), status=status)
        a_licence(a_sender("Công ty Hoa Ban"), number="7/LĐTBXH-GP", **ENDED)
        a_sender("Trung tâm Lao động")
    context.pop()
    return signed_in(app, "lan")


def names(page: str) -> list[str]:
    return re.findall(r'class="row-link" href="/senders/[^"]+">([^<]+)<', page)


def told_of(page: str, name: str) -> str:
    """The line of a sender without its marks."""
    line = page.split(f">{name}<", 1)[1].split("</tr>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", line).split())


def test_senders_stand_by_name_with_their_licence_of_today_and_the_workers_of_the_office(lan: FlaskClient) -> None:
    page = lan.get("/senders").text

    assert names(page) == [
        "Công ty Ba Vì", "Công ty Đại Dương", "Công ty Hoa Ban", "Công ty Sông Lô", "Trung tâm Lao động",
    ]  # fmt: skip
    assert "Còn hiệu lực 12/LĐTBXH-GP, từ 01/01/2017" in told_of(page, "Công ty Đại Dương")
    assert "1 người" in told_of(page, "Công ty Đại Dương")
    assert "7/LĐTBXH-GP, hết ngày 31/12/2019" in told_of(page, "Công ty Hoa Ban")
    assert "chưa có giấy phép trong sổ" in told_of(page, "Trung tâm Lao động")


def test_another_province_sees_the_same_register_without_these_workers(app: Flask, lan: FlaskClient) -> None:
    page = signed_in(app, "nga").get("/senders").text

    assert len(names(page)) == 5
    assert "người" not in told_of(page, "Công ty Đại Dương")


@pytest.mark.parametrize("typed", ["dai duong", "ĐẠI DƯƠNG", "duong cong", "01001"])
def test_a_sender_is_found_by_words_of_its_name_without_accents_or_by_the_start_of_its_code(
    lan: FlaskClient, typed: str
) -> None:
    assert names(lan.get("/senders", query_string={"q": typed}).text) == ["Công ty Đại Dương"]


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("in_force", ["Công ty Đại Dương"]),
        ("suspended", ["Công ty Ba Vì"]),
        ("withdrawn", ["Công ty Sông Lô"]),
        ("returned", []),
        ("none", ["Công ty Hoa Ban", "Trung tâm Lao động"]),
    ],
)
def test_the_register_is_narrowed_by_how_the_licence_stands_today(
    lan: FlaskClient, standing: str, found: list[str]
) -> None:
    page = lan.get(f"/senders?standing={standing}").text

    assert names(page) == found
    assert found or "Hôm nay không có bên đưa đi nào như vậy" in page


def test_a_search_that_finds_nothing_says_what_to_try(lan: FlaskClient) -> None:
    assert "Thử một phần tên không dấu" in lan.get("/senders?q=khong+co").text


def test_an_empty_register_says_how_senders_come_into_it(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()

    assert "Bên đưa đi vào sổ khi đăng ký hợp đồng" in signed_in(app, "lan").get("/senders").text


def test_pages_follow_each_other_both_ways_and_leave_nobody_out(house: Flask) -> None:
    with transaction():
        written = [a_sender(f"Công ty {number:02d}").name for number in range(7)]

    first = register.page(today=TODAY, size=3)
    second = register.page(today=TODAY, size=3, after=first.after or "")
    third = register.page(today=TODAY, size=3, after=second.after or "")
    back = register.page(today=TODAY, size=3, before=third.before or "")

    shown = [[one.sender.name for one in page.listed] for page in (first, second, third)]
    assert [name for page in shown for name in page] == written
    assert [one.sender.name for one in back.listed] == shown[1]
    assert (first.before, third.after, first.count) == (None, None, 7)


def test_a_full_page_asks_as_much_as_a_short_one(app: Flask, lan: FlaskClient) -> None:
    with asked() as few:
        lan.get("/senders")
    context = in_house(app)
    with transaction():
        for number in range(45):
            a_licence(a_sender(f"Công ty {number:02d}"))
    context.pop()

    with asked() as many:
        lan.get("/senders")

    assert len(many) == len(few)


@contextmanager
def asked() -> Iterator[list[str]]:
    """The questions sent to the database while inside."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_the_line_of_a_licence_runs_from_its_first_day_to_today_or_beyond() -> None:
    first = Licence(number="1", status="in_force", valid_from=date(2020, 7, 6), valid_to=date(2020, 7, 10))
    second = Licence(number="1", status="suspended", valid_from=date(2020, 7, 11), valid_to=None)

    line = line_of([first, second], today=TODAY)

    assert line
    assert [(each.at, each.width) for each in line.stretches] == [(0, 50), (50, 50)]
    assert (line.first, line.last, line.today) == (date(2020, 7, 6), TODAY, 90)
    assert line_of([], today=TODAY) is None
    beyond = line_of([Licence(number="1", status="in_force", valid_from=date(2020, 8, 1))], today=TODAY)
    assert beyond
    assert (beyond.first, beyond.last) == (TODAY, date(2020, 8, 1))


def test_one_spell_holds_on_a_day_so_a_sender_stands_in_the_list_once(house: Flask) -> None:
    with transaction():
        sender = a_sender()
        a_licence(sender, valid_to=date(2020, 7, 14))
        a_licence(sender, TODAY, number="45/LĐTBXH-GP")

    page = register.page(today=TODAY)

    assert [(one.licence.number if one.licence else "") for one in page.listed] == ["45/LĐTBXH-GP"]
    assert register.standings("", today=TODAY) == {"in_force": 1}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Licence)) == 2
