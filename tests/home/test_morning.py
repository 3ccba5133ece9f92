"""Hôm nay and the board."""

import pytest
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, in_house, signed_in, the_cast
from tracker.alerts import actions as alerts
from tracker.core import clock
from tracker.core.db import transaction
from tracker.people.models import ContactPoint


@pytest.fixture
def cast(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()


@pytest.mark.usefixtures("cast")
def test_an_empty_day_says_why_it_is_empty_and_what_to_do(app: Flask) -> None:
    page = signed_in(app, "lan").get("/today").text

    assert "Không có việc nào đang mở." in page
    assert "Xem danh sách người lao động" in page


@pytest.mark.usefixtures("cast")
def test_work_stands_by_severity_and_foreign_work_not_at_all(app: Flask) -> None:
    context = in_house(app)
    with transaction():
        for name, office, severity in (
            ("Lò Thị Ánh", "vn.11.099", 3),
            ("Giàng A Chống", "vn.11.094", 1),
            ("Nguyễn Văn Vinh", "vn.40.412", 1),
        ):
            worker = a_worker(name, office=office)
            a_contract_abroad(worker)
            alerts.raise_one(
                worker=worker,
                cause="help",
                cause_id=None,
                dedupe_key=f"help:{worker.id}",
                severity=severity,
                title="help",
                why={},
                now=clock.now(),
            )
    context.pop()

    page = signed_in(app, "lan").get("/today").text

    assert page.index("Giàng A Chống") < page.index("Lò Thị Ánh")
    assert "Nguyễn Văn Vinh" not in page


@pytest.mark.usefixtures("cast")
def test_a_wrong_number_is_counted_and_listed(app: Flask) -> None:
    context = in_house(app)
    with transaction() as session:
        worker = a_worker()
        session.add(
            ContactPoint(
                ref="P-1",
                worker_id=worker.id,
                kind="phone",
                value_sealed=b"x",
                value_index=b"x" * 16,
                last4_index=b"x" * 16,
                place="contact_point:P-1:value",
                quality="wrong",
                created_at=clock.now(),
            )
        )
    context.pop()

    assert "Lò Thị Ánh" in signed_in(app, "lan").get("/today/numbers").text


@pytest.mark.usefixtures("cast")
def test_the_board_counts_workers_abroad_by_country(app: Flask) -> None:
    context = in_house(app)
    with transaction():
        for name in ("Lò Thị Ánh", "Lò Thị Bun"):
            a_contract_abroad(a_worker(name))
        a_contract_abroad(a_worker("Nguyễn Văn Vinh", office="vn.40.412"))
    context.pop()
    client = signed_in(app, "minh")

    page, numbers = client.get("/board").text, client.get("/board/countries.json").json

    assert "Đài Loan (Trung Quốc)" in page
    assert numbers is not None
    assert [(row["code"], row["workers"]) for row in numbers["countries"]] == [("TWN", 2)]


@pytest.mark.usefixtures("cast")
def test_an_officer_may_not_open_the_board(app: Flask) -> None:
    assert signed_in(app, "lan").get("/board").status_code == 403
