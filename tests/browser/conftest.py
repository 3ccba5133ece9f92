"""A real server and a real Chromium; axe looks at every page reached. Missing parts fail, they are not skipped."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.chromium import chromium as the_browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (360, 740), "desk": (1366, 768)}


@pytest.fixture(scope="session")
def chromium() -> Browser:
    assert AXE.exists(), "axe-core is missing: make setup"
    return the_browser()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


@pytest.fixture
def open_page(chromium: Browser, address: str, size: tuple[int, int]) -> Iterator[Callable[..., Page]]:
    """Open a browser of one's own at the application: open_page() -> Page. Errors of scripts fail the test."""
    contexts, wrong = [], []

    def new(*, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield new
    for context in contexts:
        context.close()
    assert wrong == []


def look(page: Page) -> None:
    """Ask axe about the page, once all of it is there: no violation; and nothing sticks out sideways."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = page.evaluate("async () => (await axe.run(document)).violations")
    told = [f"{each['id']}: {each['help']} {[node['target'] for node in each['nodes']][:3]}" for each in found]
    assert told == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the cast."""
    from tests.cast import PASSWORD

    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
