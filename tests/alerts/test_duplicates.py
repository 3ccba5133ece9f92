"""Which alert another one may stand for, so that no cry for help is closed as the same as something lighter."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert, noon
from tests.cast import a_worker, inside, post, signed_in, the_cast
from tracker.alerts import actions
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.queries import alert_by_ref
from tracker.alerts.refusals import NoDuplicate
from tracker.auth.models import UserAccount
from tracker.core.db import db, transaction
from tracker.people.models import Worker

NOW = noon("2020-07-15")


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    return the_cast()


def two(worker: Worker | None = None, *, of: Worker | None = None, severity: int = 1, **other: Any) -> list[Alert]:
    """An S1 about a worker, and one of a severity about the same or another worker."""
    worker = worker or a_worker()
    return [
        an_alert(worker, dedupe_key="a", now=NOW),
        an_alert(of or worker, dedupe_key="b", now=NOW, severity=severity, **other),
    ]


def refusal(alert: Alert, of: Alert, by: UserAccount) -> str:
    with pytest.raises(NoDuplicate) as refused, transaction():
        actions.mark_duplicate(alert, of, by=by, now=NOW)
    assert (alert.state, alert.closed_at) == ("new", None)
    return refused.value.words()


def test_a_duplicate_is_closed_and_told_on_both_timelines(people: dict[str, UserAccount]) -> None:
    with transaction():
        one, other = two()
    with transaction():
        actions.mark_duplicate(one, other, by=people["lan"], now=NOW)

    assert (one.state, one.parent_id, other.state) == ("duplicate", other.id, "new")
    assert sorted(db.session.scalars(sa.select(AlertEntry.kind))) == ["duplicate", "has_duplicate"]


def test_nothing_lighter_stands_for_a_grave_alert(people: dict[str, UserAccount]) -> None:
    with transaction():
        grave, light = two(severity=2)

    assert "nhẹ hơn" in refusal(grave, light, people["lan"])
    with transaction():
        actions.mark_duplicate(light, grave, by=people["lan"], now=NOW)
    assert light.state == "duplicate"


def test_an_alert_about_somebody_else_is_no_duplicate(people: dict[str, UserAccount]) -> None:
    with transaction():
        one, other = two(of=a_worker("Cà Văn Thoa"))

    assert "không phải về người này" in refusal(one, other, people["lan"])


@pytest.mark.parametrize("state", ["resolved", "closed", "duplicate"])
def test_what_is_over_stands_for_nothing(people: dict[str, UserAccount], state: str) -> None:
    with transaction():
        one, other = two()
        other.state, other.closed_at = state, None if state == "resolved" else NOW

    assert "không còn đang mở" in refusal(one, other, people["lan"])


def test_two_alerts_do_not_close_each_other(people: dict[str, UserAccount]) -> None:
    with transaction():
        one, other = two()
    with transaction():
        actions.mark_duplicate(one, other, by=people["lan"], now=NOW)

    assert "không còn đang mở" in refusal(other, one, people["lan"])
    assert "chính là mã" in refusal(other, other, people["lan"])


def test_a_refused_reference_comes_back_at_its_field_as_it_was_typed(app: Flask) -> None:
    with inside(app):
        the_cast()
        with transaction():
            grave, light = (alert.ref for alert in two(severity=4))
    lan = signed_in(app, "lan")

    for typed, said in ((light.lower(), "nhẹ hơn"), ("CB-KHONGCO", "Không thấy cảnh báo nào có mã này")):
        answer = post(lan, f"/alerts/{grave}/duplicate", of=typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text
    with inside(app):
        kept = alert_by_ref(grave)
        assert kept is not None
        assert kept.state == "new"
