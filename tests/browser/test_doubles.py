"""Two files of one person in a browser without scripts: told apart, looked at again, merged; at a desk, on a phone."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.cast import a_contract_abroad, inside, the_cast
from tests.home.two_files import OLD, two_files
from tracker.core.db import transaction

pytestmark = pytest.mark.browser


@pytest.fixture
def refs(app: Flask) -> tuple[str, str]:
    """The files that is kept and the other, both with the same contract."""
    with inside(app):
        the_cast()
        files = two_files(other={"passport": "B7741203"})
        with transaction():
            for worker in (files.kept, files.other):
                a_contract_abroad(worker, number="HĐ-2019-000001")
        return files.kept.ref, files.other.ref


def test_a_pair_is_told_apart_looked_at_again_and_merged(open_page: Callable[..., Page], refs: tuple[str, str]) -> None:
    kept, other = refs
    page = open_page(javascript=False)
    sign_in(page, "lan")

    page.get_by_role("link", name="Nghi trùng").click()
    page.get_by_text("Thêm ghi chú").click()
    page.get_by_label("Vì sao không phải một người").fill("Hai chị em họ")
    page.get_by_role("button", name="Không phải một người").click()
    expect(page.locator("main")).to_contain_text("Không có cặp hồ sơ nào nghi trùng.")

    page.get_by_role("link", name="Đã quyết định").click()
    expect(page.locator("main")).to_contain_text("Hai chị em họ")
    page.get_by_role("button", name="Xem xét lại").click()

    page.get_by_role("link", name="Cùng một người…").click()
    page.get_by_role("button", name="Gộp").click()
    expect(page.locator(".errors")).to_contain_text("Nếu là một, hãy đánh dấu.")
    page.get_by_label("Là một hợp đồng").check()
    page.get_by_role("button", name="Gộp").click()
    page.wait_for_url(f"**/workers/{kept}")

    page.goto(f"/workers/{other}")
    assert page.url.endswith(f"/workers/{kept}")
    page.get_by_label("Tìm người lao động").fill(OLD)
    page.get_by_label("Tìm người lao động").press("Enter")
    page.wait_for_url(f"**/workers/{kept}")


def test_every_page_of_a_pair_holds_up(open_page: Callable[..., Page], refs: tuple[str, str]) -> None:
    page = open_page()
    sign_in(page, "lan")

    page.goto("/today/doubles")
    page.get_by_text("Thêm ghi chú").click()
    look(page)
    page.get_by_role("link", name="Cùng một người…").click()
    look(page)
    page.get_by_role("button", name="Gộp").click()
    look(page)
    page.goto("/today/doubles/decided")
    look(page)
    page.goto("/today/doubles")
    page.get_by_role("button", name="Không phải một người").click()
    look(page)
    page.get_by_role("link", name="Đã quyết định").click()
    look(page)
    page.goto(f"/workers/{refs[0]}")
    look(page)
