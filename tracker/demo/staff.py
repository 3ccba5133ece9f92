"""The demo's offices and the accounts with which one looks at it; passwords are random for each installation."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.auth import actions as auth
from tracker.auth.models import UserAccount
from tracker.core.crypto import new_secret
from tracker.core.db import db
from tracker.demo.published import facts
from tracker.law.authority import authority
from tracker.places import units

PASSWORD_BITS = 80


@dataclass(frozen=True)
class Account:
    """A person of the demo's staff: the name to sign in with, the name shown, the role, the office."""

    username: str
    display_name: str
    role: str
    office_path: str


STAFF = (
    Account("lan", "Lường Thị Lan", "officer", "vn.11"),
    Account("dung", "Quàng Văn Dũng", "officer", "vn.11"),
    Account("binh", "Lò Văn Bình", "officer", "vn.11.099"),
    Account("minh", "Giàng A Minh", "supervisor", "vn.11"),
    Account("nga", "Nguyễn Thị Nga", "officer", "vn.40"),
    Account("quan", "Cà Văn Quân", "admin", "vn"),
    Account("kiem", "Vì Thị Kiểm", "auditor", "vn"),
)


def found_offices(as_of: date) -> None:
    """The ministry, the two provinces and their districts, as they stood and were called on a day."""
    places = facts("places")
    home, neighbour = places["home_province"], places["neighbour"]
    provinces = {home: list(places["districts"]), neighbour["province"]: list(neighbour["districts"])}
    rows = [_office("vn", None, "ministry", None, "", as_of)]
    phones = {home: places["phone"], neighbour["province"]: neighbour["phone"]}
    for province, districts in provinces.items():
        office = _office(f"vn.{province}", "vn", "province", province, _short(province, as_of), as_of)
        rows.append({**office, "phone": phones[province]})
        rows += [
            _office(f"vn.{province}.{code}", f"vn.{province}", "district", code, _short(code, as_of), as_of)
            for code in districts
        ]
    auth.found_offices(rows)


def add_staff(*, now: datetime) -> dict[str, tuple[UserAccount, str]]:
    """Add the accounts; each with the password that was made for it."""
    accounts = {}
    for told in STAFF:
        user = auth.add_user(
            username=told.username,
            display_name=told.display_name,
            role=told.role,
            office_path=told.office_path,
            now=now,
            email=f"{told.username}@so.example",
        )
        password = _password()
        auth.set_password(user, password)
        accounts[told.username] = (user, password)
    db.session.flush()
    return accounts


def _office(
    path: str, parent: str | None, level: str, code: str | None, name: str, as_of: date
) -> dict[str, str | None]:
    body = authority(level, as_of)
    called = f"{body.short} {name}".strip() if body else name
    return {"path": path, "parent_path": parent, "level": level, "unit_code": code, "name": called}


def _short(code: str, as_of: date) -> str:
    unit = units.unit(code, as_of)
    return unit.short if unit else code


def _password() -> str:
    letters = new_secret(PASSWORD_BITS).lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
