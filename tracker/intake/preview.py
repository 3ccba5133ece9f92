"""What a list would do to the register: counts, remarks cell by cell, and the steps that apply it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import force_locale

from tracker.intake.day_order import doubtful_columns
from tracker.intake.doubles import Doubles, find_doubles
from tracker.intake.entry import Entry, Issue, Kind, Outcome
from tracker.intake.known import holders_of_passports, known_workers, namesakes, offices_by_code
from tracker.intake.register import Register
from tracker.intake.rows import read_row
from tracker.intake.sheets import Sheet, read_sheet
from tracker.intake.steps import Step
from tracker.intake.together import bring_together

Progress = Callable[[int, int], None]
TOLD_EVERY = 250


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Preview:
    """A list that was read against the register, before anything is written."""

    sheet: Sheet
    outcomes: dict[int, Outcome]
    issues: tuple[Issue, ...]
    steps: tuple[Step, ...] = field(repr=False)

    @property
    def total(self) -> int:
        """Lines that hold anything."""
        return len(self.outcomes)

    @property
    def counts(self) -> dict[str, int]:
        """Lines by what becomes of them; cells by what was done to them under "cells_…"."""
        return counts_of(self.outcomes, self.issues)


def counts_of(outcomes: dict[int, Outcome], issues: Sequence[Issue]) -> dict[str, int]:
    """Lines by outcome and cells by kind of remark, all named, also when zero."""
    lines, cells = Counter(outcomes.values()), Counter(issue.kind for issue in issues)
    return {outcome.value: lines[outcome] for outcome in Outcome} | {
        f"cells_{kind.value}": cells[kind] for kind in Kind
    }


def read_list(name: str, content: bytes, *, office_path: str, today: date, progress: Progress = silent) -> Preview:
    """Read a file against the register and say what it would do. Writes nothing. Raises SheetRefused.

    Remarks are kept and go back to whoever sent the list, so they are in Vietnamese whoever reads.
    """
    sheet = read_sheet(name, content)
    with force_locale("vi"):
        return _read(sheet, office_path, today, progress)


def _read(sheet: Sheet, office_path: str, today: date, progress: Progress) -> Preview:
    entries, issues = _entries(sheet, today, progress)
    doubles = find_doubles(entries)
    left_out = doubles.copies | doubles.refused
    taken = [entry for entry in entries if entry.line not in left_out]
    steps, more = _steps(taken, office_path)
    remarks = sorted([*issues, *doubles.issues, *more], key=lambda issue: issue.line)
    return Preview(sheet, _outcomes(sheet, doubles, steps), tuple(remarks), tuple(steps))


def _entries(sheet: Sheet, today: date, progress: Progress) -> tuple[list[Entry], list[Issue]]:
    entries: list[Entry] = []
    issues: list[Issue] = []
    doubtful = doubtful_columns(sheet.by_key(line) for line in sheet.lines)
    for done, line in enumerate(sheet.lines, start=1):
        entry, remarks = read_row(line.number, sheet.by_key(line), today=today, doubtful=doubtful)
        issues.extend(remarks)
        if entry:
            entries.append(entry)
        if done % TOLD_EVERY == 0 or done == len(sheet.lines):
            progress(done, len(sheet.lines))
    return entries, issues


def _steps(entries: list[Entry], office_path: str) -> tuple[list[Step], list[Issue]]:
    register = Register(
        known_workers(entries), holders_of_passports(entries), namesakes(entries), offices_by_code(), office_path
    )
    steps: list[Step] = []
    issues: list[Issue] = []
    for entry in entries:
        step, remarks = register.decide(entry)
        issues.extend(remarks)
        if step:
            steps.append(step)
    return steps, [*issues, *bring_together(steps)]


def _outcomes(sheet: Sheet, doubles: Doubles, steps: list[Step]) -> dict[int, Outcome]:
    decided = dict.fromkeys(doubles.copies, Outcome.DUPLICATE) | {step.entry.line: step.outcome for step in steps}
    return {line.number: decided.get(line.number, Outcome.REFUSED) for line in sheet.lines}
