"""An officer at the keyboard: the words typed into each part of a registration."""

import re
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import in_house, the_cast
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.intake.registration import actions
from tracker.senders import actions as senders
from tracker.senders.actions import LicenceSpell

HIDDEN = ("csrf_token", "form_token", "seen", "at", "worker")
PERSON = {
    "full_name": "LÒ THỊ ÁNH",
    "sex": "female",
    "birth_date": "5/3/1994",
    "id_kind": "cccd",
    "id_number": "011 194 000 123",
    "passport": "b7741203",
    "passport_expires_on": "2027-05-01",
    "phone": "0912 345 678",
    "commune": "quài cang",
    "commune_code": "03289",
    "village": "Bản Cá",
    "ethnic_group": "Thái",
    "household": "poor",
    "qualification": "THCS",
}
CONTRACT = {
    "form": "SERVICE_ENTERPRISE",
    "number": "12/HD",
    "signed_on": "01/06/2020",
    "host_country": "TWN",
    "employer": "Formosa Plastics",
    "place": "Đào Viên",
    "occupation": "Công nhân nhựa",
    "starts_on": "01/08/2020",
    "ends_on": "31/07/2023",
    "wage": "23.800",
    "wage_currency": "TWD",
    "wage_rate_vnd": "790",
    "service_charge": "50.000.000",
    "service_charge_currency": "VND",
    "brokerage_currency": "VND",
    "deposit_currency": "VND",
    "usd_rate_vnd": "23.200",
    "orientation_no": "77/GCN",
    "orientation_issued_on": "20/05/2020",
}
RELATIVE = {
    "full_name": "Lò Văn Pâng",
    "kinship": "Bố",
    "phone": "0987 654 321",
    "contact_order": "1",
    "may_see": "last_contact",
    "consent_on": "01/06/2020",
    "consent_how": "giấy",
}


def a_province_at_work(app: Flask) -> str:
    """The cast, and a sender with a licence since 2015; the sender's reference."""
    context = in_house(app)
    the_cast()
    with transaction():
        sender = senders.add_sender("Công ty Hợp tác lao động Sông Mã", code="0100108695", by=None, now=clock.now())
        senders.add_licence(sender, LicenceSpell("1166/LĐTBXH-GP", date(2015, 1, 1)), by=None, now=clock.now())
        ref = sender.ref
    context.pop()
    return ref


def begun(client: FlaskClient, **fields: Any) -> str:
    """A draft just begun: its address."""
    answer = send(client, "/register", client.get("/register").text, **fields)
    assert answer.status_code == 303, answer.text
    found = re.search(r"/register/[^/]+", answer.headers["Location"])
    assert found
    return found[0]


def saved(client: FlaskClient, draft: str, part: str, **typed: Any) -> TestResponse:
    """A part typed into its page and sent."""
    return send(client, f"{draft}/{part}", client.get(f"{draft}/{part}?quiet=1").text, **typed)


def send(client: FlaskClient, path: str, page: str, /, **typed: Any) -> TestResponse:
    """The form of a page sent as a browser would, with its hidden fields."""
    main = page[page.index("<main") :]
    hidden = {name: found[1] for name in HIDDEN if (found := re.search(rf'name="{name}"[^>]*? value="([^"]*)"', main))}
    return client.post(path, data={**hidden, **typed})


def a_full_draft(app: Flask, sender: str, *, by: str = "lan", person: dict[str, str] = PERSON, **changes: str) -> str:
    """A draft with every part saved; `changes` are of the contract. Its address."""
    context = in_house(app)
    user = db.session.scalars(sa.select(UserAccount).where(UserAccount.username == by)).one()
    papers = {"passport-present": "y", "health-present": "y", "health-issued_on": "1/7/2020"}
    parts = {
        "person": person,
        "contract": {**CONTRACT, "sender": sender, **changes},
        "relatives": [RELATIVE],
        "papers": papers,
    }
    with transaction():
        draft = actions.begin(by=user, now=clock.now())
        for part, typed in parts.items():
            actions.save_part(draft, part, typed, seen=0, done=True, by=user, now=clock.now())
        ref = draft.ref
    context.pop()
    return f"/register/{ref}"
