"""Which row of a table by market and job speaks of a contract."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.law.book import table


def matching(
    rows: Iterable[Mapping[str, Any]], *, country: str, job: str | None, form: str | None, on: date, months: int | None
) -> Mapping[str, Any] | None:
    """The first row that fits country, job, form, day and length; conditions a row does not name always fit."""
    for row in rows:
        if (
            _fits_country(row, country)
            and ("jobs" not in row or job in row["jobs"])
            and job not in row.get("not_jobs", ())
            and ("forms" not in row or form in row["forms"])
            and ("since" not in row or row["since"] <= on)
            and ("min_months" not in row or (months is not None and months >= row["min_months"]))
        ):
            return row
    return None


def _fits_country(row: Mapping[str, Any], country: str) -> bool:
    if "countries" not in row and "groups" not in row:
        return True
    groups = table("countries")
    return country in row.get("countries", ()) or any(country in groups[name] for name in row.get("groups", ()))
