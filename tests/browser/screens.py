"""Takes the screenshots in docs/screens: python -m tests.browser.screens [part of a name …]. All people are made up."""

import logging
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.palette import packed
from tests.browser.province import AS_OF, MORNING, Province, a_province
from tests.cast import in_house
from tests.chromium import chromium
from tests.intake.registration.walk import PERSON, a_full_draft
from tracker.alerts.models import Alert, AlertEntry
from tracker.checkins.models import WAITING_STATES, CheckIn, Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core import clock, crypto
from tracker.core.db import db
from tracker.core.scope import within
from tracker.disruptions.models import Disruption, Episode
from tracker.people.models import Relative, SignOfLife, SuspectedPair, Worker
from tracker.senders.models import Licence, Sender

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
WIDTHS = {360: 740, 1366: 768}
TALLEST = {360: 2000, 1366: 1500}
TYPED = {**PERSON, "full_name": "Lò Thị Ánh", "passport_expires_on": "01/05/2027", "id_number": "011194000123"}
INSTALLATIONS = {"empty": 0, "normal": 300, "full": 3000}
HOME = "vn.11"
EVENING_BEFORE = "2020-07-14T16:30+07:00"


@dataclass(frozen=True)
class Shot:
    """One page in one state: the installation it is taken in, who looks, and the way there."""

    page: str
    state: str
    installation: str
    who: str
    way: Callable[[Page, Province], None]


def at(address: str) -> Callable[[Page, Province], None]:
    """The way to an address that is known."""
    return lambda page, _province: go(page, address)


def go(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")


def one(province: Province, asked: sa.Select[tuple[str]]) -> str:
    """The first reference a question finds in the province."""
    context = in_house(province.app)
    found = db.session.scalars(asked.limit(1)).one()
    context.pop()
    return found


# A worker's file: one not yet gone, one at work, and the one with the longest story.
def file_of_one_not_gone(page: Page, province: Province) -> None:
    planned = (
        sa.select(Worker.ref).join(Contract).where(Contract.departed_on.is_(None), within(Worker.office_path, HOME))
    )
    go(page, "/workers/" + one(province, planned.order_by(Worker.id)))


def file_of_one_at_work(page: Page, province: Province) -> None:
    away = sa.select(Worker.ref).join(Contract).join(Relative, Relative.worker_id == Worker.id)
    away = away.where(Contract.departed_on.is_not(None), Contract.returned_on.is_(None), Contract.ends_on > AS_OF)
    go(page, "/workers/" + one(province, away.where(within(Worker.office_path, HOME)).order_by(Worker.id)))


def file_with_the_longest_story(page: Page, province: Province) -> None:
    signs = sa.select(SignOfLife.worker_id).group_by(SignOfLife.worker_id).order_by(sa.func.count().desc())
    busy = sa.select(Worker.ref).join(Alert, Alert.worker_id == Worker.id).where(within(Worker.office_path, HOME))
    busy = busy.where(Alert.closed_at.is_(None)).group_by(Worker.id)
    go(page, "/workers/" + one(province, busy.order_by(sa.func.count().desc(), Worker.id.in_(signs.limit(50)).desc())))


def papers_with_errors(page: Page, province: Province) -> None:
    file_of_one_at_work(page, province)
    page.get_by_role("link", name="Đổi số giấy tờ").click()
    page.get_by_label("CCCD", exact=True).check()
    page.get_by_label("Số CMND hoặc CCCD mới").fill("0111940001")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_load_state("networkidle")


def contract_to_correct(page: Page, province: Province) -> None:
    file_of_one_at_work(page, province)
    page.get_by_role("link", name="Sửa hợp đồng").first.click()
    page.get_by_label("Hợp đồng đến ngày").fill("1/1/2019")
    page.get_by_role("button", name="Lưu nội dung sửa").click()
    page.wait_for_load_state("networkidle")


def departure_to_correct(page: Page, province: Province) -> None:
    file_of_one_at_work(page, province)
    page.get_by_role("link", name="Sửa ghi nhận xuất cảnh").click()
    page.get_by_text("Sửa ngày", exact=True).click()


# A message: chosen, then seen word for word.
def message_to_choose(page: Page, province: Province) -> None:
    told = sa.select(Relative.worker_id).where(Relative.may_see != "nothing")
    away = sa.select(Worker.ref).join(Contract).join(Plan, Plan.contract_id == Contract.id).join(PlanDue)
    away = away.where(Plan.state == "active", Contract.host_country == "JPN", Worker.id.in_(told))
    go(page, f"/workers/{one(province, away.where(within(Worker.office_path, HOME)).order_by(Worker.id))}/message")


def message_to_send(page: Page, province: Province) -> None:
    message_to_choose(page, province)
    page.get_by_role("button", name="Xem trước tin").click()
    page.wait_for_load_state("networkidle")


# Registration: the parts, a page with errors, the law at the field.
def tasks(page: Page, province: Province) -> None:
    go(page, draft(province))


def person_with_errors(page: Page, province: Province) -> None:
    go(page, draft(province, person={**TYPED, "id_number": "04099887"}) + "/person")
    page.get_by_label("Ngày sinh").fill("31/2/1994")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_load_state("networkidle")


def contract_against_the_law(page: Page, province: Province) -> None:
    go(page, draft(province, service_charge="95.000.000") + "/contract")


def check_of_all(page: Page, province: Province) -> None:
    go(page, draft(province, service_charge="95.000.000") + "/check")


def draft(province: Province, *, person: dict[str, str] = TYPED, **changes: str) -> str:
    """The address of a registration with every part typed in."""
    licensed = sa.select(Sender.ref).join(Licence).order_by(Sender.id)
    return a_full_draft(province.app, one(province, licensed), person=person, **changes)


# Pairs of files that may be one person's.
def merge(page: Page, province: Province) -> None:
    go(page, f"/today/doubles/{one(province, likest())}/merge")


def merge_refused(page: Page, province: Province) -> None:
    merge(page, province)
    page.get_by_role("button", name="Gộp").click()
    page.wait_for_load_state("networkidle")


def likest() -> sa.Select[tuple[str]]:
    return sa.select(SuspectedPair.ref).order_by(SuspectedPair.likeness.desc())


# Alerts and events.
def urgent_alert(page: Page, province: Province) -> None:
    mine = sa.select(Alert.ref).where(Alert.closed_at.is_(None), within(Alert.office_path, HOME), Alert.worker_id > 0)
    go(page, "/alerts/" + one(province, mine.order_by(Alert.severity, Alert.id)))


def alert_with_the_longest_trail(page: Page, province: Province) -> None:
    trail = sa.select(Alert.ref).join(AlertEntry, AlertEntry.alert_id == Alert.id)
    trail = trail.where(Alert.worker_id > 0, within(Alert.office_path, HOME)).group_by(Alert.id)
    go(page, "/alerts/" + one(province, trail.order_by(sa.func.count().desc(), Alert.id)))


def proposal(page: Page, province: Province) -> None:
    waiting = sa.select(Episode.ref).where(Episode.state == "proposed", Episode.country.in_(("TWN", "JPN", "KOR")))
    go(page, "/events/proposals/" + one(province, waiting.order_by(Episode.level.desc(), Episode.id)))


def dry_run(page: Page, province: Province) -> None:
    go(page, "/events/new")
    page.get_by_label("Tên sự kiện").fill("Ngừng cấp thị thực vào Nhật Bản")
    page.get_by_label("Loại").first.select_option("border_closure")
    page.get_by_label("Nguyên nhân").select_option("covid19")
    page.get_by_label("Nước").select_option("JPN")
    page.get_by_label("Từ ngày").fill("10/07/2020")
    page.get_by_label("Nguồn").fill("Thông báo của Ban Quản lý lao động")
    page.get_by_role("button", name="Ghi và xem chạy thử").click()
    page.wait_for_load_state("networkidle")


def running_event(page: Page, province: Province) -> None:
    go(page, "/events/" + one(province, sa.select(Disruption.ref).where(Disruption.status == "active")))


# Senders: one at work, and one whose licence was withdrawn.
def sender_at_work(page: Page, province: Province) -> None:
    go(page, "/senders/" + one(province, sa.select(Sender.ref).join(Licence).order_by(Sender.id)))


def sender_without_its_licence(page: Page, province: Province) -> None:
    lost = sa.select(Sender.ref).join(Licence).where(Licence.status == "withdrawn")
    go(page, "/senders/" + one(province, lost.order_by(Sender.id)))


def licence_that_overlaps(page: Page, province: Province) -> None:
    sender_at_work(page, province)
    page.get_by_role("link", name="Ghi giấy phép").click()
    page.get_by_label("Số giấy phép").fill("1166/LĐTBXH-GP")
    page.get_by_label("Từ ngày").fill("01/07/2020")
    page.get_by_role("button", name="Ghi giấy phép").click()
    page.wait_for_load_state("networkidle")


# The family and the worker.
def wrong_code(page: Page, _province: Province) -> None:
    go(page, "/gd")
    page.get_by_label("Mã trên phiếu").fill("ABCD-EFGH")
    page.get_by_label("Bốn số cuối").fill("12")
    page.get_by_role("button", name="Xem tình trạng").click()


def card(page: Page, province: Province) -> None:
    province.let_family_in(page)


def card_of_a_worried_family(page: Page, province: Province) -> None:
    province.let_family_in(page)
    page.get_by_role("button", name="Lo lắng, cần giúp").click()
    page.wait_for_load_state()


def question(page: Page, province: Province) -> None:
    go(page, question_of(province))


def answered(word: str) -> Callable[[Page, Province], None]:
    """The page after one tap."""

    def way(page: Page, province: Province) -> None:
        go(page, question_of(province))
        page.get_by_role("button", name=word).click()
        page.wait_for_load_state()

    return way


def question_of(province: Province) -> str:
    open_ones = sa.select(CheckIn.ref).where(CheckIn.state.in_(WAITING_STATES)).order_by(CheckIn.opened_at.desc())
    return "/t/" + crypto_of(province, one(province, open_ones))


def crypto_of(province: Province, ref: str) -> str:
    with province.app.app_context():
        return crypto.sign("check-in", ref)


def in_every_state(page: str, who: str, address: str) -> list[Shot]:
    return [Shot(page, state, state, who, at(address)) for state in INSTALLATIONS]


SHOTS = [
    *in_every_state("today", "lan", "/today"),
    *in_every_state("workers", "lan", "/workers"),
    Shot("worker", "empty", "normal", "lan", file_of_one_not_gone),
    Shot("worker", "normal", "normal", "lan", file_of_one_at_work),
    Shot("worker", "full", "full", "lan", file_with_the_longest_story),
    Shot("worker-papers", "errors", "normal", "lan", papers_with_errors),
    Shot("worker-contract", "errors", "normal", "lan", contract_to_correct),
    Shot("worker-departure", "normal", "normal", "lan", departure_to_correct),
    Shot("message", "normal", "normal", "lan", message_to_choose),
    Shot("message", "preview", "normal", "lan", message_to_send),
    Shot("register", "empty", "empty", "lan", at("/register")),
    Shot("register", "normal", "normal", "lan", tasks),
    Shot("register-person", "errors", "normal", "lan", person_with_errors),
    Shot("register-contract", "findings", "normal", "lan", contract_against_the_law),
    Shot("register-check", "full", "normal", "lan", check_of_all),
    Shot("doubles", "empty", "empty", "lan", at("/today/doubles")),
    Shot("doubles", "normal", "normal", "lan", at("/today/doubles")),
    Shot("doubles-merge", "normal", "normal", "lan", merge),
    Shot("doubles-merge", "errors", "normal", "lan", merge_refused),
    *in_every_state("alerts", "minh", "/alerts"),
    Shot("alert", "normal", "normal", "lan", urgent_alert),
    Shot("alert", "full", "full", "lan", alert_with_the_longest_trail),
    *in_every_state("events", "minh", "/events"),
    Shot("event-proposal", "normal", "normal", "minh", proposal),
    Shot("event-dry-run", "normal", "normal", "minh", dry_run),
    Shot("event-running", "normal", "normal", "minh", running_event),
    Shot("event-running", "full", "full", "minh", running_event),
    *in_every_state("board", "minh", "/board"),
    *in_every_state("senders", "minh", "/senders"),
    Shot("sender", "normal", "normal", "lan", sender_at_work),
    Shot("sender", "full", "full", "minh", sender_without_its_licence),
    Shot("sender-licence", "errors", "normal", "minh", licence_that_overlaps),
    Shot("markets", "normal", "normal", "minh", at("/markets")),
    Shot("family-door", "empty", "empty", "", at("/gd")),
    Shot("family-door", "errors", "normal", "", wrong_code),
    Shot("family", "normal", "normal", "", card),
    Shot("family", "full", "full", "", card_of_a_worried_family),
    Shot("one-tap", "normal", "normal", "", question),
    Shot("one-tap", "done", "normal", "", answered("Khỏe")),
    Shot("one-tap", "help", "full", "", answered("Cần giúp ngay")),
]


def main(parts: list[str]) -> None:
    """Take every shot, or those whose page-state holds one of the parts."""
    wanted = [shot for shot in SHOTS if not parts or any(part in f"{shot.page}-{shot.state}" for part in parts)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    browser = chromium()
    with clock.stopped_at(MORNING):
        for installation, workers in INSTALLATIONS.items():
            if shots := [shot for shot in wanted if shot.installation == installation]:
                with tempfile.TemporaryDirectory() as folder, a_province(Path(folder), workers=workers) as province:
                    take_all(browser, province, shots)


def take_all(browser: Browser, province: Province, shots: list[Shot]) -> None:
    """Take the shots of one installation, each person's in one browser, the narrow ones first."""
    for who in dict.fromkeys(shot.who for shot in shots):
        if who:
            with clock.stopped_at(EVENING_BEFORE):
                look_in(browser, province, who).close()
        context = look_in(browser, province, who)
        page, desk = context.pages[0], context.new_page()
        for width, height in WIDTHS.items():
            for shot in shots:
                if shot.who == who:
                    take(page, desk, province, shot, width, height)
        context.close()


def look_in(browser: Browser, province: Province, who: str) -> BrowserContext:
    """A browser at the province, in which this user has signed in."""
    context = browser.new_context(base_url=province.address, locale="vi-VN")
    page = context.new_page()
    if who:
        province.sign_in(page, who)
    return context


def take(page: Page, desk: Page, province: Province, shot: Shot, width: int, height: int) -> None:
    """Walk to the page and keep it, as tall as it is, up to TALLEST."""
    page.set_viewport_size({"width": width, "height": height})
    shot.way(page, province)
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, min(tall, TALLEST[width]))})
    page.evaluate("document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0)")
    page.wait_for_timeout(400 if "board" in shot.page else 60)
    target = FOLDER / f"{shot.page}-{shot.state}-{width}.png"
    target.write_bytes(packed(page.screenshot(), at=desk))
    print(f"{target.name}: {target.stat().st_size // 1024} KB, {tall} px", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
