"""Is the wage below the market's floor?"""

from collections.abc import Iterator
from decimal import Decimal

from tracker.law.amounts import money
from tracker.law.checks.exchange import converted, needs_rate
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding


def check(reading: Reading) -> Iterator[Finding]:
    """A lower wage warns; floors bind new supply contracts, the officer asks the sender."""
    facts, law = reading.facts, reading.law("wage.floor")
    row = None if law is None else reading.row(law)
    if law is None or row is None or not facts.wage or not facts.wage_currency:
        return
    floor, currency = Decimal(row["amount"]), row["currency"]
    found = money(facts.wage, facts.wage_currency)
    least = converted(facts, floor, currency, facts.wage_currency)
    if least is None:
        yield needs_rate(reading, law, "wage", found, {currency, facts.wage_currency})
    elif facts.wage < least:
        allowed = money(floor, currency)
        message = f"Tiền lương {found} thấp hơn mức tối thiểu {allowed} mỗi tháng của thị trường."
        yield reading.finding(law, "wage", "warn", message, found=found, allowed=allowed, row=row)
