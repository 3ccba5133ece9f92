"""What is told of a worker or a relative, before it becomes rows."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NewContact:
    """A phone number or e-mail address as it was given."""

    value: str
    kind: str = "phone"
    preferred: bool = False
    quality: str = "unknown"


@dataclass(frozen=True)
class Person:
    """A worker as registered: identity, home, how to reach him. Numbers stand in the clear here, sealed in the rows.

    `commune_on`: the day on whose map the commune's code is to be read; the day of registration unless told.
    """

    full_name: str
    sex: str
    birth_date: date
    id_kind: str
    id_number: str
    office_path: str
    passport: str = ""
    passport_expires_on: date | None = None
    ethnic_group: str = ""
    commune_code: str = ""
    commune_on: date | None = None
    village: str = ""
    household: str = ""
    qualification: str = ""
    note: str = ""
    contacts: tuple[NewContact, ...] = ()
    list_ref: str | None = None
    source: str = "officer"


@dataclass(frozen=True)
class NewRelative:
    """A relative as named by the worker, with what the worker agreed that this relative may see."""

    full_name: str
    kinship: str
    contacts: tuple[NewContact, ...] = ()
    contact_order: int = 1
    may_see: str = "nothing"
    consent_on: date | None = None
    consent_how: str = ""


@dataclass(frozen=True)
class Papers:
    """The identity papers that an officer has seen. A number or day left empty says nothing: what stands, stays.

    `renewed`: a new paper took the place of the old, whose number stays known; otherwise the old was written wrongly.
    `proof`: which paper was seen, in words without its number.
    """

    id_kind: str
    proof: str
    id_number: str = ""
    passport: str = ""
    passport_expires_on: date | None = None
    renewed: bool = True


@dataclass(frozen=True)
class Correction:
    """The fields of a worker that an officer may correct, as they should stand."""

    full_name: str
    sex: str
    birth_date: date
    ethnic_group: str
    commune_code: str
    commune_on: date | None
    village: str
    note: str
