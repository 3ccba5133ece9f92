"""The doors in a browser, in both sizes."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.cast import in_house, the_cast

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()


@pytest.mark.usefixtures("cast")
def test_an_officer_signs_in_reads_english_and_signs_out(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/sign-in")
    look(page)

    sign_in(page, "lan")
    page.goto("/me")
    look(page)
    page.get_by_label("Ngôn ngữ").select_option("en")
    page.locator("main").get_by_role("button", name="Lưu", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


@pytest.mark.usefixtures("cast")
def test_wrong_password_says_so_at_the_field_and_keeps_the_name(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill("sai rồi")
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("lan")
    look(page)


def test_the_family_door_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(javascript=False)
    page.goto("/gd")
    page.get_by_role("button", name="Xem tình trạng").click()

    expect(page.get_by_role("alert")).to_contain_text("Cần nhập mã in trên phiếu.")
