"""May the worker pay brokerage, and how much?"""

from collections.abc import Iterator
from decimal import Decimal

from tracker.law.amounts import money
from tracker.law.checks.exchange import over_limit
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding

WHAT = "Tiền môi giới"


def check(reading: Reading) -> Iterator[Finding]:
    """Until 2021 within a ceiling; since 2022 nothing: refused as a plan, kept as a violation once paid."""
    facts, law = reading.facts, reading.law("brokerage.worker_may_pay")
    if not facts.brokerage_fee:
        return
    found = money(facts.brokerage_fee, facts.brokerage_currency)
    if law is None:
        yield from reading.unknown("brokerage.worker_may_pay", "brokerage_fee", found)
    elif law.value:
        yield from _by_wage(reading)
        yield from _by_market(reading)
    else:
        message = f"{WHAT} {found}: không được thu của người lao động."
        yield reading.finding(law, "brokerage_fee", "block", message, found=found, allowed=money(Decimal(0), "VND"))


def _by_wage(reading: Reading) -> Iterator[Finding]:
    facts = reading.facts
    law = reading.law("brokerage.on_renewal" if facts.renewal else "brokerage.rate")
    if law is None or facts.brokerage_fee is None:
        return
    fee = (facts.brokerage_fee, facts.brokerage_currency)
    if not law.number:
        yield from over_limit(reading, law, "brokerage_fee", WHAT, fee, (Decimal(0), "VND"))
    elif facts.wage and facts.wage_currency and facts.months:
        limit = (law.number * facts.wage * facts.months / 12, facts.wage_currency)
        yield from over_limit(reading, law, "brokerage_fee", WHAT, fee, limit)
    else:
        message = f"{law.rule.title}: cần tiền lương và thời hạn hợp đồng để đối chiếu {money(*fee)}."
        yield reading.finding(law, "brokerage_fee", "info", message, found=money(*fee))


def _by_market(reading: Reading) -> Iterator[Finding]:
    facts, law = reading.facts, reading.law("brokerage.markets")
    row = None if law is None else reading.row(law)
    if law is None or row is None or facts.brokerage_fee is None:
        return
    fee, limit = (facts.brokerage_fee, facts.brokerage_currency), (Decimal(row["amount"]), row["currency"])
    yield from over_limit(reading, law, "brokerage_fee", WHAT, fee, limit, row=row)
