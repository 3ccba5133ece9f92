"""The clocks that bind a contract: each only on the forms the law names, in calendar or working days as it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.law.amounts import months_after
from tracker.law.book import CONFIDENCE_TEXTS
from tracker.law.checks.reading import Law, Reading
from tracker.law.facts import Facts
from tracker.law.workdays import add_workdays, next_workday


@dataclass(frozen=True)
class Clock:
    """A term that runs: what must be done by which day, counted from which event, by which article.

    `unit`: day (calendar), working_day, month, or date (the day stands on the paper itself).
    """

    rule: str
    name_vi: str
    due_on: date
    cite: str
    confidence: str
    unit: str
    anchor: str
    anchor_on: date
    ruleset: str
    binding: bool

    @property
    def confidence_text(self) -> str:
        """How sure we are, in the words shown beside the article."""
        return CONFIDENCE_TEXTS[self.confidence]

    def is_over(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.due_on


def clocks(
    facts: Facts,
    ended_on: date | None = None,
    returned_on: date | None = None,
    *,
    today: date,
    ruleset: str | None = None,
) -> list[Clock]:
    """The clocks of a contract that have a known start, nearest first.

    `ended_on`: the labour contract's end; `returned_on`: entry into Vietnam. `ruleset`: None reads each clock
    under the set of its own day. The first day is not counted; a last day off moves to the next working day.
    """
    reading = Reading(facts, on=today, asked=ruleset)
    found = [*_before_exit(reading, today), *_after_exit(reading, ended_on, returned_on, today), *_passport(reading)]
    return sorted(found, key=lambda clock: clock.due_on)


def _before_exit(reading: Reading, today: date) -> Iterator[Clock]:
    facts, leaves = reading.facts, reading.facts.departed_on
    if leaves is None or leaves > today:
        yield from _term(reading, "clock.registration_answer", "filed_on", facts.filed_on)
        yield from _term(reading, "clock.internship_answer", "filed_on", facts.filed_on)
        yield from _term(reading, "clock.selection_to_exit", "selected_on", facts.selected_on)
        yield from _certificate(reading)
    if leaves is not None and leaves > today:
        yield from _term(reading, "clock.notice_before_exit", "departed_on", leaves, backwards=True)
        yield from _fund(reading, leaves)


def _after_exit(reading: Reading, ended_on: date | None, returned_on: date | None, today: date) -> Iterator[Clock]:
    left = reading.facts.departed_on
    if left is not None and left <= today:
        yield from _still_running(_term(reading, "clock.database_entry", "departed_on", left), today)
        if ended_on is None:
            yield from _monthly(reading, left, today)
    yield from _still_running(_term(reading, "clock.residence_notice", "returned_on", returned_on), today)
    yield from _term(reading, "clock.liquidation", "ended_on", ended_on)


def _still_running(term: Iterator[Clock], today: date) -> Iterator[Clock]:
    """Terms that others keep and nobody tells us of: told while they run, never as broken."""
    return (clock for clock in term if not clock.is_over(today))


def _certificate(reading: Reading) -> Iterator[Clock]:
    """The day until which one may leave on the certificate, where the form needs one."""
    facts = reading.facts
    issued, exempt = facts.orientation_issued_on, reading.law("orientation.exempt_forms")
    validity = reading.law("orientation.valid_months")
    if issued and exempt and validity and facts.form and facts.form not in exempt.value:
        yield _clock(validity, months_after(issued, validity.value), "month", "orientation_issued_on", issued)


def _passport(reading: Reading) -> Iterator[Clock]:
    passport, expires = reading.law("passport.months_left"), reading.facts.passport_expires_on
    if passport and expires:
        yield _clock(passport, expires, "date", "passport_expires_on", expires, name="Hộ chiếu hết hạn")


def _term(
    reading: Reading, rule_id: str, anchor: str, start: date | None, *, backwards: bool = False
) -> Iterator[Clock]:
    """One clock of a form, if the rule binds that form and its start is known."""
    law = reading.law(rule_id)
    row = None if law is None else next((r for r in law.version.rows if reading.facts.form in r["forms"]), None)
    if law is None or row is None or start is None:
        return
    if "working_days" in row:
        yield _clock(law, add_workdays(start, row["working_days"]), "working_day", anchor, start)
    elif backwards:
        yield _clock(law, start - timedelta(days=row["days"]), "day", anchor, start)
    else:
        yield _clock(law, _roll(reading, start + timedelta(days=row["days"])), "day", anchor, start)


def _monthly(reading: Reading, left: date, today: date) -> Iterator[Clock]:
    """The next monthly list: its last day is the one before the day of the month the rule names."""
    law = reading.law("clock.monthly_list")
    row = None if law is None else next((r for r in law.version.rows if reading.facts.form in r["forms"]), None)
    if law is None or row is None:
        return
    due = max(left, today).replace(day=row["before_day"] - 1)
    if due < max(left, today):
        due = months_after(due, 1)
    yield _clock(law, due, "day", "departed_on", left)


def _fund(reading: Reading, leaves: date) -> Iterator[Clock]:
    facts, law = reading.facts, reading.law("fund.days_before_exit")
    if law is not None and facts.form != "POST_EXIT" and facts.fund_paid_on is None:
        due = leaves - timedelta(days=law.value)
        yield _clock(law, due, "day", "departed_on", leaves, name="Đóng Quỹ Hỗ trợ việc làm ngoài nước")


def _clock(law: Law, due: date, unit: str, anchor: str, start: date, *, name: str = "") -> Clock:
    return Clock(
        rule=law.rule.id,
        name_vi=name or law.rule.title,
        due_on=due,
        cite=law.version.cite,
        confidence=law.version.confidence,
        unit=unit,
        anchor=anchor,
        anchor_on=start,
        ruleset=law.ruleset.id,
        binding=law.ruleset.binding,
    )


def _roll(reading: Reading, due: date) -> date:
    law = reading.law("clock.rolls_over")
    return next_workday(due) if law is not None and law.value else due
