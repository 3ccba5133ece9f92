"""What becomes of a line about a worker who is known: what it fills in, what it changes, what only differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from tracker.core.text import fold, tidy
from tracker.intake.doubles import overlap
from tracker.intake.entry import Entry, Issue, Kind, Outcome, Terms, as_written
from tracker.intake.known import (
    PERSON_COLUMNS,
    TERMS_COLUMNS,
    KnownContract,
    KnownKin,
    KnownWorker,
    fingerprint,
    told_of,
    told_of_terms,
)
from tracker.people import secrets

DERIVED = ("starts_on",)
EMPTY = (None, "")
PARTIES = ("sender", "employer")  # found again by their letters alone


@dataclass(slots=True)
class Step:
    """What becomes of one line, and what of the register it touches."""

    entry: Entry
    outcome: Outcome
    office_path: str
    worker: KnownWorker | None = None
    contract: KnownContract | None = None
    person_changes: dict[str, Any] = field(default_factory=dict)
    terms_changes: dict[str, Any] = field(default_factory=dict)
    new_numbers: tuple[str, ...] = ()
    kin: KnownKin | None = None
    kin_numbers: tuple[str, ...] = ()
    kin_is_new: bool = False

    def fingerprints(self) -> dict[str, str]:
        """What to keep for the next list: of what lists wrote before and of what this one writes, no officer's words.

        Worked out when asked: a list of 100,000 lines could not carry them all.
        """
        terms = told_of_terms(self.entry.terms)
        if self.worker is None:
            return _fingerprints(told_of(self.entry.person) | terms)
        if self.contract is None:
            before = {name: said for name, said in self.worker.said.items() if name in PERSON_COLUMNS}
            return before | self.worker.newly_said | _fingerprints(terms)
        return self.contract.fingerprints | self.worker.newly_said | _fingerprints(self.terms_changes)


def compared(entry: Entry, worker: KnownWorker, office: str) -> tuple[Step | None, list[Issue]]:
    """The step for a worker who is known, as to the contract: what to fill in, what to change, what only differs."""
    contract = worker.contract_like(entry.terms)
    if contract is None and (clash := _clash(entry, worker)):
        return None, [clash]
    step = Step(entry, Outcome.UPDATE if contract is None else Outcome.UNCHANGED, office, worker, contract)
    issues: list[Issue] = []
    if contract:
        _compare_terms(step, contract, issues)
        if refusal := _impossible(step, contract):
            return None, [refusal]
    if step.terms_changes:
        step.outcome = Outcome.UPDATE
    return step, issues


def compare_person(step: Step, worker: KnownWorker) -> list[Issue]:
    """Take what the line tells of a known worker into its step; remarks on what that changes or differs from."""
    issues: list[Issue] = []
    told = told_of(step.entry.person)
    if told["passport_index"] in worker.earlier_passports:
        told["passport_index"] = None
    step.person_changes = _changes(step, told, worker.values, worker.said, PERSON_COLUMNS, issues)
    if "commune_code" in step.person_changes:
        step.person_changes |= {"office_path": step.office_path, "commune_on": step.entry.person.commune_on}
    worker.newly_said = _fingerprints(step.person_changes)
    step.new_numbers = _unknown(step.entry.person.phones, worker.numbers)
    if step.new_numbers:
        issues.append(_added(step, "dien_thoai", _("Thêm số điện thoại vào hồ sơ.")))
    if step.person_changes or step.new_numbers:
        step.outcome = Outcome.UPDATE
    return issues


def compare_kin(step: Step, worker: KnownWorker) -> list[Issue]:
    """The same of the relative whom the line names."""
    kin = step.entry.kin
    if kin is None:
        return []
    step.kin = worker.kin.get(fold(kin.full_name))
    step.kin_is_new = step.kin is None
    step.kin_numbers = _unknown(kin.phones, step.kin.numbers if step.kin else set())
    added = (
        ("nguoi_than", step.kin_is_new, _("Thêm người thân vào hồ sơ.")),
        ("dien_thoai_nguoi_than", bool(step.kin_numbers), _("Thêm số điện thoại của người thân.")),
    )
    issues = [_added(step, column, words) for column, is_new, words in added if is_new]
    if issues:
        step.outcome = Outcome.UPDATE
    return issues


def _added(step: Step, column: str, words: str) -> Issue:
    return Issue(step.entry.line, column, Kind.CHANGES, words)


def _compare_terms(step: Step, contract: KnownContract, issues: list[Issue]) -> None:
    told = told_of_terms(step.entry.terms)
    if told["departed_on"] is None and contract.values["departed_on"]:
        told["starts_on"] = contract.values["starts_on"]  # an older list, still without the departure
    step.terms_changes = _changes(step, told, contract.values, contract.fingerprints, TERMS_COLUMNS, issues)


def _changes(
    step: Step,
    told: Mapping[str, Any],
    known: Mapping[str, Any],
    said: Mapping[str, str],
    columns: Mapping[str, str],
    issues: list[Issue],
) -> dict[str, Any]:
    """The fields that the list may write: empty ones, and those that still stand as a list left them.

    One that an officer has emptied since a list filled it stays empty, until a list says something else.
    """
    changes = {}
    for name, value in told.items():
        stands = known[name]
        if _same(name, value, stands) or value is None or (value == "" and name != "household"):
            continue
        emptied = stands in EMPTY and said.get(name) == fingerprint(value)
        may_change = not emptied and (stands in EMPTY or said.get(name) == fingerprint(stands))
        if may_change:
            changes[name] = value
        if name not in DERIVED:
            kind, words = (Kind.CHANGES, _change) if may_change else (Kind.DIFFERS, _difference)
            issues.append(Issue(step.entry.line, columns[name], kind, words(stands, value)))
    return changes


def _change(stands: Any, told: Any) -> str:
    if isinstance(told, bytes):
        return str(_("Ghi số mới vào hồ sơ."))
    if stands in EMPTY:
        return str(_("Điền “%(told)s” vào chỗ đang trống.", told=as_written(told)))
    return str(_("Đổi “%(stands)s” thành “%(told)s”.", stands=as_written(stands), told=as_written(told)))


def _difference(stands: Any, told: Any) -> str:
    if isinstance(stands, bytes):
        return str(_("Khác với hồ sơ hiện có; hồ sơ được giữ nguyên."))
    if stands in EMPTY:
        return str(_("Cán bộ đã bỏ “%(told)s” khỏi hồ sơ; hồ sơ được giữ nguyên.", told=as_written(told)))
    return str(
        _(
            "Hồ sơ hiện có ghi “%(stands)s”, danh sách ghi “%(told)s”; hồ sơ được giữ nguyên.",
            stands=as_written(stands),
            told=as_written(told),
        )
    )


def _clash(entry: Entry, worker: KnownWorker) -> Issue | None:
    """The refusal of a new contract while another one of the same worker is still running."""
    for contract in worker.contracts:
        if overlap(_as_terms(entry.terms, contract), entry.terms):
            message = _(
                "Hồ sơ %(ref)s đang có hợp đồng khác (%(number)s) trùng thời gian. Ghi nhận về nước trước.",
                ref=worker.ref,
                number=contract.values["number"] or "–",
            )
            return Issue(entry.line, "so_hop_dong", Kind.REFUSED, message)
    return None


def _impossible(step: Step, contract: KnownContract) -> Issue | None:
    """The refusal when what an officer wrote and what the list says cannot both stand in one contract."""
    merged = contract.values | step.terms_changes
    left, back = merged["departed_on"], merged["returned_on"]
    term_fits = merged["ends_on"] > merged["starts_on"]
    if term_fits and (back is None or (left is not None and back >= left)):
        return None
    message = _("Các ngày của hợp đồng không khớp với hồ sơ hiện có. Mở hồ sơ và đối chiếu trước khi nhập lại.")
    return Issue(step.entry.line, "ngay_ve_nuoc" if term_fits else "ngay_het_han", Kind.REFUSED, message)


def _as_terms(like: Terms, contract: KnownContract) -> Terms:
    """The days of a known contract in the shape of a line, to be compared with one."""
    values = {name: contract.values[name] for name in TERMS_COLUMNS}
    return Terms(**values, departure_flag=like.departure_flag)


def _fingerprints(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: fingerprint(value) for name, value in told.items() if value not in (None, "")}


def _same(name: str, told: Any, stands: Any) -> bool:
    """Whether nothing is told that does not stand already: capitals aside, and accents unless they are new."""
    if told == stands or not (isinstance(told, str) and isinstance(stands, str)):
        return bool(told == stands)
    brings_accents = name not in PARTIES and _is_plain(stands) and not _is_plain(told)
    return fold(told) == fold(stands) != "" and not brings_accents


def _is_plain(text: str) -> bool:
    return tidy(text).lower() == fold(text)


def _unknown(numbers: Sequence[str], known: set[bytes]) -> tuple[str, ...]:
    return tuple(number for number in numbers if secrets.contact_index("phone", number) not in known)
