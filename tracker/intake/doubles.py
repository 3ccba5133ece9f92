"""Finds the same person, or the same contract, twice in one list; of two contradicting lines none is believed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from flask_babel import gettext as _

from tracker.core.text import fold
from tracker.intake.checks import shown
from tracker.intake.entry import Entry, Issue, Kind, Person, Terms

TOO_MANY_TO_COMPARE = 20


@dataclass(slots=True)
class Doubles:
    """What was found: remarks, the lines that are copies, the lines that cannot be taken."""

    issues: list[Issue] = field(default_factory=list)
    copies: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    def refuse(self, line: int, column: str, message: str) -> None:
        """A line that cannot be taken, at the cell that shows why."""
        self.refused.add(line)
        self.issues.append(Issue(line, column, Kind.REFUSED, message))

    def warn(self, line: int, column: str, message: str) -> None:
        """A line that is taken, with something to look at."""
        self.issues.append(Issue(line, column, Kind.WARNED, message))


def find_doubles(entries: Sequence[Entry]) -> Doubles:
    """Compare the lines of one list with each other: by number, by reference, by name and birth date, by contract."""
    found = Doubles()
    for group in _groups(entries, lambda entry: entry.person.id_number):
        _same_number(group, found)
    people = _one_line_each(entries, found)
    for group in _groups(people, lambda entry: entry.person.passport):
        _same_passport(group, found)
    for group in _groups(people, lambda entry: entry.person.list_ref):
        _same_reference(group, found)
    for group in _groups(people, lambda entry: f"{fold(entry.person.full_name)} {entry.person.birth_date}"):
        _same_name_and_birth(group, found)
    return found


def _same_number(group: list[Entry], found: Doubles) -> None:
    first = group[0]
    for other in group[1:]:
        if _is_someone_else(first.person, other.person):
            for one, two in ((first, other), (other, first)):
                found.refuse(
                    one.line,
                    "so_giay_to",
                    _(
                        "Dòng %(line)s ghi cùng số giấy tờ cho người khác tên hoặc ngày sinh. "
                        "Đối chiếu giấy tờ của cả hai.",
                        line=two.line,
                    ),
                )
    for earlier, later in combinations(group[:TOO_MANY_TO_COMPARE], 2):
        if earlier.line not in found.copies and later.line not in found.copies | found.refused:
            _two_lines_of_one(earlier, later, found)


def _two_lines_of_one(earlier: Entry, later: Entry, found: Doubles) -> None:
    if earlier == replace(later, line=earlier.line):
        found.copies.add(later.line)
        message = _("Trùng hoàn toàn với dòng %(line)s; chỉ ghi một lần.", line=earlier.line)
        found.issues.append(Issue(later.line, "so_giay_to", Kind.DUPLICATE, message))
    elif earlier.terms.key == later.terms.key:
        found.refuse(
            later.line,
            "so_hop_dong",
            _(
                "Cùng người, cùng hợp đồng với dòng %(line)s nhưng nội dung khác nhau. Giữ một dòng đúng.",
                line=earlier.line,
            ),
        )
    elif overlap(earlier.terms, later.terms):
        found.refuse(
            later.line,
            "so_giay_to",
            _(
                "Cùng người với dòng %(line)s mà hai hợp đồng trùng thời gian ở nước ngoài. "
                "Ghi ngày về nước của hợp đồng trước hoặc giữ một dòng.",
                line=earlier.line,
            ),
        )


def overlap(one: Terms, two: Terms) -> bool:
    """Whether two contracts of one person cannot both be true: abroad under both at once, or two not yet begun."""
    if one.departed_on is None or two.departed_on is None:
        return one.departed_on is None and two.departed_on is None
    earlier, later = (one, two) if one.departed_on <= two.departed_on else (two, one)
    return earlier.returned_on is None or earlier.returned_on > later.starts_on


def _same_passport(group: list[Entry], found: Doubles) -> None:
    for other in group[1:]:
        if not _is_someone_else(group[0].person, other.person):
            continue
        for one, two in ((group[0], other), (other, group[0])):
            found.refuse(
                one.line,
                "so_ho_chieu",
                _("Dòng %(line)s ghi cùng số hộ chiếu cho người khác. Đối chiếu hộ chiếu của cả hai.", line=two.line),
            )


def _same_reference(group: list[Entry], found: Doubles) -> None:
    for other in group[1:]:
        found.refuse(
            other.line,
            "worker_ref",
            _("Mã trong danh sách đã dùng cho người ở dòng %(line)s. Mỗi người cần một mã riêng.", line=group[0].line),
        )


def _same_name_and_birth(group: list[Entry], found: Doubles) -> None:
    first = group[0]
    for other in group[1:]:
        if first.line in found.refused or other.line in found.refused:
            continue
        if _surely_one(first.person, other.person):
            found.refuse(
                other.line,
                "ho_ten",
                _(
                    "Có vẻ là cùng người với dòng %(line)s (cùng tên, ngày sinh %(birth)s và nơi ở, điện thoại hoặc hộ "
                    "chiếu) nhưng số giấy tờ khác. Giữ một dòng; nếu đúng là hai người, đăng ký người này trên trang "
                    "Đăng ký.",
                    line=first.line,
                    birth=shown(first.person.birth_date),
                ),
            )
        else:
            found.warn(
                other.line,
                "ho_ten",
                _(
                    "Nghi trùng với dòng %(line)s: cùng họ tên và ngày sinh. Vẫn ghi nhận, cần xem lại.",
                    line=first.line,
                ),
            )


def _surely_one(one: Person, two: Person) -> bool:
    return (
        one.commune_code == two.commune_code
        or bool(set(one.phones) & set(two.phones))
        or bool(one.passport and one.passport == two.passport)
    )


def _is_someone_else(one: Person, two: Person) -> bool:
    return fold(one.full_name) != fold(two.full_name) or one.birth_date != two.birth_date


def _one_line_each(entries: Sequence[Entry], found: Doubles) -> list[Entry]:
    """The first line of every person that is still to be taken."""
    seen: dict[str, Entry] = {}
    left_out = found.copies | found.refused
    for entry in entries:
        if entry.line not in left_out:
            seen.setdefault(entry.person.id_number, entry)
    return list(seen.values())


def _groups(entries: Sequence[Entry], key: Callable[[Entry], str]) -> Iterator[list[Entry]]:
    """Entries that share a key, in groups of two and more."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if shared := key(entry):
            groups.setdefault(shared, []).append(entry)
    return (group for group in groups.values() if len(group) > 1)
