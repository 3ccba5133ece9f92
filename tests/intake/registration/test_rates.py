"""Exchange rates as they are typed: one way or another, never in silence a thousand times too small."""

from decimal import Decimal

import pytest
from flask import Flask

from tests.cast import signed_in
from tests.intake.registration.walk import CONTRACT, a_province_at_work, begun, saved
from tracker.intake.registration.forms import ContractForm


def typed(rate: str, **more: str) -> ContractForm:
    form = ContractForm.over({**CONTRACT, "usd_rate_vnd": rate, **more})
    form.validate()
    return form


@pytest.mark.parametrize(
    ("rate", "read"),
    [
        ("23.200", Decimal(23200)),
        ("23200", Decimal(23200)),
        ("23 200", Decimal(23200)),
        ("23.200,5", Decimal("23200.5")),
        ("23,200.5", Decimal("23200.5")),
        ("1,200,000", Decimal(1_200_000)),
        ("23200.5", Decimal("23200.5")),
        ("23200,25", Decimal("23200.25")),
    ],
)
def test_a_rate_is_read_with_dots_and_commas(house: Flask, rate: str, read: Decimal) -> None:
    form = typed(rate)

    assert form.usd_rate_vnd.data == read
    assert not form.usd_rate_vnd.errors


@pytest.mark.parametrize(("rate", "other"), [("23,200", "23,2"), ("215,370", "215,37"), ("19,345", "19,3450")])
def test_a_comma_before_three_digits_is_asked_about(house: Flask, rate: str, other: str) -> None:
    form = typed(rate)

    (asked,) = form.usd_rate_vnd.errors
    assert form.usd_rate_vnd.data is None
    assert f"“{rate}” có thể là {rate.replace(',', '.')} hoặc {other}." in asked
    assert typed("23.200", wage_rate_vnd=other).wage_rate_vnd.data == Decimal(rate.replace(",", "."))


@pytest.mark.parametrize("rate", ["23,2", "0,005", "999"])
def test_a_dollar_of_less_than_a_thousand_is_asked_about(house: Flask, rate: str) -> None:
    assert "Xem lại tỷ giá" in typed(rate).usd_rate_vnd.errors[0]
    assert "Xem lại tỷ giá" in typed("23.200", wage_currency="USD", wage_rate_vnd=rate).wage_rate_vnd.errors[0]
    assert not typed("23.200", wage_currency="JPY", wage_rate_vnd=rate).wage_rate_vnd.errors


def test_a_rate_that_is_asked_about_stands_in_its_field_as_it_was_typed(app: Flask) -> None:
    sender = a_province_at_work(app)
    lan = signed_in(app, "lan")
    draft = begun(lan)

    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")
    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender, "usd_rate_vnd": "23,200"})
    page = lan.get(f"{draft}/contract").text

    assert 'value="23,200"' in page
    assert 'id="usd_rate_vnd-error"' in page
