"""Has the worker's share of the support fund been paid in time?"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from tracker.law.amounts import day, money
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding
from tracker.law.forms import SendingForm


def check(reading: Reading) -> Iterator[Finding]:
    """Not paid warns; paid late warns where the rule set counts days. Support runs from the day of payment."""
    yield from _unpaid(reading)
    yield from _late(reading)


def _unpaid(reading: Reading) -> Iterator[Finding]:
    law = reading.law("fund.worker")
    if law is None or reading.facts.fund_paid is not False or reading.facts.fund_paid_on is not None:
        return
    share = money(Decimal(law.value), "VND")
    message = f"Chưa đóng Quỹ Hỗ trợ việc làm ngoài nước ({share} mỗi hợp đồng); Quỹ chỉ hỗ trợ từ ngày đóng."
    yield reading.finding(law, "fund_paid_on", "warn", message, found="chưa đóng", allowed=share)


def _late(reading: Reading) -> Iterator[Finding]:
    facts, law = reading.facts, reading.law("fund.days_before_exit")
    if law is None or facts.fund_paid_on is None or facts.departed_on is None or facts.form == SendingForm.POST_EXIT:
        return
    last = facts.departed_on - timedelta(days=law.value)
    if facts.fund_paid_on > last:
        found = day(facts.fund_paid_on)
        message = f"Đóng Quỹ ngày {found}, chậm hơn {law.value} ngày trước khi xuất cảnh ({day(last)})."
        yield reading.finding(law, "fund_paid_on", "warn", message, found=found, allowed=f"đến {day(last)}")
