"""Is the worker's deposit within the ceiling of its market?"""

from collections.abc import Iterator
from decimal import Decimal

from tracker.law.amounts import money
from tracker.law.checks.exchange import over_limit
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding
from tracker.law.forms import SendingForm

WHAT = "Tiền ký quỹ"
FORMS = (SendingForm.SERVICE_ENTERPRISE, SendingForm.PUBLIC_UNIT)


def check(reading: Reading) -> Iterator[Finding]:
    """A sum where the law names one; where it says "a ticket home", information without a figure."""
    facts, law = reading.facts, reading.law("deposit.ceiling")
    if not facts.deposit or facts.form not in FORMS:
        return
    found = money(facts.deposit, facts.deposit_currency)
    row = None if law is None or not facts.host_country else reading.row(law)
    if law is None or row is None:
        yield from reading.unknown("deposit.ceiling", "deposit", found)
    elif "amount" not in row:
        message = f"{WHAT} {found}: trần là giá một vé máy bay lượt về từ nước đến; luật không ghi số tiền."
        yield reading.finding(law, "deposit", "info", message, found=found, allowed="một vé máy bay lượt về", row=row)
    else:
        paid, limit = (facts.deposit, facts.deposit_currency), (Decimal(row["amount"]), row["currency"])
        yield from over_limit(reading, law, "deposit", WHAT, paid, limit, row=row)
