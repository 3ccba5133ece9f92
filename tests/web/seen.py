"""A page as a browser sees it: fed from memory and from the static folder, under the product's own content policy."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

from tests.chromium import chromium
from tracker.web import vendor
from tracker.web.headers import POLICY

STATIC = Path(__file__).parents[2] / "tracker" / "static"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HOME = "http://127.0.0.1/"


class Window:
    """An open browser that shows pages from memory and collects what it complains about."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []

    def show(
        self, html: str, *, width: int = 1366, scheme: str = "light", answers: dict[str, str] | None = None
    ) -> Page:
        """Open `html` as the front page; `answers` are the bodies of further addresses."""
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": 768})
        page.emulate_media(color_scheme=scheme)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        bodies = {"/": html, **(answers or {})}
        page.route("**/*", lambda route: _answer(route, bodies))
        page.goto(HOME, wait_until="networkidle")
        return page


def _answer(route: Route, bodies: dict[str, str]) -> None:
    path = "/" + route.request.url.removeprefix(HOME).partition("?")[0]
    if path in bodies:
        kind = "application/json" if path.endswith(".json") else "text/html; charset=utf-8"
        route.fulfill(
            body=bodies[path], content_type=kind, headers={"Content-Security-Policy": POLICY, "Content-Type": kind}
        )
    elif path.startswith("/static/") and (file := STATIC / path.removeprefix("/static/")).is_file():
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404, body="")


@contextmanager
def a_window() -> Iterator[Window]:
    """A browser profile for one test; the front-end files must be in place."""
    vendor.check()
    context = chromium().new_context()
    yield Window(context)
    context.close()


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice on a page, one line each."""
    page.evaluate(AXE.read_text())
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
