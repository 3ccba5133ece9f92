"""Finds workers by what people type: a name without accents, a whole number or its last four digits, a reference.

The shape of the text decides where to look; whatever it is, no statement scans the register.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.core.db import db
from tracker.core.text import fold, tidy
from tracker.people import secrets
from tracker.people.models import ContactPoint, EarlierNumber, NameKey, Worker
from tracker.people.phones import check_phone
from tracker.people.queries import was_known_by

LIMIT = 100
END = "\U0010ffff"
REFERENCE = re.compile(r"^NL[DĐ][- ]?([0-9A-Z]{5})[- ]?([0-9A-Z]{5})$")
PASSPORT = re.compile(r"^[A-Z]{1,2}\d{6,8}$")
NUMBER = re.compile(r"^[+(]?[\d .()-]*\d$")
WHOLE_NUMBER = 8
Where = Sequence[sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Hits:
    """Whom a search found, best first. `exact`: the text names one person, whose file may be opened at once."""

    ids: tuple[int, ...]
    shape: str
    more: bool = False
    exact: bool = False


def find(text: str, *, where: Where = (), limit: int = LIMIT) -> Hits:
    """Search what was typed, at most `limit` workers; `where` narrows it by conditions on Worker.

    Shapes: reference, list_ref, number, last4, passport, email, name; "short" for digits too few to search by.
    """
    typed = tidy(text).upper()
    for shape, look in _ways(typed):
        ids = tuple(dict.fromkeys(look(typed, where, limit + 1)))
        if ids:
            exact = len(ids) == 1 and shape != "last4"
            return Hits(ids[:limit], shape, more=len(ids) > limit, exact=exact)
    if NUMBER.match(typed):
        return Hits((), "number" if len(secrets.plain_number(typed)) >= WHOLE_NUMBER else "short")
    return _by_name(typed, where, limit)


Look = Callable[[str, Where, int], Iterable[int]]


def _ways(typed: str) -> list[tuple[str, Look]]:
    """The exact ways that fit the shape of the text, the surest first."""
    ways: list[tuple[str, Look]] = []
    if REFERENCE.match(typed):
        ways.append(("reference", _by_reference))
    whole_number = NUMBER.match(typed) and len(secrets.plain_number(typed)) >= WHOLE_NUMBER
    if whole_number:
        ways.append(("number", _by_number))
    if " " not in typed and any(letter.isdigit() for letter in typed):
        ways.append(("list_ref", _by_list_ref))
    if PASSPORT.match(typed.replace(" ", "")):
        ways.append(("passport", _by_passport))
    if "@" in typed:
        ways.append(("email", _by_email))
    if NUMBER.match(typed) and len(secrets.plain_number(typed)) == secrets.LAST:
        ways.append(("last4", _by_last4))
    return ways


def _by_reference(typed: str, where: Where, limit: int) -> Iterable[int]:
    found = REFERENCE.match(typed)
    ref = f"NLD-{found[1]}{found[2]}" if found else typed
    return _now_or_before(Worker.ref == ref, was_known_by(secrets.file_index(ref)), where, limit)


def _by_list_ref(typed: str, where: Where, limit: int) -> Iterable[int]:
    return _now_or_before(Worker.list_ref == typed, was_known_by(secrets.list_index(typed)), where, limit)


def _by_passport(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.passport_index(typed)
    return _now_or_before(Worker.passport_index == index, was_known_by(index), where, limit)


def _by_email(typed: str, where: Where, limit: int) -> Iterable[int]:
    return _owners(ContactPoint.value_index == secrets.contact_index("email", typed), where, limit)


def _by_number(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.id_index(typed)
    mine = _now_or_before(Worker.id_number_index == index, was_known_by(index), where, limit)
    phone = check_phone(typed).value or typed
    return [*mine, *_owners(ContactPoint.value_index == secrets.contact_index("phone", phone), where, limit)]


def _by_last4(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.id_last4_index(typed)
    before = Worker.id.in_(sa.select(EarlierNumber.worker_id).where(EarlierNumber.last4_index == index))
    mine = _now_or_before(Worker.id_last4_index == index, before, where, limit)
    return [*mine, *_owners(ContactPoint.last4_index == secrets.contact_last4_index(typed), where, limit)]


def _now_or_before(bears: sa.ColumnElement[bool], bore: sa.ColumnElement[bool], where: Where, limit: int) -> list[int]:
    """Workers of whom the first condition holds, then those of whose merged file the second does.

    Put together, not said with "or": that would make the database walk through the whole register.
    """
    now, before = (
        sa.select(Worker.id, Worker.sort_key, sa.literal(place).label("place")).where(condition, *where)
        for place, condition in enumerate((bears, bore))
    )
    both = sa.union_all(now, before).subquery("both")
    return list(
        db.session.scalars(sa.select(both.c.id).order_by(both.c.place, both.c.sort_key, both.c.id).limit(limit))
    )


def _owners(condition: sa.ColumnElement[bool], where: Where, limit: int) -> Iterable[int]:
    """Workers whom a number reaches: their own first, then those of whose relatives it is."""
    found = (
        sa.select(Worker.id)
        .join(ContactPoint, ContactPoint.worker_id == Worker.id)
        .where(condition, *where)
        .order_by(ContactPoint.relative_id.is_not(None), Worker.sort_key, Worker.id)
        .limit(limit)
    )
    return db.session.scalars(found).all()


def _by_name(typed: str, where: Where, limit: int) -> Hits:
    """Names in which the words follow each other, then names that hold a word beginning like each of them."""
    words, year = _name_and_year(fold(typed))
    if not words:
        return Hits((), "name")
    narrowed = [*where, *_born_in(year)]
    ids = dict.fromkeys(_with_run(words, narrowed, limit + 1))
    if len(words) > 1 and len(ids) <= limit:
        ids |= dict.fromkeys(_with_each(words, narrowed, limit + 1))
    return Hits(tuple(ids)[:limit], "name", more=len(ids) > limit)


def _name_and_year(folded: str) -> tuple[list[str], int | None]:
    """ "lo thi anh 1994" is a name and a year of birth."""
    words = folded.split()
    years = [word for word in words if re.fullmatch(r"(19|20)\d\d", word)]
    return [word for word in words if word not in years], int(years[0]) if years else None


def _born_in(year: int | None) -> list[sa.ColumnElement[bool]]:
    if year is None:
        return []
    return [Worker.birth_date >= date(year, 1, 1), Worker.birth_date < date(year + 1, 1, 1)]


def _with_run(words: list[str], where: Where, limit: int) -> Iterable[int]:
    found = (
        sa.select(NameKey.worker_id)
        .join(Worker, Worker.id == NameKey.worker_id)
        .where(*_begins(NameKey, " ".join(words)), *where)
        .order_by(NameKey.key, NameKey.worker_id)
        .limit(limit * 2)
    )
    return db.session.scalars(found).all()


def _with_each(words: list[str], where: Where, limit: int) -> Iterable[int]:
    """Driven by the longest word, which few names hold; the others are looked for in each whole name."""
    longest, *others = sorted(words, key=len, reverse=True)
    found = (
        sa.select(NameKey.worker_id)
        .join(Worker, Worker.id == NameKey.worker_id)
        .where(*_begins(NameKey, longest), *(_has_word(word) for word in others), *where)
        .order_by(NameKey.key, NameKey.worker_id)
        .limit(limit * 2)
    )
    return db.session.scalars(found).all()


def _has_word(word: str) -> sa.ColumnElement[bool]:
    """The condition that a word of the folded name begins like this."""
    return sa.literal(" ").concat(Worker.name_fold).contains(f" {word}", autoescape=True)


def _begins(keys: type[NameKey], text: str) -> tuple[sa.ColumnElement[bool], ...]:
    return keys.key >= text, keys.key < text + END
