"""Makes up who sends and who employs: enterprises with licences, a public unit, employers by country."""

from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from tracker.core.crypto import new_ref
from tracker.core.db import Base, db, insert_rows
from tracker.core.text import fold
from tracker.demo.contracts import Parties
from tracker.demo.days import Days
from tracker.demo.published import facts
from tracker.senders.models import Employer, Licence, Sender
from tracker.senders.numbers import check_digit

PUBLIC_UNIT = "Trung tâm Lao động ngoài nước (mẫu)"
TRAINERS = ("Công ty CP Cơ khí Điện Biên (mẫu)", "Công ty TNHH May Mường Thanh (mẫu)")
WORKERS_PER_EMPLOYER = 12


def make_parties(chance: Random, days: Days, *, workers: int) -> Parties:
    """Write senders, licences and employers; as many as so many workers need."""
    told = facts("work")["senders"]
    count = min(max(told["fewest"], workers // 40), told["most"])
    enterprises = [_enterprise(chance, number) for number in range(1, count + 1)]
    others = [_sender(chance, name) for name in (PUBLIC_UNIT, *TRAINERS)]
    ids = _write(Sender, [*enterprises, *others])
    licences = [_licence(chance, days, ids[one["ref"]], number) for number, one in enumerate(enterprises, start=1)]
    insert_rows(db.session(), Licence, licences)
    return Parties(
        enterprises=tuple(ids[one["ref"]] for one in enterprises),
        public_unit=ids[others[0]["ref"]],
        trainers=tuple(ids[one["ref"]] for one in others[1:]),
        employers=_make_employers(chance, workers),
    )


def _enterprise(chance: Random, number: int) -> dict[str, object]:
    told = facts("work")["senders"]
    stem, kind = told["stems"][number % len(told["stems"])], chance.choice(told["kinds"])
    return _sender(chance, told["shape"].format(kind=kind, stem=stem, number=number))


def _sender(chance: Random, name: str) -> dict[str, object]:
    nine = f"59{chance.randrange(10**7):07d}"  # no province's enterprise codes begin with 59
    while check_digit(nine) == 10:
        nine = f"59{chance.randrange(10**7):07d}"
    return {
        "ref": new_ref("DN"),
        "code": f"{nine}{check_digit(nine)}",
        "name": name,
        "name_fold": fold(name),
        "phone": f"+8424599{chance.randrange(10**4):04d}0",
        "email": "",
    }


def _licence(chance: Random, days: Days, sender_id: int, number: int) -> dict[str, object]:
    """One licence; every fifteenth enterprise's was suspended in the course of the last year."""
    granted = date(2008, 1, 1) + timedelta(days=chance.randrange(365 * 8))
    suspended = number % 15 == 0
    until = days.as_of - timedelta(days=chance.randrange(60, 300)) if suspended else None
    return {
        "sender_id": sender_id,
        "number": f"{number:03d}/LĐTBXH-GP",
        "status": "in_force",
        "valid_from": days.told(granted),
        "valid_to": days.told_if(until),
    }


def _make_employers(chance: Random, workers: int) -> dict[str, tuple[tuple[int, str], ...]]:
    markets = facts("markets")
    whole = sum(market["weight"] for market in markets.values())
    rows: list[dict[str, object]] = []
    for country, market in markets.items():
        count = max(2, round(workers * market["weight"] / whole / WORKERS_PER_EMPLOYER))
        rows += [_employer(chance, country, market, number) for number in range(1, count + 1)]
    ids = _write(Employer, rows)
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(str(row["host_country"]), []).append((ids[row["ref"]], str(row["place"])))
    return {country: tuple(employers) for country, employers in found.items()}


def _employer(chance: Random, country: str, market: dict[str, Any], number: int) -> dict[str, object]:
    name = f"{market['employer']} {number:02d}"
    return {
        "ref": new_ref("CSD"),
        "code": f"{country}{number:04d}",
        "name": name,
        "name_fold": fold(name),
        "host_country": country,
        "place": chance.choice(market["places"]),
    }


def _write(model: type[Base], rows: list[dict[str, object]]) -> dict[object, int]:
    """Write rows that have a reference; the number each was given."""
    insert_rows(db.session(), model, rows)
    table = sa.inspect(model).local_table.c
    return dict(db.session.execute(sa.select(table.ref, table.id)).all())
