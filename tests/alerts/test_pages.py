"""The room Cảnh báo in the browser: who sees what, and that every button does something."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert
from tests.cast import a_contract_abroad, a_worker, in_house, inside, post, signed_in, the_cast
from tests.checkins.cases import a_phone
from tests.senders.register import a_sender
from tracker.alerts.models import Alert
from tracker.audit.models import AuditEntry
from tracker.audit.queries import entries_about
from tracker.contracts.models import Contract
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people.models import Relative, SignOfLife, Worker
from tracker.senders.models import Sender


@pytest.fixture
def alert(app: Flask) -> dict[str, Any]:
    """One S1 alert about a worker of Tuần Giáo; its reference, number and worker."""
    context = in_house(app)
    the_cast()
    with transaction():
        worker = a_worker("Giàng A Chống", office="vn.11.099", sex="male")
        a_contract_abroad(worker)
        made = an_alert(worker)
        told = {"ref": made.ref, "number": made.number, "worker": worker.ref}
    context.pop()
    return told


def state_of(app: Flask, ref: str) -> tuple[str, int]:
    context = in_house(app)
    found = db.session.execute(sa.select(Alert.state, Alert.version).where(Alert.ref == ref)).one()
    context.pop()
    return found.state, found.version


def test_the_queue_shows_the_alert_to_its_office_and_none_of_it_to_nghe_an(app: Flask, alert: dict[str, Any]) -> None:
    ours = signed_in(app, "binh").get("/alerts")
    theirs = signed_in(app, "nga").get("/alerts")
    guessed = signed_in(app, "nga").get(f"/alerts/{alert['ref']}")

    assert "Giàng A Chống" in ours.text
    assert "Giàng A Chống" not in theirs.text
    assert "Không có cảnh báo nào đang mở" in theirs.text
    assert guessed.status_code == 404


@pytest.mark.parametrize("step", ["acknowledge", "note", "resolve", "escalate", "assign-by-area"])
def test_an_officer_of_another_province_cannot_write_by_guessing_the_address(
    app: Flask, alert: dict[str, Any], step: str
) -> None:
    answer = post(signed_in(app, "nga"), f"/alerts/{alert['ref']}/{step}", note="x", version="1")

    assert answer.status_code == 404
    assert state_of(app, alert["ref"])[0] == "new"


def test_the_page_says_why_what_to_do_whom_to_call_and_who_is_told_next(app: Flask, alert: dict[str, Any]) -> None:
    page = signed_in(app, "lan").get(f"/alerts/{alert['ref']}").text

    for words in (
        "Vì sao có cảnh báo này",
        "Bấm “Cần giúp ngay”",
        "Tôi nhận việc này",
        "Đài Loan (Trung Quốc)",
        "Nếu không ai nhận",
        "lãnh đạo đơn vị",
        "Cảnh báo mở",
        alert["number"],
    ):
        assert words in page


def test_an_alert_walks_from_new_to_closed_through_the_pages(app: Flask, alert: dict[str, Any]) -> None:
    officer, supervisor = signed_in(app, "binh"), signed_in(app, "minh")
    path = f"/alerts/{alert['ref']}"

    assert post(officer, f"{path}/acknowledge", version=1).status_code == 303
    assert post(officer, f"{path}/call", reached="worker", call_note="Đã có chỗ ở").status_code == 303
    assert post(officer, f"{path}/start", version=state_of(app, alert["ref"])[1]).status_code == 303
    told = {"outcome": "helped", "result_note": "Đã về ký túc xá", "was_right": "yes"}
    assert post(officer, f"{path}/resolve", **told).status_code == 303
    assert state_of(app, alert["ref"])[0] == "resolved"
    refused = post(officer, f"{path}/close")
    assert refused.status_code == 422
    assert "do lãnh đạo đơn vị đóng" in refused.text
    assert post(supervisor, f"{path}/close").status_code == 303

    assert state_of(app, alert["ref"])[0] == "closed"
    context = in_house(app)
    assert db.session.scalars(sa.select(SignOfLife.kind)).all() == ["officer_call"]
    context.pop()


def test_the_loser_of_a_race_reads_what_the_other_wrote_and_keeps_the_own_text(
    app: Flask, alert: dict[str, Any]
) -> None:
    slow, quick = signed_in(app, "lan"), signed_in(app, "binh")
    path = f"/alerts/{alert['ref']}"
    post(quick, f"{path}/acknowledge", version=1)
    seen = state_of(app, alert["ref"])[1]
    post(quick, f"{path}/wait", version=seen, whom="sender", wait_until="16/07/2020", wait_note="Đã gửi công văn")

    lost = post(
        slow, f"{path}/wait", version=seen, whom="relatives", wait_until="16/07/2020", wait_note="Mẹ sẽ gọi lại"
    )

    assert lost.status_code == 409
    assert "Đã gửi công văn" in lost.text
    assert "Mẹ sẽ gọi lại" in lost.text
    now_seen = state_of(app, alert["ref"])[1]
    assert f'name="version" value="{now_seen}"' in lost.text or f'value="{now_seen}"' in lost.text


def test_every_step_form_comes_back_with_what_is_missing(app: Flask, alert: dict[str, Any]) -> None:
    browser = signed_in(app, "lan")
    path = f"/alerts/{alert['ref']}"
    post(browser, f"{path}/acknowledge")

    for step in ("note", "call", "assign", "wait", "resolve", "escalate", "duplicate"):
        answer = post(browser, f"{path}/{step}")
        assert answer.status_code == 422, step
        assert "Cần sửa trước khi gửi" in answer.text or "Cần điền ô này" in answer.text, step


def test_one_address_per_alert_holds_no_personal_data(app: Flask, alert: dict[str, Any]) -> None:
    page = signed_in(app, "lan").get("/alerts?owner=none&after=CB-UNKNOWN").text

    assert f"/alerts/{alert['ref']}?owner=none" in page
    assert "Giàng%20A" not in page


def test_an_officer_opens_an_alert_by_hand_from_a_file(app: Flask, alert: dict[str, Any]) -> None:
    browser = signed_in(app, "binh")
    path = f"/alerts/add/{alert['worker']}"
    assert browser.get(path).status_code == 200
    assert post(browser, path, severity="2").status_code == 422

    told = {"severity": "2", "title": "Bị giữ hộ chiếu", "source": "Bạn cùng phòng", "what": "Chủ giữ từ tháng 6"}
    answer = post(browser, path, **told)

    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Bị giữ hộ chiếu" in page
    assert "Chủ giữ từ tháng 6" in page
    assert signed_in(app, "nga").get(path).status_code == 404


def test_a_supervisor_counts_looks_applies_and_undoes(app: Flask, alert: dict[str, Any]) -> None:
    browser = signed_in(app, "minh")
    assert signed_in(app, "lan").get("/alerts/bulk").status_code == 403
    assert "Giàng A Chống" in browser.get("/alerts/bulk?severity=1").text

    looked = post(browser, "/alerts/bulk?severity=1", action="acknowledge")
    assert "Áp dụng cho 1 cảnh báo" in looked.text
    done = post(browser, "/alerts/bulk?severity=1", action="acknowledge", agreed="1")
    assert done.status_code == 303
    assert state_of(app, alert["ref"])[0] == "acknowledged"

    assert "Hoàn tác" in browser.get(done.location).text
    assert post(browser, f"{done.location}/undo").status_code == 303
    assert state_of(app, alert["ref"])[0] == "new"


def test_a_bulk_action_asks_again_when_more_alerts_have_come(app: Flask, alert: dict[str, Any]) -> None:
    answer = post(signed_in(app, "minh"), "/alerts/bulk", action="acknowledge", agreed="0")

    assert answer.status_code == 409
    assert "Danh sách vừa thay đổi" in answer.text
    assert state_of(app, alert["ref"])[0] == "new"


def test_a_look_at_an_alert_about_a_worker_stands_on_the_file(app: Flask, alert: dict[str, Any]) -> None:
    lan = signed_in(app, "lan")

    lan.get("/alerts")
    lan.get(f"/alerts/{alert['ref']}")

    assert looks_at(app, alert["worker"]) == [("alert.read", "Lường Thị Lan", {"alert": alert["number"]})]
    assert "Lường Thị Lan · xem cảnh báo" in signed_in(app, "minh").get(f"/workers/{alert['worker']}").text


def test_an_alert_that_may_not_be_seen_or_is_about_no_worker_leaves_no_look(app: Flask, alert: dict[str, Any]) -> None:
    with inside(app), transaction():
        shared = an_alert(office_path="vn.11").ref

    assert signed_in(app, "nga").get(f"/alerts/{alert['ref']}").status_code == 404
    assert signed_in(app, "minh").get(f"/alerts/{shared}").status_code == 200

    with inside(app):
        assert db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "alert.read")).all() == []


def looks_at(app: Flask, worker_ref: str) -> list[tuple[str, str, dict[str, Any]]]:
    with inside(app):
        return [(entry.what, entry.by_name, entry.detail) for entry in entries_about("worker", worker_ref)]


def test_a_sender_is_chosen_by_name_stands_as_a_chip_and_narrows_work_in_bulk(
    app: Flask, alert: dict[str, Any]
) -> None:
    with inside(app), transaction():
        sender = a_sender("Công ty Tây Bắc")
        worker = a_worker("Lò Của Bên Này")
        a_contract_abroad(worker, sender_id=sender.id)
        an_alert(worker)
        idle, ref = a_sender("Công ty Không Ai").ref, sender.ref
    browser = signed_in(app, "minh")

    assert f'<option value="{ref}" >Công ty Tây Bắc</option>' in browser.get("/alerts").text
    assert "Công ty Không Ai" not in browser.get("/alerts").text
    for path in ("/alerts", "/alerts/bulk"):
        page = browser.get(f"{path}?sender={ref}").text
        assert "Lò Của Bên Này" in page
        assert "Giàng A Chống" not in page
        assert page.count("Công ty Tây Bắc") == 2
    assert browser.get(f"/alerts?sender={idle}").text.count("Công ty Không Ai") == 2
    assert "bên đưa đi không rõ" in browser.get("/alerts?sender=BD-NOBODY").text

    done = post(browser, f"/alerts/bulk?sender={ref}", action="acknowledge", agreed="1")
    assert done.status_code == 303
    assert state_of(app, alert["ref"])[0] == "new"


def test_an_auditor_reads_and_cannot_write(app: Flask, alert: dict[str, Any]) -> None:
    browser = signed_in(app, "kiem")

    assert "Tôi nhận việc này" not in browser.get(f"/alerts/{alert['ref']}").text
    assert post(browser, f"/alerts/{alert['ref']}/acknowledge").status_code == 403


def test_the_queue_is_asked_with_as_many_statements_for_forty_alerts_as_for_one(
    app: Flask, alert: dict[str, Any]
) -> None:
    browser = signed_in(app, "lan")
    few = _statements(app, browser, "/alerts")
    context = in_house(app)
    with transaction():
        for number in range(40):
            an_alert(a_worker(f"Lò Văn Pá {number}"), now=clock.now() - timedelta(minutes=number))
    context.pop()

    assert _statements(app, browser, "/alerts") == few


def _statements(app: Flask, browser: Any, path: str) -> int:
    counted: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        counted.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        assert browser.get(path).status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return len(counted)


def test_a_button_opens_the_step_of_asking_the_sender_with_what_is_known(app: Flask, alert: dict[str, Any]) -> None:
    context = in_house(app)
    with transaction():
        sender = Sender(ref="DN-1", name="Công ty Nhân lực (mẫu)", name_fold="cong ty", phone="0215 000 000")
        db.session.add(sender)
        db.session.flush()
        db.session.execute(sa.update(Contract).values(sender_id=sender.id))
    context.pop()
    client = signed_in(app, "binh")
    post(client, f"/alerts/{alert['ref']}/acknowledge")
    page = client.get(f"/alerts/{alert['ref']}").text
    address = re.search(r'href="([^"#]+ask=sender)#wait_on"', page)
    assert address

    opened = client.get(address[1].replace("&amp;", "&")).text

    assert re.search(r'id="wait_on"\s+open', opened)
    assert re.search(r'<option selected value="sender">|<option value="sender" selected>', opened)
    assert "Công ty Nhân lực (mẫu) · 0215 000 000" in opened


def test_the_relatives_are_offered_only_where_one_can_be_called(app: Flask, alert: dict[str, Any]) -> None:
    client = signed_in(app, "binh")
    assert "ask=relatives" not in client.get(f"/alerts/{alert['ref']}").text
    context = in_house(app)
    with transaction():
        worker = db.session.scalars(sa.select(Worker)).one()
        relative = Relative(
            ref="TN-1", worker_id=worker.id, full_name="Giàng Thị Mỷ", kinship="vợ", created_at=clock.now()
        )
        db.session.add(relative)
        db.session.flush()
        a_phone(worker.id, "+84599000111", relative_id=relative.id)
    context.pop()

    page = client.get(f"/alerts/{alert['ref']}?ask=relatives").text

    assert "ask=relatives" in page
    assert re.search(r'id="call"\s+open', page)
    assert re.search(r'checked[^>]*value="relative"|value="relative"[^>]*checked', page)
