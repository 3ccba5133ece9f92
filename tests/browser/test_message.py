"""Gửi tin in a browser without scripts: choose, be refused, see word for word, send, and settle what was lost."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.cast import inside
from tests.home.outreach import NOON, OWN, SISTER, a_case
from tracker.core.db import transaction
from tracker.messages.models import Message

pytestmark = pytest.mark.browser


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


def test_a_message_is_chosen_seen_and_sent_by_plain_forms(app: Flask, open_page: Callable[..., Page]) -> None:
    case = a_case(app)
    page = open_page(javascript=False)
    sign_in(page, "lan")

    page.goto(f"/workers/{case.worker}")
    page.get_by_role("link", name="Gửi tin").click()
    page.get_by_label(f"{SISTER} · Lò Thị Bun").check()
    page.get_by_role("button", name="Xem trước tin").click()
    expect(page.get_by_role("alert")).to_contain_text("Lời hỏi thăm chỉ gửi cho chính người lao động.")
    expect(page.get_by_label(f"{SISTER} · Lò Thị Bun")).to_be_checked()
    page.get_by_label("Đề nghị gọi lại cho cơ quan").check()
    page.get_by_role("button", name="Xem trước tin").click()
    expect(page.locator(".letter")).to_contain_text("Co quan lao dong de nghi goi lai so +842153000001")
    page.get_by_role("link", name="Chọn lại").click()
    expect(page.get_by_label("Đề nghị gọi lại cho cơ quan")).to_be_checked()
    page.get_by_role("button", name="Xem trước tin").click()
    page.get_by_role("button", name="Gửi", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Lò Thị Ánh")
    expect(page.locator(".trail")).to_contain_text(f"Đề nghị gọi lại tới Lò Thị Bun {SISTER}")


def test_every_state_of_the_pages_holds_up(app: Flask, open_page: Callable[..., Page]) -> None:
    case = a_case(app)
    page = open_page()
    sign_in(page, "lan")

    page.goto(case.path)
    look(page)
    page.get_by_label(f"{SISTER} · Lò Thị Bun").check()
    page.get_by_role("button", name="Xem trước tin").click()
    look(page)
    page.get_by_label(f"{OWN} · người lao động").check()
    page.get_by_role("button", name="Xem trước tin").click()
    look(page)
    page.get_by_role("button", name="Gửi", exact=True).click()
    look(page)
    page.goto(case.path)
    expect(page.get_by_text("Gửi tiếp được từ 15/07/2020 15:00.")).to_be_visible()
    look(page)


def test_a_lost_message_is_found_on_the_morning_page_and_settled(app: Flask, open_page: Callable[..., Page]) -> None:
    case = a_case(app)
    page = open_page()
    sign_in(page, "lan")
    page.goto(f"{case.path}?kind=ask&to={case.own}")
    page.get_by_role("button", name="Xem trước tin").click()
    page.get_by_role("button", name="Gửi", exact=True).click()
    with inside(app), transaction() as session:
        session.execute(sa.update(Message).values(state="uncertain", handed_over_at=NOON))

    page.goto("/today")
    page.get_by_role("link", name="Tin chưa rõ").click()
    look(page)
    page.get_by_role("button", name="Đã tới nơi").click()
    expect(page.get_by_text("Đã ghi: tin đã tới nơi.")).to_be_visible()
    look(page)

    page.goto(f"/workers/{case.worker}?kind=message")
    expect(page.locator(".trail")).to_contain_text("đã tới máy")
