"""What the law asks once a sender's licence is suspended, withdrawn or handed back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.law.amounts import day
from tracker.law.checks.reading import Law, Reading
from tracker.law.facts import Facts
from tracker.law.forms import SendingForm

LOST = ("suspended", "withdrawn", "returned")
REPORT = "hợp đồng còn hiệu lực, người đang ở nước ngoài, người đã tuyển và số tiền đã thu, đóng góp Quỹ, kế hoạch"


@dataclass(frozen=True)
class Duty:
    """One thing the law asks, with article, rule set in words and how sure we are. Vietnamese, as findings are."""

    message: str
    cite: str
    confidence: str
    ruleset: str


def after_loss(status: str, since: date) -> list[Duty]:
    """What follows for a sender whose licence has this status since a day; nothing while it is in force.

    Read under the set of that day. Where the book knows nothing of what is to be done, it says so.
    """
    if status not in LOST:
        return []
    reading = Reading(Facts(form=SendingForm.SERVICE_ENTERPRISE, signed_on=since), on=since)
    asked = list(_asked(reading, status))
    return [*_of_new_contracts(reading, since), *(asked or _unknown(reading))]


def _of_new_contracts(reading: Reading, since: date) -> Iterator[Duty]:
    law = reading.law("licence.on_signing")
    if law is not None:
        message = (
            f"Hợp đồng ký từ ngày {day(since)} chỉ được đăng ký khi lãnh đạo ghi lý do; "
            "hợp đồng ký trước ngày đó không bị ảnh hưởng."
        )
        yield _duty(law, message)


def _asked(reading: Reading, status: str) -> Iterator[Duty]:
    remain = reading.law("licence.duties_remain")
    if remain is not None and status in remain.value:
        yield _duty(remain, "Bên đưa đi vẫn chịu mọi nghĩa vụ với người lao động đang ở nước ngoài.")
    paper, report = reading.law("licence.paper_back"), reading.law("licence.hand_back_report")
    if status == "withdrawn" and paper is not None:
        yield _duty(paper, f"Bên đưa đi nộp lại bản giấy phép trong {paper.value} ngày từ quyết định thu hồi.")
    if status == "returned" and report is not None:
        yield _duty(report, f"Bên đưa đi nộp lại giấy phép trong {report.value} ngày, kèm báo cáo: {REPORT}.")


def _unknown(reading: Reading) -> list[Duty]:
    message = "Sổ luật chưa ghi việc bên đưa đi phải làm trong trường hợp này. Làm theo văn bản quyết định."
    ruleset = reading.ruleset("event")
    return [Duty(message, "Chưa có căn cứ", "memory", ruleset.name if ruleset else "")]


def _duty(law: Law, message: str) -> Duty:
    return Duty(message, law.version.cite, law.version.confidence, law.ruleset.name)
