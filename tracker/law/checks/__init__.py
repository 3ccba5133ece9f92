"""All checks of a contract against the law book, in the order of the form."""

from collections.abc import Callable, Iterator
from datetime import date

from tracker.law.checks import (
    age,
    brokerage,
    confirmation,
    deposit,
    form,
    fund,
    licence,
    market,
    orientation,
    passport,
    service_charge,
    term,
    timing,
    wage,
    work,
)
from tracker.law.checks.reading import Reading
from tracker.law.facts import Facts
from tracker.law.findings import Finding

Check = Callable[[Reading], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    form.check,
    age.check,
    licence.check,
    market.check,
    work.check,
    term.check,
    wage.check,
    service_charge.check,
    brokerage.check,
    deposit.check,
    timing.check,
    fund.check,
    orientation.check,
    confirmation.check,
    passport.check,
)


def findings(
    facts: Facts, *, on: date | None = None, ruleset: str | None = None, planned: bool = True
) -> list[Finding]:
    """What the law says about a contract, in the order of the form.

    `on`: the day to read the law on where the contract names none of its own (usually today).
    `ruleset`: read everything under this set (a preview); otherwise each rule under the set of its own day.
    `planned`: False for what has already happened; nothing is then refused, violations are marked instead.
    Raises KeyError for an unknown rule set.
    """
    reading = Reading(facts, on=on, asked=ruleset, planned=planned)
    return [finding for check in CHECKS for finding in check(reading)]
