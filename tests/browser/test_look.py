"""What the other browser tests lean on: `look` waits for the whole page, and sees what is wrong with it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import look

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><html lang="vi"><title>Thử</title>'
PAGES = {
    "/": f'{HEAD}<main><h1>Đầu</h1><a href="/slow">Trang chậm</a></main>',
    "/slow": f"{HEAD}<main><h1>Trang chậm</h1></main>",
    "/nameless": f'{HEAD}<main><h1>Ảnh</h1><img src="data:,"></main>',
    "/wide": f'{HEAD}<main><h1>Rộng</h1><p style="width: 9000px">Rộng</p></main>',
}


class Slow(BaseHTTPRequestHandler):
    """Answers at once that the page is coming; /slow itself comes half a second later."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.flush()
        if self.path == "/slow":
            threading.Event().wait(0.5)
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow_address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_look_waits_for_a_page_of_which_only_the_head_has_come(chromium: Browser, slow_address: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(slow_address)
        page.get_by_role("link").click()
        look(page)
        assert page.locator("h1").inner_text() == "Trang chậm"


@pytest.mark.parametrize(("path", "said"), [("/nameless", "image-alt"), ("/wide", "px too wide")])
def test_look_refuses_a_page_that_is_wrong(chromium: Browser, slow_address: str, path: str, said: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(slow_address + path)
        with pytest.raises(AssertionError, match=said):
            look(page)
