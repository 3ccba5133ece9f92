"""The demo's policies as a file in the layout of the final OxCGRT edition: taken in like any other."""

import csv
import io
from datetime import date, timedelta

from tracker.demo.days import Days
from tracker.demo.published import facts

FIRST_DAY = date(2020, 1, 1)
COLUMNS = {
    "C2": "C2M_Workplace closing",
    "C5": "C5M_Close public transport",
    "C6": "C6M_Stay at home requirements",
    "C7": "C7M_Restrictions on internal movement",
    "C8": "C8EV_International travel controls",
    "E1": "E1_Income support",
}


def policy_file(days: Days) -> io.BytesIO:
    """Every day of 2020 up to the demo's, told on its calendar, for the countries of facts/policies.toml."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["CountryName", "CountryCode", "RegionCode", "Jurisdiction", "Date", *COLUMNS.values()])
    for spans in facts("policies")["spans"]:
        for day in _days_until(days.as_of):
            values = [f"{_value(spans.get(code, []), day)}.00" for code in COLUMNS]
            told = f"{days.told(day):%Y%m%d}"
            writer.writerow([spans["country"], spans["country"], "", "NAT_TOTAL", told, *values])
    return io.BytesIO(text.getvalue().encode())


def _days_until(last: date) -> list[date]:
    return [FIRST_DAY + timedelta(days=number) for number in range((last - FIRST_DAY).days + 1)]


def _value(spans: list[tuple[str, str, int]], day: date) -> int:
    told = day.isoformat()
    return next((level for first, last, level in spans if first <= told and (not last or told <= last)), 0)
