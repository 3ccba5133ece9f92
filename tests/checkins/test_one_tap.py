"""The worker's page: one tap on a cheap phone, no account, no script, and nothing on it that could betray anybody."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import form_token, in_house
from tests.checkins.cases import a_plan, day
from tracker.alerts.models import Alert, AlertEntry
from tracker.checkins.actions import sweep
from tracker.checkins.models import Answer, CheckIn
from tracker.core import clock, crypto
from tracker.core.db import db, transaction

PUBLIC_SHEET = Path(__file__).parents[2] / "tracker" / "static" / "public.css"


@pytest.fixture
def link(app: Flask) -> str:
    """The link of one worker in Taiwan who was asked on the 15th at noon."""
    context = in_house(app)
    plan = a_plan(next_open_at=day(15))
    with transaction():
        sweep(now=day(15))
    ref = db.session.scalars(sa.select(CheckIn.ref).where(CheckIn.plan_id == plan.id)).one()
    address = f"/t/{crypto.sign('check-in', ref)}"
    context.pop()
    return address


@pytest.fixture
def phone(client: FlaskClient) -> Iterator[FlaskClient]:
    with clock.stopped_at("2020-07-15T16:12"):
        yield client


def press(phone: FlaskClient, address: str, **fields: str) -> str:
    """Press a button of the page and follow where it leads; the page that comes."""
    page = phone.get(address.removesuffix("/more")).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    sent = {"csrf_token": token.group(1), "form_token": form_token(), **fields}
    answer = phone.post(address, data=sent)
    assert answer.status_code == 303, answer.text
    return phone.get(answer.location).text


def kept(app: Flask) -> list[tuple[str, str, str]]:
    context = in_house(app)
    rows = [(one.answer, one.about, one.note) for one in db.session.scalars(sa.select(Answer).order_by(Answer.id))]
    context.pop()
    return rows


def severities(app: Flask) -> list[int]:
    context = in_house(app)
    found = list(db.session.scalars(sa.select(Alert.severity)))
    context.pop()
    return found


def notes(app: Flask) -> list[str]:
    context = in_house(app)
    facts = sa.select(AlertEntry.note).where(AlertEntry.kind == "fact").order_by(AlertEntry.id)
    found = list(db.session.scalars(facts))
    context.pop()
    return found


def test_the_page_asks_and_offers_three_buttons(phone: FlaskClient, link: str) -> None:
    page = phone.get(link).text

    assert "Chào anh/chị." in page
    assert "Sở đề nghị cho biết tình hình hôm nay." in page
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["ok", "problem", "help"]
    assert page.count("<h1") == 1


def test_fine_is_kept_with_one_tap_and_thanked_for(app: Flask, phone: FlaskClient, link: str) -> None:
    page = press(phone, link, answer="ok")

    assert "16:12" in page
    assert "Cảm ơn." in page
    assert "Ai được biết?" in page
    assert kept(app) == [("ok", "", "")]


def test_the_one_question_after_fine_may_be_answered(app: Flask, phone: FlaskClient, link: str) -> None:
    page = press(phone, link, answer="ok")
    name = re.search(r'name="question" value="(\w+)"', page)
    assert name
    page = press(phone, f"{link}/more", question=name.group(1), yes_no="no")

    assert "Đã ghi câu trả lời thêm" in page
    assert kept(app) == [("ok", f"{name.group(1)}=no", "")]
    assert severities(app) == []


def test_help_shows_numbers_first_and_raises_s1_once(app: Flask, phone: FlaskClient, link: str) -> None:
    page = press(phone, link, answer="help")
    press(phone, link, answer="help")

    assert page.index("+84 981 84 84 84") < page.index('name="about"')
    assert "Cán bộ đã được báo ngay" in page
    assert severities(app) == [1]


def test_what_it_is_about_may_be_added(app: Flask, phone: FlaskClient, link: str) -> None:
    press(phone, link, answer="problem")
    page = press(phone, f"{link}/more", about="wage", note="nợ hai tháng")

    assert "Tiền lương" in page
    assert kept(app) == [("problem", "wage", "nợ hai tháng")]
    assert severities(app) == [2]


def test_a_second_answer_is_welcome_and_the_page_says_what_was_said(app: Flask, phone: FlaskClient, link: str) -> None:
    press(phone, link, answer="ok")
    page = phone.get(link).text

    assert "Anh/chị đã trả lời lúc" in page
    press(phone, link, answer="problem")
    assert [answer for answer, _, _ in kept(app)] == ["ok", "problem"]


def buttons(phone: FlaskClient, address: str) -> dict[str, dict[str, str]]:
    """What each button of the page, as it lies open, sends: {answer: its fields}."""
    sent = {}
    for form in re.findall(r"<form.*?</form>", phone.get(address).text, re.DOTALL):
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form))
        for answer in re.findall(r'name="answer" value="(\w+)"', form):
            sent[answer] = {**hidden, "answer": answer}
    return sent


def test_a_double_tap_is_kept_once(app: Flask, phone: FlaskClient, link: str) -> None:
    sent = buttons(phone, link)["ok"]

    first, second = phone.post(link, data=sent), phone.post(link, data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(kept(app)) == 1


@pytest.mark.parametrize("later", ["problem", "help"])
def test_another_answer_from_the_same_page_is_heard(app: Flask, phone: FlaskClient, link: str, later: str) -> None:
    page = buttons(phone, link)

    for answer in ("ok", later, later):
        assert phone.post(link, data=page[answer]).status_code == 303

    assert [answer for answer, _, _ in kept(app)] == ["ok", later]
    assert severities(app) == [{"help": 1, "problem": 2}[later]]


def test_violence_pressed_after_wages_on_the_same_page_is_heard(app: Flask, phone: FlaskClient, link: str) -> None:
    press(phone, link, answer="problem")
    page = phone.get(f"{link}/done").text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))

    for about in ("wage", "violence", "violence"):
        phone.post(f"{link}/more", data={**sent, "about": about, "note": ""})

    assert kept(app) == [("problem", "violence", "")]
    assert severities(app) == [1]
    assert [note for note in notes(app) if note] == ["Tiền lương", "Bị đánh, bị đe dọa"]


def test_an_old_link_is_friendly_and_still_takes_a_call_for_help(app: Flask, phone: FlaskClient, link: str) -> None:
    with clock.stopped_at("2020-10-01T08:00"):
        page = phone.get(link).text
        press(phone, link, answer="ok")
        assert kept(app) == []
        press(phone, link, answer="help")

    assert "Liên kết này đã cũ" in page
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["help"]
    assert kept(app) == [("help", "", "")]


def test_a_link_that_was_cut_or_guessed_opens_nothing_and_says_so_kindly(phone: FlaskClient, link: str) -> None:
    for wrong in (link[:-1], link.replace("/t/", "/t/0"), "/t/x", f"/t/{'A' * 16}.{'b' * 22}"):
        answer = phone.get(wrong)
        assert answer.status_code == 404
        assert "Liên kết này không mở được" in answer.text
        assert 'name="answer"' not in answer.text


def test_nothing_personal_stands_on_any_of_its_pages(phone: FlaskClient, link: str) -> None:
    pages = [phone.get(link).text, *(press(phone, link, answer=answer) for answer in ("ok", "problem", "help"))]

    for page in pages:
        for word in ("Lò", "Ánh", "Đài Loan", "Đào Viên", "Điện tử", "hợp đồng", "TWN", "bắt buộc", "bỏ trốn"):
            assert word not in page, word


def test_no_page_has_a_script_or_weighs_more_than_14_kb(phone: FlaskClient, link: str) -> None:
    style = len(gzip.compress(PUBLIC_SHEET.read_bytes()))
    for page in (phone.get(link).text, press(phone, link, answer="help"), press(phone, link, answer="ok")):
        assert "<script" not in page
        assert len(gzip.compress(page.encode())) + style < 14 * 1024
        assert len(page.encode()) < 14 * 1024


def test_the_page_speaks_english_when_asked(phone: FlaskClient, link: str) -> None:
    page = phone.get(f"{link}?lang=en").text

    assert '<html lang="en">' in page
    assert "lang=en" in page


def test_one_link_can_not_be_pressed_without_end(phone: FlaskClient, link: str) -> None:
    page = phone.get(link).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    statuses = [
        phone.post(link, data={"csrf_token": token.group(1), "form_token": form_token(), "answer": "ok"}).status_code
        for _ in range(13)
    ]

    assert statuses == [303] * 12 + [429]
