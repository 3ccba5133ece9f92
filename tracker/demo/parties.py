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
from tracker.senders.models import Employer, Licence, MarketStatus, Sender
from tracker.senders.numbers import check_digit

PUBLIC_UNIT = "Trung tâm Lao động ngoài nước (mẫu)"
TRAINERS = ("Công ty CP Cơ khí Điện Biên (mẫu)", "Công ty TNHH May Mường Thanh (mẫu)")
WORKERS_PER_EMPLOYER = 12
MARKETS = (
    ("LBY", "BANNED", date(2019, 4, 15), None),
    ("ITA", "SUSPENDED", date(2020, 3, 11), None),
    ("KWT", "WARNING", date(2020, 3, 16), date(2020, 6, 30)),
)


def make_parties(chance: Random, days: Days, *, workers: int) -> Parties:
    """Write senders, licences, employers and closed markets; as many as so many workers need."""
    told = facts("work")["senders"]
    count = min(max(told["fewest"], workers // 40), told["most"])
    enterprises = [_enterprise(chance, number) for number in range(1, count + 1)]
    others = [_sender(chance, name) for name in (PUBLIC_UNIT, *TRAINERS)]
    ids = _write(Sender, [*enterprises, *others])
    numbered = enumerate(enterprises, start=1)
    licences = [spell for number, one in numbered for spell in _licence(chance, days, ids[one["ref"]], number)]
    insert_rows(db.session(), Licence, licences)
    insert_rows(db.session(), MarketStatus, [_market(days, *told) for told in MARKETS])
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


def _licence(chance: Random, days: Days, sender_id: int, number: int) -> list[dict[str, object]]:
    """The licence of an enterprise; a few of them lost it in the course of the last year."""
    granted = date(2008, 1, 1) + timedelta(days=chance.randrange(365 * 8))
    status, since = _loss(chance, days, number)
    spells = [_spell(sender_id, number, "in_force", days.told(granted), days.told_if(since and since - timedelta(1)))]
    if since:
        document = f"Quyết định {number:02d}/QĐ (mẫu) ngày {days.told(since):%d/%m/%Y}"
        spells.append(_spell(sender_id, number, status, days.told(since), None, document))
    return spells


def _loss(chance: Random, days: Days, number: int) -> tuple[str, date | None]:
    """Every fifteenth enterprise's licence is suspended, that of the fifth before it withdrawn."""
    if number % 15 == 0:
        return "suspended", days.as_of - timedelta(days=chance.randrange(60, 300) - 1)
    return ("withdrawn", days.as_of - timedelta(days=40)) if number % 15 == 10 else ("in_force", None)


def _spell(
    sender_id: int, number: int, status: str, first: date, last: date | None, document: str = ""
) -> dict[str, object]:
    return {
        "sender_id": sender_id,
        "number": f"{number:03d}/LĐTBXH-GP",
        "status": status,
        "valid_from": first,
        "valid_to": last,
        "document": document,
    }


def _market(days: Days, country: str, status: str, first: date, last: date | None) -> dict[str, object]:
    """A decision about a country where the demo has nobody."""
    return {
        "host_country": country,
        "status": status,
        "valid_from": days.told(first),
        "valid_to": days.told_if(last),
        "document": f"Công văn {first:%d%m} (mẫu) ngày {days.told(first):%d/%m/%Y}",
        "issuer": "Cơ quan quản lý lao động ngoài nước (mẫu)",
        "ended_by": f"Công văn {last:%d%m} (mẫu)" if last else "",
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
