"""Who is told of an alert: the timeline names those to whom a message went, and those who have no address."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert, noon
from tests.cast import a_worker, inside, post, signed_in, the_cast
from tracker.alerts import actions
from tracker.alerts.ladder import LADDERS
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.severity import LOOK, WATCH
from tracker.auth.models import UserAccount
from tracker.core.db import db, transaction
from tracker.messages.models import Message

NOW = noon("2020-07-15")


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    users = the_cast()
    with transaction():
        for name in ("lan", "minh"):
            users[name].email = f"{name}@example.test"
    return users


def made(**more: Any) -> Alert:
    with transaction():
        return an_alert(a_worker(office=more.pop("office", "vn.11")), now=NOW, **more)


def run_at(now: datetime) -> None:
    with transaction():
        actions.escalate_overdue(now=now)
    db.session.expire_all()


def messages(template: str = "staff_alarm/1") -> int:
    count = sa.select(sa.func.count()).select_from(Message).where(Message.template == template)
    return db.session.scalar(count) or 0


def last_line(kind: str) -> dict[str, Any]:
    lines = sa.select(AlertEntry.detail).where(AlertEntry.kind == kind).order_by(AlertEntry.id.desc()).limit(1)
    return db.session.scalars(lines).one()


def test_the_timeline_names_whoever_was_written_to_and_whoever_has_no_address(people: dict[str, UserAccount]) -> None:
    made(office="vn.11.099")
    run_at(NOW)
    assert last_line("step") == {"step": 1, "skipped": 0, "no_address": ["Quàng Văn Bình"]}
    assert messages() == 0

    run_at(NOW + timedelta(minutes=30))

    told = last_line("step")
    assert (told["told"], told["no_address"]) == (["Lò Văn Minh"], ["Quàng Văn Bình"])
    assert messages() == 1


def test_the_page_says_who_has_no_address(app: Flask) -> None:
    with inside(app):
        the_cast()
        ref = made(office="vn.11.099").ref
        run_at(NOW)

    page = signed_in(app, "lan").get(f"/alerts/{ref}").text

    assert "không có địa chỉ: Quàng Văn Bình" in page
    assert "đã báo" not in page


def test_an_alert_that_was_lowered_tells_everybody_anew(people: dict[str, UserAccount]) -> None:
    alert = made()
    for minutes in (0, 30, 60):
        run_at(NOW + timedelta(minutes=minutes))
    before = messages()
    with transaction():
        actions.regrade(alert, 2, reason="Nhẹ hơn", by=people["minh"], now=NOW + timedelta(minutes=70))

    run_at(NOW + timedelta(minutes=71))

    assert last_line("step")["told"] == ["Lường Thị Lan"]
    assert messages() == before + 1


@pytest.mark.parametrize("severity", [LOOK, WATCH])
def test_a_step_without_messages_tells_nobody_and_says_so(people: dict[str, UserAccount], severity: int) -> None:
    alert = made(severity=severity)
    with transaction():
        actions.acknowledge(alert, by=people["lan"], now=NOW)
    assert alert.next_step_at

    run_at(alert.next_step_at)

    assert last_line("expired") == {"step": 1}
    assert (alert.state, messages()) == ("new", 0)
    assert not any("bản tin" in str(step.who) or "tuần" in str(step.who) for step in LADDERS[severity].steps)


def test_supervisors_are_reminded_to_close_once_every_workday(people: dict[str, UserAccount]) -> None:
    alert = made(severity=2)
    with transaction():
        actions.acknowledge(alert, by=people["lan"], now=NOW)
        actions.resolve(alert, outcome="safe", words="Ổn", was_right=True, by=people["lan"], now=NOW)

    for reminded in (1, 2):
        assert alert.next_step_at
        for _ in range(2):
            run_at(alert.next_step_at if messages("staff_close/1") < reminded else NOW)
        assert messages("staff_close/1") == reminded
        assert last_line("waits_for_closing") == {"told": ["Lò Văn Minh"]}


def test_the_button_upwards_does_not_claim_that_somebody_was_told(app: Flask) -> None:
    with inside(app):
        the_cast()
        ref = made().ref
    lan = signed_in(app, "lan")

    post(lan, f"/alerts/{ref}/escalate", escalate_reason="Không gọi được")

    page = lan.get(f"/alerts/{ref}").text
    assert "Dòng thời gian cho biết ai đã được báo" in page
    assert "không có địa chỉ: Lường Thị Lan, Lò Văn Minh" in page
