"""An officer puts a file right in a browser: the contract, the day of departure, a return that was none, papers."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.home.outreach import a_case

pytestmark = pytest.mark.browser


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


def test_what_was_recorded_wrongly_is_put_right_and_the_file_tells_of_it(
    app: Flask, open_page: Callable[..., Page]
) -> None:
    file = f"/workers/{a_case(app).worker}"
    page = open_page()
    sign_in(page, "lan")

    correct_the_contract(page, file)
    correct_the_departure(page, file)
    record_a_return_and_take_it_back(page, file)
    change_the_papers(page, file)

    page.goto(f"{file}?kind=contract")
    for line in (
        "đến ngày 09/05/2022 → 09/11/2022",
        "ngày xuất cảnh 10/05/2019 → 12/05/2019",
        "ngày về nước 14/07/2020 → để trống",
    ):
        expect(page.locator(".trail")).to_contain_text(line)
    expect(page.locator("main")).to_contain_text("CMND cũ")
    look(page)


def correct_the_contract(page: Page, file: str) -> None:
    page.goto(file)
    page.get_by_role("link", name="Sửa hợp đồng").click()
    look(page)
    page.get_by_label("Hợp đồng đến ngày").fill("9/11/2022")
    page.get_by_label("Thời hạn (tháng)").fill("42")
    page.get_by_role("button", name="Lưu nội dung sửa").click()
    expect(page.get_by_role("alert")).to_contain_text("Căn cứ để sửa")
    expect(page.get_by_label("Hợp đồng đến ngày")).to_have_value("9/11/2022")
    look(page)
    page.get_by_label("Căn cứ để sửa").select_option("appendix")
    page.get_by_label("Giấy tờ nào").fill("Phụ lục 01 ngày 02/03/2020")
    page.get_by_role("button", name="Lưu nội dung sửa").click()
    expect(page.locator(".flash--success")).to_contain_text("Đã sửa hợp đồng.")


def correct_the_departure(page: Page, file: str) -> None:
    page.goto(file)
    page.get_by_role("link", name="Sửa ghi nhận xuất cảnh").click()
    page.get_by_text("Sửa ngày", exact=True).click()
    look(page)
    page.get_by_label("Ngày xuất cảnh").fill("12/05/2019")
    page.get_by_role("button", name="Lưu ngày mới").click()
    expect(page.get_by_role("alert")).to_contain_text("Cần")
    look(page)
    page.get_by_label("Vì sao sửa").first.fill("Dấu kiểm soát trên hộ chiếu")
    page.get_by_role("button", name="Lưu ngày mới").click()
    expect(page.locator(".flash--success")).to_contain_text("Đã sửa ngày xuất cảnh thành 12/05/2019.")


def record_a_return_and_take_it_back(page: Page, file: str) -> None:
    page.goto(file)
    page.get_by_role("link", name="Ghi nhận về nước").click()
    page.get_by_label("Ngày về nước").fill("14/07/2020")
    page.get_by_label("Lý do về").select_option("FAMILY")
    page.get_by_role("button", name="Ghi nhận về nước").click()
    page.get_by_text("Bỏ ghi nhận này", exact=True).click()
    look(page)
    page.get_by_label("Vì sao bỏ").fill("Ghi nhầm sang người cùng tên")
    page.get_by_role("button", name="Bỏ ghi nhận về nước").click()
    expect(page.locator(".flash--success")).to_contain_text("Kế hoạch điểm danh chạy lại.")


def change_the_papers(page: Page, file: str) -> None:
    page.goto(file)
    page.get_by_role("link", name="Đổi số giấy tờ").click()
    look(page)
    page.get_by_label("CCCD", exact=True).check()
    page.get_by_label("Số CMND hoặc CCCD mới").fill("011194000123")
    page.get_by_label("Đã đổi giấy tờ mới; số cũ vẫn dùng để tìm").check()
    page.get_by_label("Căn cứ").fill("CCCD gốc, cấp ngày 12/03/2021")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".flash--success")).to_contain_text("Đã đổi số giấy tờ.")
