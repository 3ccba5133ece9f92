"""A province to look at: an installation with a stopped clock, empty or filled with the demo, served on a free port."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.cast import in_house
from tracker.app import TABLES, create_app
from tracker.core import clock
from tracker.core.db import Base, db, transaction
from tracker.core.runs import Tick
from tracker.core.settings import read_settings
from tracker.demo import staff
from tracker.demo.load import load
from tracker.demo.office import FamilyDoor

AS_OF = date(2020, 7, 15)
MORNING = "2020-07-15T07:50+07:00"
SEED = 1


@dataclass(frozen=True)
class Province:
    """A served installation: where it answers, how its staff and its one family enter."""

    app: Flask
    address: str
    passwords: dict[str, str]
    family: FamilyDoor | None

    def sign_in(self, page: Page, username: str) -> None:
        """Sign in as one of the demo's staff."""
        page.goto("/sign-in")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(self.passwords[username])
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def let_family_in(self, page: Page) -> None:
        """Open the family's card with the code on its slip."""
        assert self.family
        page.goto("/gd")
        page.get_by_label("Mã trên phiếu").fill(self.family.code)
        page.get_by_label("Bốn số cuối").fill(self.family.last4)
        page.get_by_role("button", name="Xem tình trạng").click()
        page.wait_for_url("**/gd/xem")


@contextmanager
def a_province(folder: Path, *, workers: int) -> Iterator[Province]:
    """Found it in an empty folder and serve it, the clock stopped; with no workers only offices and staff stand."""
    app = create_app(read_settings({"TRACKER_INSTANCE": str(folder), "TRACKER_DEMO": "1"}))
    passwords, family = fill(app, workers=workers)
    with served(app) as address:
        yield Province(app, address, passwords, family)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def fill(app: Flask, *, workers: int) -> tuple[dict[str, str], FamilyDoor | None]:
    """Fill an empty database and let the engine's heart beat; the passwords by user, and the family's way in."""
    context = in_house(app)
    for name in TABLES:
        import_module(f"tracker.{name}")
    Base.metadata.create_all(db.engine)
    now = clock.now()
    with transaction() as session:
        session.add(Tick(name="engine", at=now))
        if workers:
            loaded = load(workers=workers, seed=SEED, as_of=AS_OF, now=now)
            passwords, family = loaded.passwords, loaded.family
        else:
            staff.found_offices(AS_OF)
            passwords = {name: password for name, (_user, password) in staff.add_staff(now=now).items()}
            family = None
    context.pop()
    return passwords, family


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine: its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
