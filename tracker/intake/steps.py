"""Decides, line by line, what is to be done in the register: new, filled in, changed, left as it is, or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from tracker.core.text import fold
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
            return before | _fingerprints(self.person_changes | terms)
        return self.contract.fingerprints | _fingerprints(self.person_changes | self.terms_changes)


class Register:
    """What is known before the first line is decided; several lines may speak of one worker."""

    def __init__(
        self,
        workers: Mapping[bytes, KnownWorker],
        passports: Mapping[bytes, int],
        namesakes: Mapping[tuple[str, date], tuple[str, bytes]],
        offices: Mapping[str, str],
        office_path: str,
    ) -> None:
        self.workers = workers
        self.passports = passports
        self.namesakes = namesakes
        self.offices = offices
        self.office_path = office_path
        self.spoken_of: dict[int, tuple[bytes, int]] = {}  # by worker: under which number, in which line, at first

    def decide(self, entry: Entry) -> tuple[Step | None, list[Issue]]:
        """The step for a line and remarks on it; no step when the line is refused."""
        index = secrets.id_index(entry.person.id_number)
        office = self._office_of(entry)
        refusal = self._outside(entry, office) or self._someone_else(entry, index)
        if refusal or office is None:
            return None, [refusal] if refusal else []
        worker = self.workers.get(index)
        if worker is None:
            return Step(entry, Outcome.NEW, office), self._namesake(entry, index)
        first_index, first_line = self.spoken_of.setdefault(worker.id, (index, entry.line))
        if first_index != index:
            return None, [_under_another_number(entry, worker, first_line)]
        return _compared(entry, worker, office, is_first_line=first_line == entry.line)

    def _office_of(self, entry: Entry) -> str | None:
        """The nearest office of the home, from the commune up, that lies inside the area of this list."""
        codes = entry.person.home_path.split(".")
        for code in reversed(codes):
            path = self.offices.get(code)
            if path is not None:
                inside = path == self.office_path or path.startswith(f"{self.office_path}.")
                return path if inside else None
        return None

    def _outside(self, entry: Entry, office: str | None) -> Issue | None:
        known = self.workers.get(secrets.id_index(entry.person.id_number))
        if office is None:
            message = _("Nơi thường trú nằm ngoài địa bàn của cơ quan nhận danh sách. Gửi dòng này cho cơ quan ở đó.")
            return Issue(entry.line, "ma_xa", Kind.REFUSED, message)
        if known and not (known.office_path + ".").startswith(self.office_path + "."):
            return Issue(entry.line, "so_giay_to", Kind.REFUSED, known_elsewhere())
        return None

    def _someone_else(self, entry: Entry, index: bytes) -> Issue | None:
        known = self.workers.get(index)
        if known and _differs_in_name_and_birth(entry, known):
            message = _(
                "Số giấy tờ này trong hồ sơ %(ref)s là của người khác tên, khác ngày sinh. Đối chiếu giấy tờ.",
                ref=known.ref,
            )
            return Issue(entry.line, "so_giay_to", Kind.REFUSED, message)
        if entry.person.passport:
            holder = self.passports.get(secrets.passport_index(entry.person.passport))
            if holder is not None and holder != (known.id if known else None):
                message = _("Số hộ chiếu này đã có trong hồ sơ của người khác. Đối chiếu hộ chiếu.")
                return Issue(entry.line, "so_ho_chieu", Kind.REFUSED, message)
        return None

    def _namesake(self, entry: Entry, index: bytes) -> list[Issue]:
        ref, holder = self.namesakes.get((fold(entry.person.full_name), entry.person.birth_date), ("", index))
        if holder == index:
            return []
        message = _("Nghi trùng với hồ sơ %(ref)s: cùng họ tên và ngày sinh, khác số giấy tờ. Cần xem lại.", ref=ref)
        return [Issue(entry.line, "ho_ten", Kind.WARNED, message)]


def known_elsewhere() -> str:
    """The refusal for a person whose file lies with another office: only the fact is told."""
    return str(_("Số giấy tờ này đã có trong hồ sơ của cơ quan khác. Liên hệ cơ quan cấp trên để chuyển hồ sơ."))


def _under_another_number(entry: Entry, worker: KnownWorker, line: int) -> Issue:
    """The refusal of a line that names by an earlier number whom another line names by a later one."""
    message = _(
        "Cùng người với dòng %(line)s: hồ sơ %(ref)s có cả hai số giấy tờ. Giữ một dòng, dùng số mới.",
        line=line,
        ref=worker.ref,
    )
    return Issue(entry.line, "so_giay_to", Kind.REFUSED, message)


def _compared(
    entry: Entry, worker: KnownWorker, office: str, *, is_first_line: bool
) -> tuple[Step | None, list[Issue]]:
    """The step for a worker who is known: what to fill in, what to change, what only differs."""
    contract = worker.contract_like(entry.terms)
    if contract is None and (clash := _clash(entry, worker)):
        return None, [clash]
    step = Step(entry, Outcome.UNCHANGED, office, worker, contract)
    issues: list[Issue] = []
    if is_first_line:
        _compare_person(step, worker, issues)
    if contract:
        _compare_terms(step, contract, issues)
        if refusal := _impossible(step, contract):
            return None, [refusal]
    if contract is None or step.person_changes or step.terms_changes or _has_new_numbers(step):
        step.outcome = Outcome.UPDATE
    return step, issues


def _compare_person(step: Step, worker: KnownWorker, issues: list[Issue]) -> None:
    told = told_of(step.entry.person)
    if told["passport_index"] in worker.earlier_passports:
        told["passport_index"] = None
    step.person_changes = _changes(step, told, worker.values, worker.said, PERSON_COLUMNS, issues)
    if "commune_code" in step.person_changes:
        step.person_changes |= {"office_path": step.office_path, "commune_on": step.entry.person.commune_on}
    step.new_numbers = _unknown(step.entry.person.phones, worker.numbers)
    if kin := step.entry.kin:
        step.kin = worker.kin.get(fold(kin.full_name))
        step.kin_is_new = step.kin is None
        step.kin_numbers = _unknown(kin.phones, step.kin.numbers if step.kin else set())
    added = (
        ("dien_thoai", bool(step.new_numbers), _("Thêm số điện thoại vào hồ sơ.")),
        ("nguoi_than", step.kin_is_new, _("Thêm người thân vào hồ sơ.")),
        ("dien_thoai_nguoi_than", bool(step.kin_numbers), _("Thêm số điện thoại của người thân.")),
    )
    issues += [Issue(step.entry.line, column, Kind.CHANGES, words) for column, is_new, words in added if is_new]


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
    """The fields that the list may write: empty ones, and those that still stand as a list left them."""
    changes = {}
    for name, value in told.items():
        stands = known[name]
        if _same(value, stands) or value is None or (value == "" and name != "household"):
            continue
        may_change = stands in (None, "") or said.get(name) == fingerprint(stands)
        if may_change:
            changes[name] = value
        if name not in DERIVED:
            kind, words = (Kind.CHANGES, _change) if may_change else (Kind.DIFFERS, _difference)
            issues.append(Issue(step.entry.line, columns[name], kind, words(stands, value)))
    return changes


def _change(stands: Any, told: Any) -> str:
    if isinstance(told, bytes):
        return str(_("Ghi số mới vào hồ sơ."))
    if stands in (None, ""):
        return str(_("Điền “%(told)s” vào chỗ đang trống.", told=as_written(told)))
    return str(_("Đổi “%(stands)s” thành “%(told)s”.", stands=as_written(stands), told=as_written(told)))


def _difference(stands: Any, told: Any) -> str:
    if isinstance(stands, bytes):
        return str(_("Khác với hồ sơ hiện có; hồ sơ được giữ nguyên."))
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
    if merged["ends_on"] > merged["starts_on"] and (back is None or (left is not None and back >= left)):
        return None
    message = _("Các ngày của hợp đồng không khớp với hồ sơ hiện có. Mở hồ sơ và đối chiếu trước khi nhập lại.")
    return Issue(step.entry.line, "ngay_het_han", Kind.REFUSED, message)


def _as_terms(like: Terms, contract: KnownContract) -> Terms:
    """The days of a known contract in the shape of a line, to be compared with one."""
    values = {name: contract.values[name] for name in TERMS_COLUMNS}
    return Terms(**values, departure_flag=like.departure_flag)


def _fingerprints(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: fingerprint(value) for name, value in told.items() if value not in (None, "")}


def _same(told: Any, stands: Any) -> bool:
    return bool(told == stands) or (
        isinstance(told, str) and isinstance(stands, str) and fold(told) == fold(stands) != ""
    )


def _unknown(numbers: Sequence[str], known: set[bytes]) -> tuple[str, ...]:
    return tuple(number for number in numbers if secrets.contact_index("phone", number) not in known)


def _has_new_numbers(step: Step) -> bool:
    return bool(step.new_numbers or step.kin_numbers or step.kin_is_new)


def _differs_in_name_and_birth(entry: Entry, known: KnownWorker) -> bool:
    return (
        fold(entry.person.full_name) != fold(known.values["full_name"])
        and entry.person.birth_date != known.values["birth_date"]
    )
