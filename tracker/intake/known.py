"""What the register already holds of the people in a list: one read per few hundred numbers, never one per line."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import sqlalchemy as sa

from tracker.auth.models import Office
from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.core.text import fold
from tracker.intake.entry import Entry, Person, Terms
from tracker.intake.models import ListedRow
from tracker.people import secrets
from tracker.people.models import ID_KINDS, ContactPoint, EarlierNumber, Relative, Worker
from tracker.senders.models import Employer, Sender

T = TypeVar("T")
AT_ONCE = 400

PERSON_COLUMNS = {
    "list_ref": "worker_ref",
    "full_name": "ho_ten",
    "sex": "gioi_tinh",
    "birth_date": "ngay_sinh",
    "ethnic_group": "dan_toc",
    "commune_code": "ma_xa",
    "household": "ho_ngheo",
    "qualification": "trinh_do",
    "passport_index": "so_ho_chieu",
}
TERMS_COLUMNS = {
    "number": "so_hop_dong",
    "form": "hinh_thuc",
    "sender": "ma_doanh_nghiep",
    "employer": "ma_nsdld",
    "host_country": "nuoc",
    "place": "noi_lam_viec",
    "occupation": "nganh_nghe",
    "signed_on": "ngay_ky",
    "starts_on": "ngay_xuat_canh",
    "ends_on": "ngay_het_han",
    "term_months": "thoi_han_thang",
    "wage": "luong",
    "wage_currency": "loai_tien",
    "departed_on": "ngay_xuat_canh",
    "returned_on": "ngay_ve_nuoc",
    "claimed_state": "trang_thai",
}


@dataclass(slots=True)
class KnownContract:
    """A contract in the register, with what lists have said of it before."""

    id: int
    version: int
    values: dict[str, Any]
    fingerprints: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class KnownKin:
    """A relative in the register."""

    id: int
    numbers: set[bytes] = field(default_factory=set)


@dataclass(slots=True)
class KnownWorker:
    """A worker in the register, as far as a list can speak of him or her."""

    id: int
    ref: str
    version: int
    office_path: str
    values: dict[str, Any]
    contracts: list[KnownContract] = field(default_factory=list)
    numbers: set[bytes] = field(default_factory=set)
    kin: dict[str, KnownKin] = field(default_factory=dict)
    earlier_passports: set[bytes] = field(default_factory=set)
    newly_said: dict[str, str] = field(default_factory=dict)  # of what the list in hand changes

    @property
    def said(self) -> dict[str, str]:
        """What lists have said last of this worker, as fingerprints; it is kept with all contracts alike."""
        return {name: said for contract in self.contracts for name, said in contract.fingerprints.items()}

    def contract_like(self, terms: Terms) -> KnownContract | None:
        """The contract that a line speaks of: by its number, else by country and first day.

        Who was waiting and has left meanwhile has the same day of signing.
        """
        for contract in self.contracts:
            if terms.number and contract.values["number"] == terms.number:
                return contract
        unnumbered = [one for one in self.contracts if not terms.number or not one.values["number"]]
        there = [one for one in unnumbered if one.values["host_country"] == terms.host_country]
        begun = (one for one in there if _begins(one) == (terms.departed_on or terms.signed_on))
        return next(begun, None) or next((one for one in there if _was_waiting(one, terms)), None)


def _begins(contract: KnownContract) -> date | None:
    first: date | None = contract.values["departed_on"] or contract.values["signed_on"]
    return first


def _was_waiting(contract: KnownContract, terms: Terms) -> bool:
    """Whether a line and a contract signed on one day differ in that only one of them knows of a departure."""
    one_waits = contract.values["departed_on"] is None or terms.departed_on is None
    return one_waits and terms.signed_on is not None and contract.values["signed_on"] == terms.signed_on


def told_of(person: Person) -> dict[str, Any]:
    """What a line tells of a worker, under the names of the register's columns."""
    told = {name: getattr(person, name) for name in PERSON_COLUMNS if name != "passport_index"}
    return told | {"passport_index": secrets.passport_index(person.passport) if person.passport else None}


def told_of_terms(terms: Terms) -> dict[str, Any]:
    """What a line tells of a contract."""
    return {name: getattr(terms, name) for name in TERMS_COLUMNS}


def fingerprint(value: Any) -> str:
    """Eight characters by which a value is recognised later without being kept."""
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"  # 23300 as told and 23300.00 as stored are one
    written = value.hex() if isinstance(value, bytes) else str(value)
    return f"{zlib.crc32(written.encode()):08x}"


def offices_by_code() -> dict[str, str]:
    """Paths of all offices by the code of their unit; the ministry under "vn"."""
    rows = db.session.execute(sa.select(Office.path, Office.unit_code)).all()
    return {path.rpartition(".")[2] if code is None else code: path for path, code in rows}


def known_workers(entries: Sequence[Entry]) -> dict[bytes, KnownWorker]:
    """The workers of these lines that are registered, by the index of their CMND or CCCD number.

    Where two files became one, the number of the other file leads to the same worker.
    """
    found: dict[bytes, KnownWorker] = {}
    wanted = {secrets.id_index(entry.person.id_number) for entry in entries}
    for indexes in _in_parts(sorted(wanted)):
        found |= _workers(Worker.id_number_index.in_(indexes))
    found |= _under_earlier_numbers(wanted - found.keys(), found)
    by_id = {worker.id: worker for worker in found.values()}
    for ids in _in_parts(list(by_id)):
        _add_contracts(by_id, ids)
        _add_numbers_and_kin(by_id, ids)
    return found


def holders_of_passports(entries: Sequence[Entry]) -> dict[bytes, int]:
    """For each passport of these lines that is, or was, a registered worker's: whose."""
    wanted = {secrets.passport_index(entry.person.passport) for entry in entries if entry.person.passport}
    found: dict[bytes, int] = {}
    for indexes in _in_parts(sorted(wanted)):
        found.update(db.session.execute(_bearers(indexes, ("passport",))).all())
        held = sa.select(Worker.passport_index, Worker.id).where(Worker.passport_index.in_(indexes))
        found.update((passport, holder) for passport, holder in db.session.execute(held) if passport)
    return found


@dataclass(frozen=True, slots=True)
class Namesake:
    """A registered worker of the same name and birth date as a line."""

    id: int
    ref: str
    office_path: str
    id_index: bytes


def namesakes(entries: Sequence[Entry]) -> dict[tuple[str, date], list[Namesake]]:
    """Registered workers by the folded name and the birth date that they share with a line."""
    wanted = {(fold(entry.person.full_name), entry.person.birth_date) for entry in entries}
    found: dict[tuple[str, date], list[Namesake]] = {}
    for pairs in _in_parts(sorted(wanted)):
        told = Worker.name_fold, Worker.birth_date, Worker.id, Worker.ref, Worker.office_path, Worker.id_number_index
        same = sa.select(*told).where(sa.tuple_(Worker.name_fold, Worker.birth_date).in_(pairs)).order_by(Worker.id)
        for name, birth, id_, ref, office, index in db.session.execute(same):
            found.setdefault((name, birth), []).append(Namesake(id_, ref, office, index))
    return found


def _bearers(indexes: Sequence[bytes], kinds: Sequence[str]) -> sa.Select[bytes, int]:
    """Into whose file the files with these numbers were merged."""
    borne = sa.select(EarlierNumber.value_index, EarlierNumber.worker_id)
    return borne.where(EarlierNumber.value_index.in_(indexes), EarlierNumber.kind.in_(kinds))


def _under_earlier_numbers(wanted: set[bytes], known: dict[bytes, KnownWorker]) -> dict[bytes, KnownWorker]:
    by_id = {worker.id: worker for worker in known.values()}
    found: dict[bytes, KnownWorker] = {}
    for indexes in _in_parts(sorted(wanted)):
        bearers: dict[bytes, int] = dict(db.session.execute(_bearers(indexes, ID_KINDS)).all())
        others = set(bearers.values()) - by_id.keys()
        by_id |= {worker.id: worker for worker in _workers(Worker.id.in_(others)).values()}
        found |= {index: by_id[worker_id] for index, worker_id in bearers.items()}
    return found


def _workers(which: sa.ColumnElement[bool]) -> dict[bytes, KnownWorker]:
    names = [name for name in PERSON_COLUMNS if name != "passport_index"]
    columns = [getattr(Worker, name) for name in names]
    rows = db.session.execute(
        sa.select(
            Worker.id,
            Worker.ref,
            Worker.version,
            Worker.office_path,
            Worker.id_number_index,
            Worker.passport_index,
            *columns,
        ).where(which)
    )
    return {
        index: KnownWorker(
            id_, ref, version, office, {"passport_index": passport, **dict(zip(names, values, strict=True))}
        )
        for id_, ref, version, office, index, passport, *values in rows
    }


def _add_contracts(workers: dict[int, KnownWorker], ids: Sequence[int]) -> None:
    names = [name for name in TERMS_COLUMNS if name not in ("sender", "employer")]
    rows = db.session.execute(
        sa.select(
            Contract.worker_id,
            Contract.id,
            Contract.version,
            ListedRow.fingerprints,
            sa.func.coalesce(Sender.code, Sender.name),
            sa.func.coalesce(Employer.code, Employer.name),
            *[getattr(Contract, name) for name in names],
        )
        .outerjoin(Sender, Sender.id == Contract.sender_id)
        .outerjoin(Employer, Employer.id == Contract.employer_id)
        .outerjoin(ListedRow, ListedRow.contract_id == Contract.id)
        .where(Contract.worker_id.in_(ids))
        .order_by(Contract.id)
    )
    for worker_id, id_, version, fingerprints, sender, employer, *values in rows:
        told = dict(zip(names, values, strict=True)) | {"sender": sender or "", "employer": employer or ""}
        workers[worker_id].contracts.append(KnownContract(id_, version, told, fingerprints or {}))


def _add_numbers_and_kin(workers: dict[int, KnownWorker], ids: Sequence[int]) -> None:
    kin: dict[int, KnownKin] = {}
    relatives = sa.select(Relative.worker_id, Relative.id, Relative.full_name).where(Relative.worker_id.in_(ids))
    for worker_id, id_, name in db.session.execute(relatives):
        kin[id_] = workers[worker_id].kin.setdefault(fold(name), KnownKin(id_))
    points = sa.select(ContactPoint.worker_id, ContactPoint.relative_id, ContactPoint.value_index)
    for worker_id, relative_id, index in db.session.execute(points.where(ContactPoint.worker_id.in_(ids))):
        holder = workers[worker_id] if relative_id is None else kin[relative_id]
        holder.numbers.add(index)
    passports = sa.select(EarlierNumber.worker_id, EarlierNumber.value_index).where(EarlierNumber.kind == "passport")
    for worker_id, index in db.session.execute(passports.where(EarlierNumber.worker_id.in_(ids))):
        workers[worker_id].earlier_passports.add(index)


def _in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
