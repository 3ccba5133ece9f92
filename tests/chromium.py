"""One headless Chromium for all tests of a process. A missing one fails the tests, it skips none."""

import atexit
import os
import shutil
from functools import cache

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def where() -> str:
    """The path of Chromium: CHROMIUM, or what the machine has."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise FileNotFoundError("Chromium is missing: apt-get install chromium, or set CHROMIUM to its path")
    return found


@cache
def chromium() -> Browser:
    """The browser, started when it is first asked for and closed with the process."""
    try:
        player = sync_playwright().start()
    except Exception as error:
        raise RuntimeError("The browser's driver does not start. On Debian: apt-get install libatomic1") from error
    browser = player.chromium.launch(executable_path=where(), args=ARGUMENTS)

    def close() -> None:
        browser.close()
        player.stop()

    atexit.register(close)
    return browser
