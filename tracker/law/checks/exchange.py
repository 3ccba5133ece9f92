"""Comparing an amount with a limit in another currency, with the rates the contract carries."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tracker.law.amounts import money
from tracker.law.checks.reading import Law, Reading
from tracker.law.facts import Facts
from tracker.law.findings import Finding


def rate_vnd(facts: Facts, currency: str) -> Decimal | None:
    """VND for one unit of a currency, as far as the contract tells."""
    if currency == "VND":
        return Decimal(1)
    if currency == facts.wage_currency and facts.wage_rate_vnd:
        return facts.wage_rate_vnd
    return facts.usd_rate_vnd if currency == "USD" and facts.usd_rate_vnd else None


def converted(facts: Facts, amount: Decimal, of: str, to: str) -> Decimal | None:
    """An amount in another currency through VND; None when a rate is missing."""
    if of == to:
        return amount
    rate_of, rate_to = rate_vnd(facts, of), rate_vnd(facts, to)
    return None if rate_of is None or rate_to is None else amount * rate_of / rate_to


def needs_rate(reading: Reading, law: Law, field: str, found: str, currencies: set[str]) -> Finding:
    """Information that a comparison waits for exchange rates."""
    missing = ", ".join(sorted(each or "?" for each in currencies if rate_vnd(reading.facts, each) is None))
    message = f"{law.rule.title}: cần tỷ giá {missing} sang VND để đối chiếu {found}."
    return reading.finding(law, field, "info", message, found=found)


def over_limit(
    reading: Reading,
    law: Law,
    field: str,
    what: str,
    amount: tuple[Decimal, str],
    limit: tuple[Decimal, str],
    *,
    less: Decimal = Decimal(0),
    row: Mapping[str, Any] | None = None,
) -> Iterator[Finding]:
    """A warning when an amount exceeds a limit, both as (sum, currency).

    `less` is taken off the limit, in the amount's currency.
    """
    sum_found, currency = amount
    found = money(sum_found, currency)
    ceiling = converted(reading.facts, limit[0], limit[1], currency) if limit[0] else Decimal(0)
    if ceiling is None:
        yield needs_rate(reading, law, field, found, {currency, limit[1]})
        return
    ceiling = max(Decimal(0), ceiling - less)
    if sum_found > ceiling:
        allowed = money(ceiling, currency)
        if limit[1] != currency and limit[0] and not less:
            allowed += f" ({money(*limit)})"
        message = f"{what} {found} vượt trần {allowed}." if ceiling else f"{what} {found}: không được thu khoản này."
        yield reading.finding(law, field, "warn", message, found=found, allowed=allowed, row=row)
