"""Questions about people: one worker, his relatives, numbers and signs of life, and who may be the same person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.auth.models import Office
from tracker.core.db import db
from tracker.core.scope import scope_of
from tracker.core.text import fold
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, EarlierNumber, Relative, Worker
from tracker.places import units

CANDIDATES = 5


@dataclass(frozen=True)
class Candidate:
    """A worker already known who may be the person being registered, and why we think so."""

    ref: str
    full_name: str
    birth_date: date
    home: tuple[str, ...]
    reasons: tuple[str, ...]


def worker_by_ref(ref: str) -> Worker | None:
    """The worker with this reference, or into whose file that file was merged, if the asking office may see him."""
    found = db.session.scalar(sa.select(Worker).where(Worker.ref == ref))
    return found or db.session.scalar(sa.select(Worker).where(was_known_by(secrets.file_index(ref))))


def was_known_by(*indexes: bytes) -> sa.ColumnElement[bool]:
    """The condition that the worker, or a file merged into his, bore one of these numbers."""
    bearers = sa.select(EarlierNumber.worker_id).where(EarlierNumber.value_index.in_(indexes))
    return Worker.id.in_(bearers)


def earlier_numbers_of(worker_id: int) -> Sequence[EarlierNumber]:
    """The numbers that a worker, and files merged into his, bore before."""
    theirs = sa.select(EarlierNumber).where(EarlierNumber.worker_id == worker_id)
    return db.session.scalars(theirs.order_by(EarlierNumber.id)).all()


def earlier_number_by_ref(worker_id: int, ref: str) -> EarlierNumber | None:
    """One number that a worker, or a file merged into his, bore before."""
    theirs = sa.select(EarlierNumber).where(EarlierNumber.worker_id == worker_id, EarlierNumber.ref == ref)
    return db.session.scalar(theirs)


def worker_refs(ids: Sequence[int]) -> Sequence[str]:
    """The references of workers by their ids."""
    return db.session.scalars(sa.select(Worker.ref).where(Worker.id.in_(ids))).all()


def relatives_of(worker_id: int) -> Sequence[Relative]:
    """A worker's relatives, in the order in which they are to be asked."""
    mine = sa.select(Relative).where(Relative.worker_id == worker_id)
    return db.session.scalars(mine.order_by(Relative.contact_order, Relative.id)).all()


def relative_by_ref(worker_id: int, ref: str) -> Relative | None:
    """One relative of a worker."""
    return db.session.scalar(sa.select(Relative).where(Relative.worker_id == worker_id, Relative.ref == ref))


def contact_points_of(worker_id: int) -> Sequence[ContactPoint]:
    """All numbers and addresses of a worker and of his relatives, the preferred one first."""
    mine = sa.select(ContactPoint).where(ContactPoint.worker_id == worker_id)
    return db.session.scalars(mine.order_by(ContactPoint.preferred.desc(), ContactPoint.id)).all()


def contact_point_by_ref(worker_id: int, ref: str) -> ContactPoint | None:
    """One number or address of a worker or of a relative of his."""
    mine = sa.select(ContactPoint).where(ContactPoint.worker_id == worker_id, ContactPoint.ref == ref)
    return db.session.scalar(mine)


def contact_status_of(worker_id: int) -> ContactStatus | None:
    """The derived row: contact state, last signs, next contact."""
    return db.session.scalar(sa.select(ContactStatus).where(ContactStatus.worker_id == worker_id))


def shares_a_phone(worker_id: int) -> bool:
    """Whether a number of this worker's own is also another worker's."""
    mine = sa.select(ContactPoint.value_index).where(
        ContactPoint.worker_id == worker_id, ContactPoint.relative_id.is_(None)
    )
    others = sa.select(ContactPoint.id).where(
        ContactPoint.value_index.in_(mine), ContactPoint.worker_id != worker_id, ContactPoint.relative_id.is_(None)
    )
    return db.session.scalar(others.limit(1)) is not None


def possible_duplicates(
    id_number: str = "",
    name: str = "",
    birth_date: date | None = None,
    *,
    passport: str = "",
    phones: Sequence[str] = (),
    limit: int = CANDIDATES,
) -> list[Candidate]:
    """Workers who may be the same person, the most reasons first. Reasons: id_number, passport, name_and_birth_date,
    name_and_birth_year, phone.
    """
    reasons: dict[int, dict[str, None]] = {}
    for reason, condition in _likenesses(id_number, name, birth_date, passport, phones):
        for worker_id in db.session.scalars(sa.select(Worker.id).where(condition).limit(limit)):
            reasons.setdefault(worker_id, {})[reason] = None
    if not reasons:
        return []
    candidates = [
        _candidate(worker, list(reasons[worker.id]), birth_date)
        for worker in db.session.scalars(sa.select(Worker).where(Worker.id.in_(reasons)))
    ]
    return sorted(candidates, key=lambda one: (-len(one.reasons), one.full_name))[:limit]


def _candidate(worker: Worker, reasons: list[str], birth_date: date | None) -> Candidate:
    """Same name and year of birth is said as same day when it is the day."""
    if worker.birth_date == birth_date:
        reasons = ["name_and_birth_date" if each == "name_and_birth_year" else each for each in reasons]
    return Candidate(worker.ref, worker.full_name, worker.birth_date, worker.home, tuple(reasons))


def office_for(commune_code: str, *, on: date) -> str | None:
    """The office in charge of a commune: the deepest one that exists on the way from ministry to commune.

    An office of a district that is no more keeps the communes that lie wholly in it, while nobody nearer exists.
    None is returned when the commune lies outside the scope.
    """
    commune = units.unit(commune_code, on)
    if commune is None:
        return None
    ways = [_way(commune_code, on), *(_way(one.code, one.valid_to) for one in units.forerunners(commune))]
    asked = {path for way in ways for path in way}
    standing = set(db.session.scalars(sa.select(Office.path).where(Office.path.in_(asked))))
    now, *before = [next((path for path in way if path in standing), "") for way in ways]
    found = max(now, before[0], key=len) if len(set(before)) == 1 else now
    scope = scope_of(db.session())
    return found if found and scope and scope.covers(found) else None


def _way(code: str, on: date | None) -> list[str]:
    """The paths of offices from a unit up to the ministry; none when the unit did not stand on that day."""
    steps = (units.office_path_of(code, on) or "").split(".") if on else []
    return [".".join(steps[:depth]) for depth in range(len(steps), 0, -1)]


def _likenesses(
    id_number: str, name: str, birth_date: date | None, passport: str, phones: Sequence[str]
) -> list[tuple[str, sa.ColumnElement[bool]]]:
    likenesses: list[tuple[str, sa.ColumnElement[bool]]] = []
    if secrets.plain_number(id_number):
        index = secrets.id_index(id_number)
        likenesses += [("id_number", Worker.id_number_index == index), ("id_number", was_known_by(index))]
    if passport:
        index = secrets.passport_index(passport)
        likenesses += [("passport", Worker.passport_index == index), ("passport", was_known_by(index))]
    if name and birth_date:
        likenesses.append(_same_name(fold(name), birth_date))
    if phones:
        indexes = [secrets.contact_index("phone", phone) for phone in phones]
        owners = sa.select(ContactPoint.worker_id).where(
            ContactPoint.value_index.in_(indexes), ContactPoint.relative_id.is_(None)
        )
        likenesses.append(("phone", Worker.id.in_(owners)))
    return likenesses


def _same_name(name_fold: str, birth_date: date) -> tuple[str, sa.ColumnElement[bool]]:
    """Same folded name, born the same day; or, as papers are often dated, in the same year."""
    year = date(birth_date.year, 1, 1), date(birth_date.year, 12, 31)
    return "name_and_birth_year", sa.and_(Worker.name_fold == name_fold, Worker.birth_date.between(*year))
