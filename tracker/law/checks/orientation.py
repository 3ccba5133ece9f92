"""Does the worker hold a valid orientation certificate on the day of departure?"""

from collections.abc import Iterator

from tracker.law.amounts import day, months_after
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding

PAPER = "giấy chứng nhận giáo dục định hướng"


def check(reading: Reading) -> Iterator[Finding]:
    """Required but for exempt forms; stops a planned departure, only informs while no departure is planned."""
    facts, law = reading.facts, reading.law("orientation.exempt_forms")
    known = reading.law("forms.known")
    if law is None or not facts.form or facts.form in law.value or (known and facts.form not in known.value):
        return
    if facts.orientation_no or facts.orientation_issued_on:
        yield from _in_time(reading)
        return
    severity = "info" if facts.departed_on is None else "block"
    message = f"Chưa có {PAPER}; cần có trước khi xuất cảnh."
    yield reading.finding(law, "orientation_no", severity, message, found="chưa có", allowed="đã có")


def _in_time(reading: Reading) -> Iterator[Finding]:
    facts = reading.facts
    issued, exit_day = facts.orientation_issued_on, facts.departed_on
    law = reading.law("orientation.exempt_forms")
    if issued is None or exit_day is None or law is None:
        return
    if issued > exit_day:
        message = f"{PAPER.capitalize()} cấp ngày {day(issued)}, sau ngày xuất cảnh {day(exit_day)}."
        yield reading.finding(
            law, "orientation_issued_on", "block", message, found=day(issued), allowed=f"đến {day(exit_day)}"
        )
    validity = reading.law("orientation.valid_months")
    if validity is not None and exit_day > (last := months_after(issued, validity.value)):
        message = f"{PAPER.capitalize()} hết hạn ngày {day(last)}, trước ngày xuất cảnh {day(exit_day)}."
        yield reading.finding(
            validity, "orientation_issued_on", "block", message, found=day(exit_day), allowed=f"đến {day(last)}"
        )
