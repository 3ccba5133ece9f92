"""Draws a labour contract: when, where, for how long, at what wage and charge, and how it ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from tracker.contracts.terms import Terms
from tracker.demo.days import Days, months_after
from tracker.demo.published import Wheel, facts, share, wheel

CLOSED = date(2020, 3, 1)
EARLY_REASONS = {
    "WORKER_WISH": 30,
    "FAMILY": 20,
    "ILLNESS": 12,
    "PRODUCTION_CUT": 20,
    "EMPLOYER_BREACH": 8,
    "OTHER": 10,
}
CEILING_MONTHS = 3


@dataclass(frozen=True)
class DrawnContract:
    """The terms, with told days, and what became of them. `drawn_start` is the day of leaving before it was moved."""

    terms: Terms
    drawn_start: date
    departed_on: date | None
    returned_on: date | None
    end_reason: str

    @property
    def is_abroad(self) -> bool:
        """Whether the worker has left and not come home."""
        return self.departed_on is not None and self.returned_on is None


@dataclass(frozen=True)
class Parties:
    """Row numbers of who sends and who employs: senders by form of sending, employers by country."""

    enterprises: tuple[int, ...]
    public_unit: int
    trainers: tuple[int, ...]
    employers: dict[str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True)
class _Course:
    """The days of a contract as drawn."""

    signed_on: date
    starts_on: date
    ends_on: date
    departed_on: date | None
    returned_on: date | None
    end_reason: str


def draw_contract(
    chance: Random, days: Days, parties: Parties, country: str, *, female: bool, number: int
) -> DrawnContract:
    """A contract in a country for a man or a woman; `number` is a running number for its paper."""
    market = facts("markets")[country]
    term = int(wheel("markets", country, "terms").turn(chance))
    course = _draw_course(chance, days.as_of, market, term)
    form, sender_id = _draw_sender(chance, parties, country)
    employer_id, place = chance.choice(parties.employers[country])
    certified = chance.random() >= share("no_orientation")
    certified_on = days.told(course.signed_on + timedelta(days=12))
    wage = _draw_wage(chance, market)
    terms = Terms(
        form=form,
        host_country=country,
        starts_on=days.told(course.starts_on),
        ends_on=days.told(course.ends_on),
        term_months=term,
        number=f"HĐ-{days.told(course.signed_on).year}-{number + 1:06d}",
        sender_id=sender_id,
        employer_id=employer_id,
        place=place,
        occupation=wheel("markets", country, "work_women" if female else "work_men").turn(chance),
        signed_on=days.told(course.signed_on),
        wage=wage,
        wage_currency=market["currency"],
        wage_rate_vnd=Decimal(str(market["rate"])),
        service_charge=None if form == "DIRECT" else _draw_charge(chance, wage, market, term),
        brokerage_fee=Decimal(0),
        deposit=Decimal(0),
        orientation_no=f"{number + 1:05d}/BDKT" if certified else "",
        orientation_issued_on=certified_on if certified else None,
    )
    return DrawnContract(
        terms,
        course.starts_on,
        days.told_if(course.departed_on),
        days.told_if(course.returned_on),
        course.end_reason,
    )


def _draw_course(chance: Random, as_of: date, market: dict[str, Any], term: int) -> _Course:
    if chance.random() < share("waiting"):
        leaves = as_of + timedelta(days=chance.randrange(10, 75))
        signed = as_of - timedelta(days=chance.randrange(3, 60))
        return _Course(signed, leaves, months_after(leaves, term), None, None, "")
    leaves = _draw_departure(chance, as_of)
    ends = months_after(leaves, term)
    signed = leaves - timedelta(days=chance.randrange(35, 200))
    returned, reason = _draw_return(chance, as_of, market, leaves, ends)
    return _Course(signed, leaves, ends, leaves, returned, reason)


def _draw_departure(chance: Random, as_of: date) -> date:
    first = date.fromisoformat(_months_until(as_of).turn(chance))
    return min(first + timedelta(days=chance.randrange(28)), as_of - timedelta(days=4))


@cache
def _months_until(as_of: date) -> Wheel:
    """The months before a day by how many workers left in them."""
    weights: dict[str, float] = {}
    for spell, count in facts("work")["departures"].items():
        months = [spell] if "-" in spell else [f"{spell}-{month:02d}" for month in range(1, 13)]
        weights |= {f"{month}-01": count / len(months) for month in months if date.fromisoformat(f"{month}-01") < as_of}
    return Wheel(weights)


def _draw_return(
    chance: Random, as_of: date, market: dict[str, Any], leaves: date, ends: date
) -> tuple[date | None, str]:
    """When the worker came home, if at all: early, in time, or stranded by closed borders."""
    if chance.random() < market["early"]:
        lived = (ends - leaves).days
        came = leaves + timedelta(days=round(lived * chance.uniform(0.2, 0.9)))
        return (came, Wheel(EARLY_REASONS).turn(chance)) if came < as_of else (None, "")
    if ends >= as_of:
        return None, ""
    stranded = facts("work")["stranded"]["since_march_2020" if ends >= CLOSED else "before_march_2020"]
    came = ends + timedelta(days=chance.randrange(0, 20))
    if chance.random() < stranded or came >= as_of:
        return None, ""
    return came, "COMPLETED"


def _draw_sender(chance: Random, parties: Parties, country: str) -> tuple[str, int | None]:
    if chance.random() < share("direct"):
        return "DIRECT", None
    if country == "KOR":
        return "PUBLIC_UNIT", parties.public_unit
    if country == "JPN" and chance.random() < share("trainee"):
        return "TRAINEE", chance.choice(parties.trainers)
    # Few enterprises send many: the square of a uniform draw leans to the front of the list.
    return "SERVICE_ENTERPRISE", parties.enterprises[int(chance.random() ** 2 * len(parties.enterprises))]


def _draw_wage(chance: Random, market: dict[str, Any]) -> Decimal:
    middle, spread, step = market["wage"]
    drawn = max(chance.gauss(middle, spread), middle - 2 * spread)
    return Decimal(round(drawn / step) * step)


def _draw_charge(chance: Random, wage: Decimal, market: dict[str, Any], term: int) -> Decimal:
    """What the sender took, in đồng: below the ceiling of one month's wage for twelve months, but for a few."""
    ceiling = float(wage) * market["rate"] * min(term / 12, CEILING_MONTHS)
    part = chance.uniform(1.2, 1.6) if chance.random() < share("overcharged") else chance.uniform(0.55, 0.95)
    return Decimal(round(ceiling * part / 100_000) * 100_000)
