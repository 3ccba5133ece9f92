"""Does the law of the day know this form of going abroad?"""

from collections.abc import Iterator

from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding


def check(reading: Reading) -> Iterator[Finding]:
    """A form the law of the day does not know warns; the worker is recorded all the same."""
    form, law = reading.facts.form, reading.law("forms.known")
    if law is None or not form or form in law.value:
        return
    message = f"{law.ruleset.name} chưa có hình thức này; người lao động vẫn được ghi nhận để theo dõi."
    yield reading.finding(law, "form", "warn", message, found=form, allowed="")
