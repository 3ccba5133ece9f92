"""The contract the law tests vary: a plain, lawful one of a service enterprise."""

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.law.checks import findings
from tracker.law.facts import Facts
from tracker.law.findings import Finding

IN_2020 = {"signed_on": date(2020, 7, 1), "departed_on": date(2020, 8, 1), "starts_on": date(2020, 8, 1)}
IN_2023 = {"signed_on": date(2023, 7, 1), "departed_on": date(2023, 8, 1), "starts_on": date(2023, 8, 1)}
IN_2024 = {"signed_on": date(2024, 7, 1), "departed_on": date(2024, 8, 1), "starts_on": date(2024, 8, 1)}
IN_2026 = {"signed_on": date(2026, 7, 1), "departed_on": date(2026, 8, 1), "starts_on": date(2026, 8, 1)}


def a_contract(**changes: Any) -> Facts:
    """A lawful contract for Japan in July 2020; `changes` say what a test is about."""
    plain = {
        "form": "SERVICE_ENTERPRISE",
        "birth_date": date(1995, 1, 1),
        "host_country": "JPN",
        "occupation": "Cơ khí",
        "term_months": 36,
        "wage": Decimal(30_000_000),
        "wage_currency": "VND",
        "orientation_no": "GCN-1",
        **IN_2020,
    }
    return Facts(**(plain | changes))


def found(rule: str, facts: Facts, **how: Any) -> list[Finding]:
    """The findings of one rule on a contract."""
    return [finding for finding in findings(facts, **how) if finding.rule == rule]


def the(rule: str, facts: Facts, **how: Any) -> Finding:
    """The only finding of one rule on a contract."""
    (only,) = found(rule, facts, **how)
    return only


def vnd(amount: int) -> Decimal:
    """An amount in VND."""
    return Decimal(amount)
