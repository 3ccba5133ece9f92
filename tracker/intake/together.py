"""Several lines of one person: the newest contract's line tells of the person, every line what it adds."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from flask_babel import gettext as _

from tracker.core.text import fold
from tracker.intake.entry import Entry, Issue, Kin, Kind, Person, as_written
from tracker.intake.known import PERSON_COLUMNS
from tracker.intake.steps import Step, compare_kin, compare_person

# The columns of a line about its person, by the names of Person.
COLUMNS = {name: column for name, column in PERSON_COLUMNS.items() if name != "passport_index"} | {
    "passport": "so_ho_chieu"
}
SHOWN = ("list_ref", "full_name", "birth_date", "ethnic_group", "qualification")  # the rest are codes and numbers
HOME = ("commune_code", "commune_on", "home_path")


def bring_together(steps: Sequence[Step]) -> list[Issue]:
    """Let the lines of each person speak with one voice, then compare that with the register; remarks on both."""
    issues: list[Issue] = []
    for theirs in _by_person(steps):
        newest, *older = sorted(theirs, key=lambda step: (step.entry.terms.starts_on, step.entry.line), reverse=True)
        if older:
            issues += _agree(newest, older)
        if newest.worker:
            issues += compare_person(newest, newest.worker)
            issues += [issue for step in theirs for issue in compare_kin(step, newest.worker)]
    return issues


def _by_person(steps: Iterable[Step]) -> list[list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.entry.person.id_number, []).append(step)
    return list(found.values())


def _agree(newest: Step, older: Sequence[Step]) -> list[Issue]:
    """Give all lines of one person the same person, and each relative to one of the lines that name him or her."""
    issues = [issue for step in older for issue in _left_out(step.entry, newest.entry)]
    steps = (newest, *older)
    person = _as_told([step.entry.person for step in steps])
    kin = _relatives([step.entry.kin for step in steps])
    for step in steps:
        named = fold(step.entry.kin.full_name) if step.entry.kin else ""
        step.entry = replace(step.entry, person=person, kin=kin.pop(named, None))
        step.office_path = newest.office_path
    return issues


def _as_told(people: Sequence[Person]) -> Person:
    """The person as the newest line says; where that is silent, as the next; with the numbers of all lines."""
    told = {each.name: _first_told(people, each.name) for each in fields(Person) if each.name not in HOME}
    told["phones"] = tuple(dict.fromkeys(number for one in people for number in one.phones))
    return replace(people[0], **told)


def _first_told(people: Sequence[Person], name: str) -> Any:
    values = [getattr(one, name) for one in people]
    return next((value for value in values if _is_told(name, value)), values[0])


def _relatives(named: Sequence[Kin | None]) -> dict[str, Kin]:
    """Each relative once, as the newest line says, with the numbers of all lines."""
    found: dict[str, Kin] = {}
    for kin in named:
        if kin:
            newer = found.get(fold(kin.full_name), kin)
            numbers = tuple(dict.fromkeys((*newer.phones, *kin.phones)))
            found[fold(kin.full_name)] = replace(newer, phones=numbers)
    return found


def _left_out(entry: Entry, newest: Entry) -> list[Issue]:
    """A remark on each cell of an older line that says something else of the person than the newest."""
    return [
        Issue(entry.line, column, Kind.DIFFERS, _not_taken(name, getattr(newest.person, name), newest.line))
        for name, column in COLUMNS.items()
        if _contradict(name, getattr(entry.person, name), getattr(newest.person, name))
    ]


def _contradict(name: str, older: Any, newer: Any) -> bool:
    return bool(older != newer) and _is_told(name, older) and _is_told(name, newer)


def _not_taken(name: str, value: Any, line: int) -> str:
    if name not in SHOWN:
        return str(_("Khác với dòng %(line)s của cùng người; hồ sơ theo dòng đó vì hợp đồng mới hơn.", line=line))
    return str(
        _(
            "Dòng %(line)s của cùng người ghi “%(told)s”; hồ sơ theo dòng đó vì hợp đồng mới hơn.",
            line=line,
            told=as_written(value),
        )
    )


def _is_told(name: str, value: Any) -> bool:
    return value is not None and (value not in ("", ()) or name == "household")
