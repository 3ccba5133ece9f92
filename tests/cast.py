"""The fixed cast and small factories: who acts in the tests, named after what they are."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask.testing import FlaskClient

from tracker.auth import actions as auth
from tracker.auth.models import UserAccount
from tracker.core import clock, crypto
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope
from tracker.core.text import fold, name_keys, sort_key, tidy
from tracker.people.models import ContactStatus, NameKey, Worker

OFFICES = (
    ("vn", None, "ministry", None, "Bộ Lao động - Thương binh và Xã hội"),
    ("vn.11", "vn", "province", "11", "Sở LĐ-TBXH Điện Biên"),
    ("vn.11.094", "vn.11", "district", "094", "Phòng LĐ-TBXH TP Điện Biên Phủ"),
    ("vn.11.099", "vn.11", "district", "099", "Phòng LĐ-TBXH Tuần Giáo"),
    ("vn.40", "vn", "province", "40", "Sở LĐ-TBXH Nghệ An"),
    ("vn.40.412", "vn.40", "district", "412", "Phòng LĐ-TBXH TP Vinh"),
)
NEW_SESSION = ("/sign-in", "/sign-out")
_read: WeakKeyDictionary[FlaskClient, str] = WeakKeyDictionary()
PASSWORD = "năm con ngựa xanh"
CAST = (
    ("lan", "Lường Thị Lan", "officer", "vn.11"),
    ("minh", "Lò Văn Minh", "supervisor", "vn.11"),
    ("binh", "Quàng Văn Bình", "officer", "vn.11.099"),
    ("nga", "Nguyễn Thị Nga", "officer", "vn.40"),
    ("quan", "Cà Văn Quân", "admin", "vn"),
    ("kiem", "Vì Thị Kiểm", "auditor", "vn"),
)


def offices() -> None:
    """The offices of Điện Biên and Nghệ An."""
    names = ("path", "parent_path", "level", "unit_code", "name")
    with transaction():
        auth.found_offices(dict(zip(names, row, strict=True)) for row in OFFICES)


def the_cast() -> dict[str, UserAccount]:
    """Offices and users, who all have the same password: {first name: user}."""
    offices()
    users = {}
    with transaction():
        for username, name, role, path in CAST:
            user = auth.add_user(username=username, display_name=name, role=role, office_path=path, now=clock.now())
            user.password_hash = _hashed()
            users[username] = user
    return users


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser in which one of the cast has signed in. The cast must be there."""
    client = app.test_client()
    answer = post(client, "/sign-in", username=username, password=PASSWORD)
    assert answer.status_code == 303, answer.text
    return client


def post(client: FlaskClient, path: str, /, **fields: Any) -> Any:
    """Send a form as a browser would: with the CSRF token of a page it has read and a fresh one-time token."""
    if path.startswith(NEW_SESSION) or client not in _read:
        _read[client] = csrf_token(client)
    token = _read.pop(client) if path.startswith(NEW_SESSION) else _read[client]
    return client.post(path, data={"csrf_token": token, "form_token": form_token(), **fields})


def csrf_token(client: FlaskClient) -> str:
    """The CSRF token of this browser's session, read from a page."""
    page = client.get("/sign-in", follow_redirects=True).text + client.get("/me", follow_redirects=True).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "no form on the page"
    return found.group(1)


def form_token() -> str:
    """A one-time token as a page would carry it."""
    return secrets.token_urlsafe(18)


def in_house(app: Flask) -> Any:
    """A context with the scope of the house, for setting up rows before a web test."""
    context = app.app_context()
    context.push()
    use_scope(db.session(), Scope.everything())
    return context


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """A look into the rows after a web test: the scope of the house, and the connection given back at the end."""
    context = in_house(app)
    try:
        yield
    finally:
        context.pop()


_hash: list[str] = []


def _hashed() -> str:
    from tracker.auth.passwords import hash_password

    if not _hash:
        _hash.append(hash_password(PASSWORD))
    return _hash[0]


def a_worker(
    name: str = "Lò Thị Ánh",
    *,
    office: str = "vn.11.099",
    born: date = date(1994, 3, 5),
    sex: str = "female",
    id_number: str = "",
    **more: Any,
) -> Worker:
    """A registered worker, already flushed. Call inside a transaction."""
    ref = crypto.new_ref("NLD")
    number = id_number or f"04{secrets.randbelow(10**7):07d}"
    now: datetime = clock.now()
    worker = Worker(
        ref=ref,
        full_name=tidy(name),
        name_fold=fold(name),
        sort_key=sort_key(name),
        sex=sex,
        birth_date=born,
        office_path=office,
        id_kind="cmnd" if len(number) == 9 else "cccd",
        id_number_sealed=crypto.seal(number, table="worker", row=ref, column="id_number"),
        id_number_index=crypto.blind("id_number", number),
        id_last4_index=crypto.blind("id_last4", number[-4:]),
        created_at=now,
        **more,
    )
    db.session.add(worker)
    db.session.flush()
    db.session.add(ContactStatus(worker_id=worker.id))
    db.session.add_all(NameKey(worker_id=worker.id, key=key) for key in name_keys(name))
    db.session.flush()
    return worker


def a_contract_abroad(worker: Worker, **changes: Any) -> Any:
    """A contract of this worker, departed in 2019 to Taiwan for three years unless told otherwise."""
    from tracker.contracts.models import Contract

    terms: dict[str, Any] = {
        "form": "SERVICE_ENTERPRISE",
        "host_country": "TWN",
        "place": "Đào Viên",
        "occupation": "Điện tử",
        "signed_on": date(2019, 3, 1),
        "starts_on": date(2019, 5, 10),
        "ends_on": date(2022, 5, 9),
        "term_months": 36,
        "departed_on": date(2019, 5, 10),
        "created_at": clock.now(),
        **changes,
    }
    contract = Contract(ref=crypto.new_ref("HD"), worker_id=worker.id, **terms)
    db.session.add(contract)
    db.session.flush()
    return contract
