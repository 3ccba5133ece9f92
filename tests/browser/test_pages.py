"""Every main page of a lively province: axe finds nothing, nothing sticks out sideways, on a phone and at a desk."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from tests.browser.conftest import look
from tests.browser.province import MORNING, Province, a_province
from tests.cast import in_house
from tests.intake.registration.walk import a_full_draft
from tracker.alerts.models import Alert
from tracker.checkins.models import WAITING_STATES, CheckIn
from tracker.contracts.models import Contract
from tracker.core import clock, crypto
from tracker.core.db import db
from tracker.core.scope import within
from tracker.disruptions.models import Disruption, Episode
from tracker.people.models import Relative, SuspectedPair, Worker
from tracker.senders.models import Licence, Sender

pytestmark = pytest.mark.browser
HOME = "vn.11"
MINE = within(Worker.office_path, HOME)
EVERYBODY = ["/today", "/today/incomplete", "/today/numbers", "/today/uncertain", "/workers", "/alerts", "/events"]
DOUBLES = ["/today/doubles", "/today/doubles/decided"]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """The demo with some workers, served to every test of this module."""
    with clock.stopped_at(MORNING), a_province(tmp_path_factory.mktemp("province"), workers=60) as province:
        yield province


@pytest.fixture
def address(province: Province) -> str:
    return province.address


@pytest.fixture
def found(province: Province) -> Callable[[sa.Select[tuple[str]]], str]:
    """Ask for the first reference of its kind."""

    def ask(asked: sa.Select[tuple[str]]) -> str:
        context = in_house(province.app)
        ref = db.session.scalars(asked.limit(1)).one()
        context.pop()
        return ref

    return ask


def walk(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer, address
        assert answer.status == 200, address
        look(page)


def test_an_officer_s_pages_hold_up(
    province: Province, found: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    away = sa.select(Worker.ref).join(Contract).where(MINE, Contract.departed_on.is_not(None))
    worker = found(away.where(Contract.returned_on.is_(None)))
    troubled = found(sa.select(Worker.ref).join(Alert, Alert.worker_id == Worker.id).where(MINE))
    contract = found(
        sa.select(Contract.ref).join(Worker).where(Worker.ref == worker, Contract.departed_on.is_not(None))
    )
    relative = found(sa.select(Relative.ref).join(Worker, Worker.id == Relative.worker_id).where(MINE))
    alert = found(sa.select(Alert.ref).where(within(Alert.office_path, HOME), Alert.worker_id > 0))
    pair = found(sa.select(SuspectedPair.ref).order_by(SuspectedPair.likeness.desc()))
    draft = a_full_draft(province.app, found(sa.select(Sender.ref).join(Licence)), service_charge="95.000.000")
    page = open_page()
    province.sign_in(page, "lan")

    walk(page, [*EVERYBODY, "/register", "/me", "/lists/", f"/workers/{worker}", f"/workers/{troubled}"])
    walk(page, [f"/workers/{worker}/call", f"/workers/{worker}/message"])
    walk(page, [f"/workers/{worker}/{part}" for part in ("edit", "papers", "numbers", "relatives/new")])
    walk(
        page,
        [
            f"/alerts/{alert}",
            f"/alerts/add/{worker}",
            *(f"/contracts/{contract}/{part}" for part in ("return", "departure", "edit")),
        ],
    )
    walk(page, [f"/relatives/{relative}/login", draft])
    walk(page, [*DOUBLES, f"/today/doubles/{pair}/merge"])
    walk(page, [f"{draft}/{part}" for part in ("person", "contract", "relatives", "papers", "check")])


def test_the_rail_stays_and_the_index_of_a_file_covers_nothing_however_far_one_has_scrolled(
    province: Province, found: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    page = open_page()
    province.sign_in(page, "lan")
    page.goto(f"/workers/{found(sa.select(Worker.ref).join(Contract).where(MINE, Contract.departed_on.is_not(None)))}")
    index, below, rail = page.locator(".side-index"), page.locator("#contact"), page.locator(".rail")
    stands = rail.bounding_box()

    for down in (0, 200, 400, 600):
        page.evaluate(f"window.scrollTo(0, {down})")
        assert rail.bounding_box() == stands
        one, other = index.bounding_box(), below.bounding_box()
        assert one
        assert other
        assert one["y"] + one["height"] <= other["y"]


def test_a_supervisor_s_pages_hold_up(
    province: Province, found: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    event = found(sa.select(Disruption.ref).where(Disruption.status == "active"))
    proposal = found(sa.select(Episode.ref).where(Episode.state == "proposed"))
    shared = found(sa.select(Alert.ref).where(within(Alert.office_path, HOME), Alert.worker_id.is_(None)))
    page = open_page()
    province.sign_in(page, "minh")

    walk(page, ["/offices", "/offices/vn.11.099"])
    walk(page, ["/board", "/alerts", "/alerts?severity=2", "/alerts/bulk", f"/alerts/{shared}", "/audit"])
    walk(page, ["/events", "/events/new", f"/events/{event}", f"/events/{event}/people"])
    walk(page, [f"/events/proposals/{proposal}", "/workers?contact=silent", "/workers?country=ISL"])


def test_the_register_of_senders_holds_up_for_those_who_read_and_those_who_write(
    province: Province, found: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    lost = found(sa.select(Sender.ref).join(Licence).where(Licence.status == "withdrawn"))
    officer, supervisor = open_page(), open_page(javascript=False)
    province.sign_in(officer, "lan")
    province.sign_in(supervisor, "minh")

    walk(officer, ["/senders", "/senders?q=khong+co", f"/senders/{lost}", f"/senders/{lost}/edit", "/markets"])
    supervisor.goto(f"/senders/{lost}/licences/change")
    supervisor.get_by_label("Bị thu hồi").check()
    supervisor.get_by_label("Từ ngày").fill("15/07/2020")
    supervisor.get_by_label("Văn bản").fill("Quyết định 8 (mẫu)")
    supervisor.get_by_role("button", name="Ghi", exact=True).click()
    assert "Đã ghi rồi" in supervisor.locator("#valid_from-error").inner_text()


def test_the_pages_that_write_licences_and_markets_hold_up(
    province: Province, found: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    lost = found(sa.select(Sender.ref).join(Licence).where(Licence.status == "withdrawn"))
    page = open_page()
    province.sign_in(page, "minh")

    walk(page, [f"/senders/{lost}", "/senders/new", f"/senders/{lost}/edit", "/markets/new"])
    walk(page, [f"/senders/{lost}/licences/{way}" for way in ("new", "change")])
    page.goto(f"/senders/{lost}")
    page.locator("main table a.row-link").first.click()
    page.get_by_text("Bỏ dòng này").first.click()
    look(page)
    page.get_by_role("button", name="Bỏ dòng này").click()
    look(page)
    page.goto("/markets")
    page.locator("main table a.row-link").first.click()
    page.get_by_text("Sửa dòng ghi nhầm").click()
    look(page)


def test_the_family_s_and_the_worker_s_pages_hold_up(
    province: Province, found: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    asked = found(sa.select(CheckIn.ref).where(CheckIn.state.in_(WAITING_STATES)))
    with province.app.app_context():
        link = "/t/" + crypto.sign("check-in", asked)
    page = open_page()
    walk(page, ["/gd", "/gd/tin-that", link])
    page.get_by_role("button", name="Cần giúp ngay").click()
    look(page)

    province.let_family_in(page)
    look(page)
    page.get_by_role("button", name="Lo lắng, cần giúp").click()
    look(page)
