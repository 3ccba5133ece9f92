"""The main job, end to end, in a browser: register, depart, ask, tap, declare, triage, look and worry."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import look, sign_in
from tests.cast import a_contract_abroad, a_worker, in_house, the_cast
from tracker import jobs
from tracker.core import clock, crypto
from tracker.core.db import db, transaction
from tracker.messages.models import Message
from tracker.people.models import Worker
from tracker.senders.models import Licence, Sender

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    with transaction() as session:
        sender = Sender(ref="BD-1", code="0100109106", name="Công ty Nhân lực Mẫu", name_fold="cong ty nhan luc mau")
        session.add(sender)
        session.flush()
        session.add(Licence(sender_id=sender.id, number="12/LĐTBXH-GP", valid_from=date(2015, 1, 1)))
    context.pop()


@pytest.mark.usefixtures("cast")
def test_from_registration_to_a_worried_family(app: Flask, open_page: Callable[..., Page]) -> None:
    officer = open_page()
    sign_in(officer, "lan")

    register(officer)
    worker_ref = depart(officer)
    with clock.stopped_at("2020-07-18T09:00+07:00"):
        link = ask(app, worker_ref)
        tap(open_page(javascript=False), link)
        supervisor = open_page()
        declare_and_triage(supervisor)
        code = grant(supervisor, worker_ref)
        worry(open_page(javascript=False), code)


def register(page: Page) -> None:
    """Part by part, with a wrong number and a charge above the ceiling on the way."""
    look(page)
    page.get_by_role("link", name="Đăng ký người lao động").click()
    page.get_by_role("button", name="Đăng ký người mới").click()
    page.wait_for_url("**/person")
    page.get_by_label("Họ và tên").fill("GIÀNG A CHỐNG")
    page.get_by_label("Nam", exact=True).check()
    page.get_by_label("Ngày sinh").fill("5/3/1994")
    page.get_by_label("CMND", exact=True).check()
    page.get_by_label("Số CMND hoặc CCCD").fill("04099887")
    page.get_by_label("Số hộ chiếu").fill("b7741203")
    page.get_by_label("Điện thoại", exact=True).fill("0599001234")
    page.get_by_label("Thư điện tử").fill("chong@example.vn")
    page.get_by_label("Xã nơi thường trú").fill("Chiềng Sinh, Tuần Giáo")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    if "/person" in page.url:
        look(page)
        expect(page.get_by_label("Họ và tên")).to_have_value(re.compile("giàng a chống", re.IGNORECASE))
        page.get_by_label("Số CMND hoặc CCCD").fill("040998877")
        if page.locator("input[name=commune_code]").count():
            page.locator("input[name=commune_code]").first.check()
        page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url("**/contract*")
    contract(page)
    relatives(page)
    page.wait_for_url("**/papers")
    look(page)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url("**/check")
    look(page)
    expect(page.locator("main")).to_contain_text("vượt trần")
    expect(page.locator("main")).to_contain_text("Điều 21")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.wait_for_url("**/done")
    look(page)


def contract(page: Page) -> None:
    page.get_by_label("Qua doanh nghiệp dịch vụ").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Số hợp đồng").fill("HĐ-2020-000777")
    page.get_by_label("Ngày ký").fill("01/06/2020")
    page.get_by_label("Bên đưa đi", exact=False).first.fill("nhan luc mau")
    page.get_by_role("button", name="Tìm bên đưa đi").click()
    page.get_by_label("Công ty Nhân lực Mẫu").check()
    page.get_by_label("Nước đến làm việc").select_option("TWN")
    page.get_by_label("Người sử dụng lao động").fill("Nhà máy Đào Viên")
    page.get_by_label("Nơi làm việc").fill("Đào Viên")
    page.get_by_label("Công việc").fill("Điện tử")
    page.get_by_label("Hợp đồng từ ngày").fill("10/07/2020")
    page.get_by_label("Hợp đồng đến ngày").fill("09/07/2023")
    page.get_by_label("Thời hạn (tháng)").fill("36")
    page.get_by_label("Tiền lương mỗi tháng").fill("28.000")
    page.get_by_label("Loại tiền lương").select_option("TWD")
    page.get_by_label("Tỷ giá tiền lương sang VND").fill("780")
    page.locator("[name=service_charge]").fill("95.000.000")
    page.get_by_label("Số giấy chứng nhận giáo dục định hướng").fill("ĐH-12")
    page.get_by_label("Ngày cấp giấy chứng nhận").fill("20/06/2020")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    if "/contract" in page.url:
        look(page)
        raise AssertionError(page.locator("main").inner_text()[:1500])
    page.wait_for_url("**/relatives")


def relatives(page: Page) -> None:
    look(page)
    page.get_by_label("Họ và tên thân nhân").fill("Giàng Thị Mỷ")
    page.get_by_label("Quan hệ").select_option(index=1)
    page.get_by_label("Điện thoại thân nhân").fill("0599001299")
    page.get_by_label("Tình trạng, ngày liên lạc và việc đang giải quyết").check()
    page.get_by_label("Ngày đồng ý").fill("01/07/2020")
    page.get_by_label("Đồng ý bằng cách nào").select_option(index=1)
    page.get_by_role("button", name="Xong, sang phần tiếp theo").click()


def depart(page: Page) -> str:
    """Record the departure; the plan opens by itself. The worker's reference."""
    page.get_by_role("link", name="Ghi nhận xuất cảnh").first.click()
    page.wait_for_url("**/departure")
    look(page)
    page.get_by_label("Ngày xuất cảnh").fill("14/07/2020")
    page.get_by_role("button", name="Ghi nhận xuất cảnh").click()
    expect(page.locator("main")).to_contain_text("Kế hoạch điểm danh đã mở")
    look(page)
    page.get_by_role("link", name="Mở hồ sơ").click()
    page.wait_for_url("**/workers/**")
    look(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Giàng A Chống")
    return page.url.rstrip("/").rsplit("/", 1)[-1].partition("?")[0].partition("#")[0]


def ask(app: Flask, worker_ref: str) -> str:
    """The sweep opens the arrival check-in and the post room leaves its message; the link in it."""
    for job in ("check-ins", "deliver"):
        with app.app_context():
            jobs.run(job)
    context = in_house(app)
    sent = db.session.scalars(sa.select(Message).where(Message.about_kind == "check_in")).all()
    spool = app.extensions["tracker"].spool
    texts = [path.read_text() for path in spool.rglob("*") if path.is_file()]
    context.pop()
    assert [message.state for message in sent] == ["sent"]
    found = re.search(r"/t/\S+", " ".join(texts))
    assert found, texts
    return found.group(0).rstrip(".")


def tap(page: Page, link: str) -> None:
    """The worker says that help is needed."""
    page.goto(link)
    expect(page.get_by_role("button", name="Khỏe")).to_be_visible()
    for hidden in ("Đào Viên", "Giàng"):
        expect(page.locator("body")).not_to_contain_text(hidden)
    page.get_by_role("button", name="Cần giúp ngay").click()
    expect(page.locator("body")).to_contain_text("Đã ghi nhận lúc")


def declare_and_triage(page: Page) -> None:
    """A bulletin, its dry run, the start; then the queue, in bulk."""
    sign_in(page, "minh")
    page.goto("/events")
    look(page)
    page.get_by_role("link", name="Ghi một sự kiện").click()
    look(page)
    page.get_by_label("Tên sự kiện").fill("Đóng cửa nhà máy ở Đào Viên")
    page.get_by_label("Loại").first.select_option("workplace_closure")
    page.get_by_label("Nguyên nhân").select_option("covid19")
    page.get_by_label("Nước").select_option("TWN")
    page.get_by_label("Từ ngày").fill("15/07/2020")
    page.get_by_label("Nguồn").fill("Thông báo của Ban Quản lý lao động")
    page.get_by_role("button", name="Ghi và xem chạy thử").click()
    look(page)
    page.get_by_role("button", name=re.compile("Bắt đầu và mở 1 cảnh báo")).click()
    look(page)
    page.goto("/alerts")
    look(page)
    expect(page.locator("main")).to_contain_text("Giàng A Chống")
    page.goto("/alerts/bulk")
    look(page)


def grant(page: Page, worker_ref: str) -> str:
    """Print the slip of the relative; its code."""
    page.goto(f"/workers/{worker_ref}")
    look(page)
    page.get_by_role("link", name=re.compile("[Mm]ã xem")).first.click()
    look(page)
    page.get_by_role("button", name="Cấp mã và in phiếu").click()
    look(page)
    return page.locator(".slip__code").inner_text()


def worry(page: Page, code: str) -> None:
    """The family looks at its card and says that it worries."""
    page.goto("/gd")
    page.get_by_label("Mã trên phiếu").fill(code)
    page.get_by_label("Bốn số cuối").fill("1299")
    page.get_by_role("button", name="Xem tình trạng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Giàng A. C.")
    expect(page.locator("main")).to_contain_text("Đài Loan (Trung Quốc)")
    page.get_by_role("button", name="Lo lắng, cần giúp").click()
    expect(page.locator("main")).to_contain_text("CB-2020-")
    expect(page.locator("main")).not_to_contain_text("Đào Viên")


def test_the_sealed_search_leaves_no_name_in_the_address(
    app: Flask, cast: None, open_page: Callable[..., Page]
) -> None:
    context = in_house(app)
    with transaction():
        for name in ("Lò Thị Ánh", "Lò Thị Bun", "Vàng A Tủa"):
            a_contract_abroad(a_worker(name))
    context.pop()
    page = open_page()
    sign_in(page, "lan")

    page.get_by_role("searchbox").fill("lo thi")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/workers?**")

    expect(page.locator("main")).to_contain_text("Lò Thị Ánh")
    expect(page.locator("main")).not_to_contain_text("Vàng A Tủa")
    assert "lo" not in page.url.partition("?")[2].split("=")[0]
    assert "thi" not in page.url
    look(page)


def test_no_worker_number_is_ever_in_the_database_file(app: Flask, cast: None) -> None:
    context = in_house(app)
    with transaction():
        worker = a_worker(id_number="040111222")
    found = db.session.scalars(sa.select(Worker.id_number_sealed).where(Worker.id == worker.id)).one()
    context.pop()

    assert b"040111222" not in found
    assert crypto.ALPHABET
