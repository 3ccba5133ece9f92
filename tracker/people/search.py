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
# Middle and family names that thousands share, folded; a guess at what is rare needs no more than these.
IN_MANY_NAMES = re.compile(
    "a|bui|ca|dang|do|duong|giang|ho|hoang|le|lo|luong|ly|mua|ngo|nguyen|pham|phan|quang|sung|thao|thi|tong|tran|van|"
    "vang|vo|vu"
)
Where = Sequence[sa.ColumnElement[bool]]
Found = sa.Select[int, str, int]


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
    return _in_turn(*_now_or_before(Worker.ref == ref, secrets.file_index(ref), where), limit=limit)


def _by_list_ref(typed: str, where: Where, limit: int) -> Iterable[int]:
    return _in_turn(*_now_or_before(Worker.list_ref == typed, secrets.list_index(typed), where), limit=limit)


def _by_passport(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.passport_index(typed)
    return _in_turn(*_now_or_before(Worker.passport_index == index, index, where), limit=limit)


def _by_email(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.contact_index("email", typed)
    return _in_turn(_reached_at(ContactPoint.value_index == index, where), limit=limit)


def _by_number(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.id_index(typed)
    phone = secrets.contact_index("phone", check_phone(typed).value or typed)
    reached = _reached_at(ContactPoint.value_index == phone, where)
    return _in_turn(*_now_or_before(Worker.id_number_index == index, index, where), reached, limit=limit)


def _by_last4(typed: str, where: Where, limit: int) -> Iterable[int]:
    index = secrets.id_last4_index(typed)
    before = Worker.id.in_(sa.select(EarlierNumber.worker_id).where(EarlierNumber.last4_index == index))
    reached = _reached_at(ContactPoint.last4_index == secrets.contact_last4_index(typed), where)
    return _in_turn(_who(Worker.id_last4_index == index, 0, where), _who(before, 1, where), reached, limit=limit)


def _now_or_before(bears: sa.ColumnElement[bool], index: bytes, where: Where) -> tuple[Found, Found]:
    """Whoever bears a number, then whoever bore it, or into whose file one that bore it was merged."""
    return _who(bears, 0, where), _who(was_known_by(index), 1, where)


def _reached_at(condition: sa.ColumnElement[bool], where: Where) -> Found:
    """Workers whom a number reaches, after whoever bears it: their own first, then those of whose relatives it is."""
    place = sa.case((ContactPoint.relative_id.is_(None), 2), else_=3)
    return _who(condition, place, where).join(ContactPoint, ContactPoint.worker_id == Worker.id)


def _who(condition: sa.ColumnElement[bool], place: sa.ColumnElement[int] | int, where: Where) -> Found:
    return sa.select(Worker.id, Worker.sort_key, sa.type_coerce(place, sa.Integer).label("place")).where(
        condition, *where
    )


def _in_turn(*found: Found, limit: int) -> Iterable[int]:
    """Put together, not said with "or": that would make the database walk through the whole register."""
    them = sa.union_all(*found).subquery("them")
    in_order = sa.select(them.c.id).order_by(them.c.place, them.c.sort_key, them.c.id)
    return db.session.scalars(in_order.limit(limit)).all()


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
    """Driven by the word that fewest names hold; the others are looked for in each whole name."""
    driving = rarest(words)
    others = words[:driving] + words[driving + 1 :]
    found = (
        sa.select(NameKey.worker_id)
        .join(Worker, Worker.id == NameKey.worker_id)
        .where(*_begins(NameKey, words[driving]), *(_has_word(word) for word in others), *where)
        .order_by(NameKey.key, NameKey.worker_id)
        .limit(limit * 2)
    )
    return db.session.scalars(found).all()


def rarest(words: Sequence[str]) -> int:
    """The place of the word that tells most: the given name, which stands last, not a name that thousands share."""
    return max(range(len(words)), key=lambda place: (_tells(words[place]), place))


def _tells(word: str) -> bool:
    return len(word) > 1 and not IN_MANY_NAMES.fullmatch(word)


def _has_word(word: str) -> sa.ColumnElement[bool]:
    """The condition that a word of the folded name begins like this."""
    return sa.literal(" ").concat(Worker.name_fold).contains(f" {word}", autoescape=True)


def _begins(keys: type[NameKey], text: str) -> tuple[sa.ColumnElement[bool], ...]:
    return keys.key >= text, keys.key < text + END
