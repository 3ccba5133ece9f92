"""Is the host country closed to sending on the day of departure?"""

from collections.abc import Iterator

from tracker.law.amounts import day
from tracker.law.checks.reading import Law, Reading
from tracker.law.facts import MarketSpell
from tracker.law.findings import Finding

EFFECTS = {
    "BANNED": ("market.banned_areas", "block", "là khu vực cấm đưa người lao động đến"),
    "SUSPENDED": ("market.suspended", "override", "đang tạm dừng tiếp nhận hoặc đưa người lao động đi"),
    "WARNING": ("market.suspended", "warn", "đang có cảnh báo"),
}


def check(reading: Reading) -> Iterator[Finding]:
    """Status comes from the officer's table with its document, never from counts of cases."""
    exit_day = reading.day("departure")
    if exit_day is None:
        return
    for spell in reading.facts.market_status:
        status, since, until, _ = spell
        law = reading.law(EFFECTS[status][0])
        if law is not None and since <= exit_day and (until is None or exit_day <= until):
            yield _finding(reading, law, spell)


def _finding(reading: Reading, law: Law, spell: MarketSpell) -> Finding:
    status, since, until, document = spell
    _, severity, words = EFFECTS[status]
    period = f"từ {day(since)}" + (f" đến {day(until)}" if until else "")
    message = f"Nơi đến {words} ({period}; {document or 'chưa ghi văn bản'})."
    return reading.finding(law, "host_country", severity, message, found=status, allowed="")
