"""Do the days and the length of the contract agree, and is it long enough for its market?"""

from collections.abc import Iterator

from tracker.law.amounts import day
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding


def check(reading: Reading) -> Iterator[Finding]:
    """The end after the start; months as the days say; the market's shortest contract. No longest one exists."""
    yield from _order(reading)
    yield from _months(reading)
    yield from _shortest(reading)


def _order(reading: Reading) -> Iterator[Finding]:
    facts, law = reading.facts, reading.law("term.order")
    if law is None or facts.starts_on is None or facts.ends_on is None or facts.ends_on > facts.starts_on:
        return
    found, first = day(facts.ends_on), day(facts.starts_on)
    message = f"Ngày kết thúc {found} không sau ngày bắt đầu {first}."
    yield reading.finding(law, "ends_on", "block", message, found=found, allowed=f"sau {first}")


def _months(reading: Reading) -> Iterator[Finding]:
    facts, law = reading.facts, reading.law("term.months_agree")
    counted, written = facts.months_by_dates, facts.term_months
    if law is None or counted is None or written is None or abs(counted - written) <= law.value:
        return
    message = f"Thời hạn ghi {written} tháng nhưng hai ngày cách nhau {counted} tháng."
    yield reading.finding(law, "term_months", "warn", message, found=f"{written} tháng", allowed=f"{counted} tháng")


def _shortest(reading: Reading) -> Iterator[Finding]:
    law, months = reading.law("term.minimum"), reading.facts.months
    row = None if law is None else reading.row(law)
    if law is None or row is None or months is None or months >= row["months"]:
        return
    message = f"Thời hạn {months} tháng ngắn hơn mức tối thiểu {row['months']} tháng của thị trường."
    yield reading.finding(
        law, "term_months", "warn", message, found=f"{months} tháng", allowed=f"{row['months']} tháng", row=row
    )
