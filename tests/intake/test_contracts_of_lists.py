"""Which contract a line speaks of: by its number, else by country and days."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tests.intake.lists import a_line, take
from tracker.contracts.models import Contract
from tracker.core.db import db

WAITING = a_line(so_hop_dong="", ngay_ky="01/03/2020", ngay_xuat_canh="", ngay_het_han="", trang_thai="CHO_XUAT_CANH")
GONE = a_line(so_hop_dong="", ngay_ky="01/03/2020", ngay_xuat_canh="10/05/2020", ngay_het_han="09/05/2023")


@pytest.fixture(autouse=True)
def areas(house: Flask) -> None:
    offices()


def the_contract() -> Contract:
    return db.session.scalars(sa.select(Contract)).one()


@pytest.mark.parametrize("number", ["", "HĐ-9"])
def test_who_was_waiting_and_left_has_one_contract_even_without_a_number(number: str) -> None:
    take(WAITING)

    counts = take(GONE | {"so_hop_dong": number})

    contract = the_contract()
    assert (counts["new"], counts["update"]) == (0, 1)
    assert (contract.number, contract.departed_on, contract.starts_on) == (number, date(2020, 5, 10), date(2020, 5, 10))
    assert contract.ends_on == date(2023, 5, 9)


def test_an_older_list_without_the_departure_makes_no_second_contract_and_moves_no_first_day() -> None:
    take(GONE)

    take(WAITING)

    assert (the_contract().departed_on, the_contract().starts_on) == (date(2020, 5, 10), date(2020, 5, 10))


def test_a_departure_under_another_day_of_signing_is_another_contract() -> None:
    take(WAITING)

    take(GONE | {"ngay_ky": "02/03/2020"})

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contract)) == 2
