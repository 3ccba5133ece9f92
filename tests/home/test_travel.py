"""Departures and returns: recorded with the plan of check-ins, whatever the law says of them."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, in_house, inside, post, signed_in, the_cast
from tracker.audit.models import AuditEntry
from tracker.checkins.models import Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core.db import db, transaction
from tracker.people.models import ContactStatus


@pytest.fixture
def province(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()


def a_contract(app: Flask, **terms: Any) -> str:
    """A contract registered and not yet begun, in Tuần Giáo: its address."""
    context = in_house(app)
    planned = {
        "departed_on": None,
        "signed_on": date(2020, 6, 1),
        "starts_on": date(2020, 7, 10),
        "ends_on": date(2023, 7, 9),
        "orientation_no": "77/GCN",
        "orientation_issued_on": date(2020, 5, 20),
    }
    with transaction():
        ref = a_contract_abroad(a_worker(), **{**planned, **terms}).ref
    context.pop()
    return f"/contracts/{ref}"


@pytest.mark.usefixtures("province")
def test_a_departure_opens_the_plan_by_itself_and_counts_as_a_sure_sign(app: Flask) -> None:
    contract = a_contract(app)
    lan = signed_in(app, "lan")

    answer = post(lan, f"{contract}/departure", departed_on="10/7/2020", flight="VN 578")
    page = lan.get(answer.headers["Location"]).text

    assert "Đã ghi nhận xuất cảnh ngày 10/07/2020. Kế hoạch điểm danh đã mở." in page
    with inside(app):
        plan = db.session.scalars(sa.select(Plan)).one()
        assert (plan.state, plan.contract.departed_on) == ("active", date(2020, 7, 10))
        assert db.session.get(PlanDue, plan.id) is not None
        assert db.session.scalars(sa.select(ContactStatus)).one().last_sure_kind == "travel_record"


@pytest.mark.usefixtures("province")
def test_a_departure_that_breaks_a_rule_is_recorded_with_a_flag_and_says_so(app: Flask) -> None:
    contract = a_contract(app, orientation_no="", orientation_issued_on=None)
    lan = signed_in(app, "lan")

    answer = post(lan, f"{contract}/departure", departed_on="10/07/2020")
    page = lan.get(answer.headers["Location"]).text

    assert "đã gắn cờ: 72/2006" in page
    assert "Chưa có giấy chứng nhận giáo dục định hướng" in page
    with inside(app):
        kept = db.session.scalars(sa.select(Contract)).one()
        assert kept.departed_on == date(2020, 7, 10)
        assert "Điều 42" in kept.departure_flag


@pytest.mark.usefixtures("province")
def test_a_departure_in_the_future_waits_and_keeps_what_was_typed(app: Flask) -> None:
    contract = a_contract(app)
    lan = signed_in(app, "lan")

    answer = post(lan, f"{contract}/departure", departed_on="20/07/2020", flight="VN 578")
    nonsense = post(lan, f"{contract}/departure", departed_on="hôm qua")

    assert answer.status_code == nonsense.status_code == 422
    assert "Ngày này chưa đến" in answer.text
    assert 'value="VN 578"' in answer.text
    assert "“hôm qua” không phải ngày" in nonsense.text


@pytest.mark.usefixtures("province")
def test_a_departure_is_recorded_once(app: Flask) -> None:
    contract = a_contract(app)
    lan = signed_in(app, "lan")
    post(lan, f"{contract}/departure", departed_on="10/07/2020")

    again = post(lan, f"{contract}/departure", departed_on="11/07/2020")

    assert "đã được ghi nhận trước đó" in lan.get(again.headers["Location"]).text
    with inside(app):
        assert db.session.scalars(sa.select(Contract)).one().departed_on == date(2020, 7, 10)


@pytest.mark.usefixtures("province")
def test_a_return_is_recorded_with_its_reason_and_closes_the_plan(app: Flask) -> None:
    contract = a_contract(app)
    lan = signed_in(app, "lan")
    post(lan, f"{contract}/departure", departed_on="10/07/2020")

    answer = post(lan, f"{contract}/return", returned_on="14/07/2020", reason="FAMILY", note="Mẹ ốm")

    assert "Kế hoạch điểm danh đã đóng" in lan.get(answer.headers["Location"]).text
    with inside(app):
        kept = db.session.scalars(sa.select(Contract)).one()
        assert (kept.returned_on, kept.end_reason) == (date(2020, 7, 14), "FAMILY")
        assert db.session.scalars(sa.select(Plan)).one().state == "closed"
        assert {"contract.depart", "contract.return"} <= set(db.session.scalars(sa.select(AuditEntry.what)))


@pytest.mark.usefixtures("province")
def test_nobody_comes_home_before_leaving_or_without_a_reason(app: Flask) -> None:
    contract = a_contract(app)
    lan = signed_in(app, "lan")
    post(lan, f"{contract}/departure", departed_on="10/07/2020")

    early = post(lan, f"{contract}/return", returned_on="09/07/2020", reason="FAMILY")
    silent = post(lan, f"{contract}/return", returned_on="14/07/2020", reason="")

    assert early.status_code == silent.status_code == 422
    assert "Cần sau ngày xuất cảnh" in early.text
    assert "Cần chọn lý do" in silent.text


@pytest.mark.usefixtures("province")
def test_contracts_of_another_province_are_not_there(app: Flask) -> None:
    contract = a_contract(app)
    nga = signed_in(app, "nga")

    assert nga.get(f"{contract}/departure").status_code == 404
    assert post(nga, f"{contract}/departure", departed_on="10/07/2020").status_code == 404
    assert post(nga, f"{contract}/return", returned_on="10/07/2020", reason="FAMILY").status_code == 404
