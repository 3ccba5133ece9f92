"""Is the worker old enough on the day of departure?"""

from collections.abc import Iterator

from tracker.law.amounts import age_on, day
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding


def check(reading: Reading) -> Iterator[Finding]:
    """The eighteenth birthday is early enough; the day before is not."""
    birth, exit_day = reading.facts.birth_date, reading.day("departure")
    law = reading.law("worker.min_age")
    if birth is None or exit_day is None or law is None:
        return
    age = age_on(birth, exit_day)
    if age < law.value:
        message = f"Người lao động mới {age} tuổi vào ngày {day(exit_day)}; phải đủ {law.value} tuổi."
        yield reading.finding(law, "birth_date", "block", message, found=f"{age} tuổi", allowed=f"{law.value} tuổi")
