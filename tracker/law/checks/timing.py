"""Was money taken before the day from which it may be taken?"""

from collections.abc import Iterator
from datetime import date

from tracker.law.amounts import day
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding

EVENTS = {
    "signed_on": "ngày ký hợp đồng đưa đi",
    "accepted_on": "ngày bên nước ngoài tiếp nhận hoặc có thị thực",
    "supply_approved_on": "ngày hợp đồng cung ứng được chấp thuận",
}


def check(reading: Reading) -> Iterator[Finding]:
    """Service charge and deposit each wait for the events their rule lists; unknown days are not judged."""
    facts = reading.facts
    yield from _too_early(reading, "service_charge.earliest", "charge_paid_on", "Tiền dịch vụ", facts.charge_paid_on)
    yield from _too_early(reading, "deposit.earliest", "deposit_paid_on", "Tiền ký quỹ", facts.deposit_paid_on)


def _too_early(reading: Reading, rule_id: str, field: str, what: str, paid: date | None) -> Iterator[Finding]:
    law = reading.law(rule_id)
    if law is None or paid is None:
        return
    for event in law.value:
        happened: date | None = getattr(reading.facts, event)
        if happened is not None and paid < happened:
            message = f"{what} thu ngày {day(paid)}, trước {EVENTS[event]} {day(happened)}."
            yield reading.finding(law, field, "warn", message, found=day(paid), allowed=f"từ {day(happened)}")
