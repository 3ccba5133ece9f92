"""Is the passport valid long enough after departure?"""

from collections.abc import Iterator

from tracker.law.amounts import day, months_after
from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding


def check(reading: Reading) -> Iterator[Finding]:
    """Only a warning: the rule is of another law and the host country may ask for more."""
    expires, exit_day = reading.facts.passport_expires_on, reading.facts.departed_on
    law = reading.law("passport.months_left")
    if expires is None or exit_day is None or law is None:
        return
    needed = months_after(exit_day, law.value)
    if expires < needed:
        message = f"Hộ chiếu hết hạn ngày {day(expires)}; cần còn hạn đến ít nhất {day(needed)}."
        yield reading.finding(
            law, "passport_expires_on", "warn", message, found=day(expires), allowed=f"từ {day(needed)}"
        )
