"""A new contract of a worker known already: no number twice, and a word when two run at once."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_contract_abroad, a_worker, in_house, signed_in
from tests.intake.registration.walk import CONTRACT, a_province_at_work, begun, saved, send
from tracker.core.db import transaction


@pytest.fixture
def sender(app: Flask) -> str:
    return a_province_at_work(app)


def a_known_worker_with(app: Flask, **contract: Any) -> str:
    """A worker with one contract abroad in the register: the reference."""
    context = in_house(app)
    with transaction():
        worker = a_worker("Quàng Văn Hặc", sex="male", born=date(1990, 1, 2))
        a_contract_abroad(worker, **contract)
        ref: str = worker.ref
    context.pop()
    return ref


def a_second_contract(lan: FlaskClient, worker: str, sender: str, **changes: str) -> str:
    """The draft of another contract of this worker, typed up to the check: its address."""
    draft = begun(lan, worker=worker)
    saved(lan, draft, "contract", choose="1", form="SERVICE_ENTERPRISE")
    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender, **changes})
    return draft


def test_a_contract_number_the_worker_has_already_leads_back_to_its_field_and_keeps_the_rest(
    app: Flask, sender: str
) -> None:
    worker = a_known_worker_with(app, number="12/HD", returned_on=date(2020, 3, 1))
    lan = signed_in(app, "lan")

    draft = a_second_contract(lan, worker, sender)
    answer = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)
    typed = lan.get(f"{draft}/contract").text
    saved(lan, draft, "contract", **{**CONTRACT, "sender": sender, "number": "13/HD"})
    again = send(lan, f"{draft}/check", lan.get(f"{draft}/check").text)

    assert answer.status_code == 422
    assert f'href="{draft}/contract#number"' in answer.text
    assert "Hồ sơ đã có hợp đồng số 12/HD, từ 10/05/2019 đến 09/05/2022." in typed
    assert 'id="number-error"' in typed
    assert 'value="Formosa Plastics"' in typed
    assert again.headers["Location"] == f"{draft}/done"


@pytest.mark.parametrize("number", ["HĐ-1", ""])
def test_a_contract_on_the_days_of_another_is_warned_of_and_registered(app: Flask, sender: str, number: str) -> None:
    worker = a_known_worker_with(app, number=number)
    lan = signed_in(app, "lan")

    draft = a_second_contract(lan, worker, sender, number="")
    beside, check = lan.get(f"{draft}/contract").text, lan.get(f"{draft}/check").text
    answer = send(lan, f"{draft}/check", check)

    warned = f"đã có hợp đồng {number or '–'} từ 10/05/2019 đến 09/05/2022, trùng thời gian"
    assert warned in beside
    assert warned in check
    assert answer.headers["Location"] == f"{draft}/done"


def test_a_contract_after_the_return_from_another_is_not_warned_of(app: Flask, sender: str) -> None:
    worker = a_known_worker_with(app, returned_on=date(2020, 3, 1))
    lan = signed_in(app, "lan")

    draft = a_second_contract(lan, worker, sender)

    assert "trùng thời gian" not in lan.get(f"{draft}/check").text
