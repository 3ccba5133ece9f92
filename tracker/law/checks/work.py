"""Is the job one the law bars?"""

from collections.abc import Iterator

from tracker.law.checks.reading import Reading
from tracker.law.findings import Finding
from tracker.law.jobs import banned_job


def check(reading: Reading) -> Iterator[Finding]:
    """A job a person has marked as barred stops; words that only look like one ask for a supervisor."""
    facts = reading.facts
    marked, looks = facts.banned_job, banned_job(facts.occupation)
    law = reading.law("work.banned_jobs")
    if not (marked or looks):
        return
    if law is None:
        yield from reading.unknown("work.banned_jobs", "occupation", facts.occupation or marked)
        return
    key = marked or looks
    name = next((row["name"] for row in law.version.rows if row["job"] == key), key)
    severity, how = ("block", "thuộc") if marked else ("override", "có thể thuộc")
    message = f"Công việc “{facts.occupation or name}” {how} danh mục cấm: {name}."
    yield reading.finding(law, "occupation", severity, message, found=facts.occupation or str(name), allowed="")
