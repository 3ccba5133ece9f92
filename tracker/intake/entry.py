"""What a line of a list becomes: a person, a relative, terms of a contract; and what was said of its cells."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.intake.cells import Raw


class Kind(StrEnum):
    """What was done about a cell; the values of `import_issue.kind`."""

    REPAIRED = "repaired"
    WARNED = "warned"
    DIFFERS = "differs"
    CHANGES = "changes"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Issue:
    """One remark on one cell: the line's number in the sheet, the column, what was found, what it means."""

    line: int
    column: str
    kind: Kind
    message: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The worker of a line, as the register would keep him or her; numbers still in the clear.

    Empty text is a cell that told nothing; `household` is "" for a household that is told not to be poor.
    """

    list_ref: str
    full_name: str
    sex: str
    birth_date: date
    ethnic_group: str
    commune_code: str
    commune_on: date
    home_path: str
    household: str | None
    qualification: str
    id_kind: str
    id_number: str
    passport: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """The relative named in a line."""

    full_name: str
    kinship: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The contract of a line, from signing to return."""

    number: str
    form: str
    sender: str
    employer: str
    host_country: str
    place: str
    occupation: str
    signed_on: date | None
    starts_on: date
    ends_on: date
    term_months: int
    wage: Decimal | None
    wage_currency: str
    departed_on: date | None
    returned_on: date | None
    claimed_state: str
    departure_flag: str

    @property
    def key(self) -> tuple[str, ...]:
        """By which a contract is recognised among those of one worker."""
        if self.number:
            return (self.number,)
        return (self.host_country, str(self.departed_on or self.signed_on))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that can be written."""

    line: int
    person: Person
    kin: Kin | None
    terms: Terms


NUMBERS = ("so_giay_to", "so_ho_chieu", "dien_thoai", "dien_thoai_nguoi_than")


def as_written(value: object) -> str:
    """A value as officers write it: days as dd/mm/yyyy, sums without needless zeros."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        whole = f"{value:f}"
        return whole.rstrip("0").rstrip(".") if "." in whole else whole
    return str(value)


@dataclass(slots=True)
class Remarks:
    """The remarks collected while one line is read."""

    line: int
    raw: dict[str, Raw]
    issues: list[Issue] = field(default_factory=list)

    def add(self, kind: Kind, column: str, message: str) -> None:
        """Remember a remark on a column of this line."""
        found = self.raw.get(column)
        self.issues.append(Issue(self.line, column, kind, message, "" if found is None else str(found)))

    @property
    def refused(self) -> bool:
        """Whether something in this line cannot be taken."""
        return any(issue.kind is Kind.REFUSED for issue in self.issues)
