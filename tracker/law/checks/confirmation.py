"""Was a directly concluded contract confirmed before the worker left?"""

from collections.abc import Iterator

from tracker.law.amounts import day
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding
from tracker.law.forms import SendingForm


def check(reading: Reading) -> Iterator[Finding]:
    """A DIRECT departure needs the confirmation's number and a date not after the exit."""
    facts, law = reading.facts, reading.law("direct.confirmation")
    if law is None or not law.value or facts.form != SendingForm.DIRECT:
        return
    severity = "info" if facts.departed_on is None else "block"
    if not facts.confirmation_no:
        message = "Chưa có văn bản xác nhận đăng ký hợp đồng; cần có trước khi xuất cảnh."
        yield reading.finding(law, "confirmation_no", severity, message, found="chưa có", allowed="đã có")
    elif facts.confirmation_on is None:
        message = "Văn bản xác nhận đăng ký hợp đồng chưa ghi ngày."
        yield reading.finding(law, "confirmation_on", severity, message, found="chưa có", allowed="đã có")
    elif facts.departed_on is not None and facts.confirmation_on > facts.departed_on:
        found, latest = day(facts.confirmation_on), day(facts.departed_on)
        message = f"Xác nhận đăng ký hợp đồng ngày {found}, sau ngày xuất cảnh {latest}."
        yield reading.finding(law, "confirmation_on", "block", message, found=found, allowed=f"đến {latest}")
