"""The name of the competent body at each level on a given day (papers take it from here, never from a template)."""

from dataclasses import dataclass
from datetime import date

from tracker.law.book import ruleset_in_force, table, value
from tracker.law.forms import SendingForm

LEVELS = ("ministry", "bureau", "province", "district", "commune")


@dataclass(frozen=True)
class Authority:
    """A body in this field: its full and short Vietnamese names and its level."""

    level: str
    name: str
    short: str


def authority(level: str, on: date) -> Authority | None:
    """The body at a level on a day; None when the level has none (districts from 01/07/2025)."""
    for row in table("authorities")[level]:
        if row.get("since", date.min) <= on <= row.get("until", date.max):
            return Authority(level=level, name=row["name"], short=row["short"])
    return None


def authority_name(level: str, on: date) -> str:
    """The full Vietnamese name of the body at a level on a day, "" when the level has none. KeyError: no such level."""
    body = authority(level, on)
    return "" if body is None else body.name


def registrar_level(form: str, *, on: date, days: int | None = None) -> str | None:
    """The level that answers a contract's registration filed on a day; None where a province has no part in it.

    DIRECT: the province of permanent residence. TRAINEE: the province below the threshold of days (everything once
    the threshold is gone), else the ministry. Source: 69/2020 Điều 39, 53; before 2022 TT 21/2007, 72/2006 Điều 50.
    """
    if form == SendingForm.DIRECT:
        return "province"
    threshold = value("trainee.threshold_days", ruleset_in_force(on).id, on)
    if form != SendingForm.TRAINEE or days is None or threshold is None:
        return None
    return "province" if threshold == 0 or days < threshold else "ministry"
