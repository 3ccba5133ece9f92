"""What stands in a worker's file, gathered from the rooms below by a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from tracker.alerts.models import OPEN_STATES, Alert
from tracker.audit.models import AuditEntry
from tracker.audit.queries import entries_about
from tracker.auth.models import Office
from tracker.checkins.models import CheckIn, Plan
from tracker.checkins.queries import turn_of
from tracker.contracts.models import Contract, Document
from tracker.contracts.queries import contracts_of, documents_of, findings_of
from tracker.contracts.terms import facts_of
from tracker.core.clock import day_of
from tracker.core.db import db
from tracker.family.models import FamilyLogin
from tracker.home.file_words import READS
from tracker.home.worker_filters import state_of
from tracker.law.clocks import Clock, clocks
from tracker.law.findings import Finding
from tracker.people import queries as people
from tracker.people import secrets
from tracker.people.models import ContactPoint, ContactStatus, EarlierNumber, Relative, Worker
from tracker.places.units import followed, path_of
from tracker.web.words import ngay

LOOKS = 8


@dataclass(frozen=True)
class Number:
    """A phone number or address as the page shows it: masked."""

    ref: str
    kind: str
    masked: str
    quality: str
    quality_on: date | None
    preferred: bool


@dataclass(frozen=True)
class Kin:
    """A relative with his or her numbers and login, if one is in force."""

    relative: Relative
    numbers: tuple[Number, ...]
    login: FamilyLogin | None


@dataclass(frozen=True)
class Contact:
    """How the worker is asked: the plan, the check-in that waits for an answer, when the next one opens."""

    status: ContactStatus
    plan: Plan | None
    waiting: CheckIn | None
    next_at: datetime | None


@dataclass(frozen=True)
class Mark:
    """A day on the line of a contract: its place in hundredths, and its words."""

    at: float
    text: str


@dataclass(frozen=True)
class Span:
    """The contract as a line from signing to liquidation: places in hundredths, and where today lies."""

    marks: tuple[Mark, ...]
    today: float
    label: str


@dataclass(frozen=True)
class WorkerFile:
    """Everything on one worker's page but the timeline."""

    worker: Worker
    office: Office
    home: tuple[str, ...]
    home_now: tuple[str, ...]
    age: int
    state: str
    contract: Contract | None
    earlier: tuple[Contract, ...]
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]
    clocks: tuple[Clock, ...]
    span: Span | None
    alerts: Sequence[Alert]
    contact: Contact
    numbers: tuple[Number, ...]
    kin: tuple[Kin, ...]
    shared_phone: bool
    stranded: bool
    earlier_numbers: tuple[EarlierNumber, ...]
    earlier_refs: tuple[str, ...]
    looks: tuple[AuditEntry, ...]


def worker_file(worker: Worker, *, today: date) -> WorkerFile:
    """The whole file of a worker as it stands today."""
    contracts = sorted(contracts_of(worker.id), key=lambda one: (one.is_abroad(today), one.starts_on), reverse=True)
    contract = contracts[0] if contracts else None
    state = state_of(contract, today)
    points = people.contact_points_of(worker.id)
    running = _clocks(contract, worker, today)
    before = people.earlier_numbers_of(worker.id)
    refs = tuple(secrets.open_earlier(number) for number in before if number.kind == "file")
    return WorkerFile(
        worker=worker,
        office=db.session.get_one(Office, worker.office_path),
        home=worker.home,
        home_now=_home_now(worker, today),
        age=_age(worker.birth_date, today),
        state=state,
        contract=contract,
        earlier=tuple(contracts[1:]),
        findings=tuple(findings_of(contract.id)) if contract else (),
        documents=tuple(documents_of(contract.id)) if contract else (),
        clocks=running,
        span=_span(contract, running, today) if contract else None,
        alerts=_open_alerts(worker.id),
        contact=_contact(worker.id),
        numbers=tuple(_number(point) for point in points if point.relative_id is None),
        kin=_kin(worker.id, points),
        shared_phone=people.shares_a_phone(worker.id),
        stranded=state == "after_end",
        earlier_numbers=tuple(number for number in before if number.kind != "file"),
        earlier_refs=refs,
        looks=_looks((worker.ref, *refs)),
    )


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _home_now(worker: Worker, today: date) -> tuple[str, ...]:
    """How the same place is called today, when it is called otherwise and one place took it over."""
    heir = followed(worker.commune_code, worker.commune_on, today) if worker.commune_on else None
    names = path_of(heir.code, today) if heir else ()
    return names if names != worker.home else ()


def _clocks(contract: Contract | None, worker: Worker, today: date) -> tuple[Clock, ...]:
    if contract is None:
        return ()
    ended = contract.returned_on or (contract.ends_on if contract.departed_on else None)
    facts = facts_of(contract, worker)
    return tuple(clocks(facts, ended_on=ended, returned_on=contract.returned_on, today=today))


def _span(contract: Contract, running: Sequence[Clock], today: date) -> Span:
    liquidation = next((clock.due_on for clock in running if clock.rule == "clock.liquidation"), None)
    days = (
        (contract.signed_on, _("Ký")),
        (contract.departed_on, _("Xuất cảnh")),
        (contract.ends_on, _("Hết hạn")),
        (contract.returned_on, _("Về nước")),
        (liquidation, _("Thanh lý")),
    )
    known = sorted((day, name) for day, name in days if day is not None)
    first, last = min(known[0][0], contract.starts_on), known[-1][0]
    length = max((last - first).days, 1)
    marks = tuple(Mark(_place(day, first, length), f"{name} {ngay(day)}") for day, name in known)
    label = _("Hợp đồng: %(marks)s; hôm nay %(today)s", marks=", ".join(mark.text for mark in marks), today=ngay(today))
    return Span(marks, _place(today, first, length), str(label))


def _place(day: date, first: date, length: int) -> float:
    return round(100 * (day - first).days / length, 1)


def _open_alerts(worker_id: int) -> Sequence[Alert]:
    mine = sa.select(Alert).where(
        Alert.worker_id == worker_id, Alert.closed_at.is_(None), Alert.state.in_((*OPEN_STATES, "resolved"))
    )
    told = mine.options(joinedload(Alert.owner)).order_by(Alert.severity, Alert.act_by, Alert.id)
    return db.session.scalars(told).all()


def _contact(worker_id: int) -> Contact:
    status = people.contact_status_of(worker_id) or ContactStatus(worker_id=worker_id, state="new", last_sure_kind="")
    turn = turn_of(worker_id)
    next_at = (status.next_contact_at or turn.opens_at) if turn.state == "active" else None
    return Contact(status, turn.plan, turn.waiting, next_at)


def _number(point: ContactPoint) -> Number:
    masked = secrets.masked(secrets.open_contact(point))
    return Number(point.ref, point.kind, masked, point.quality, point.quality_on, point.preferred)


def _kin(worker_id: int, points: Sequence[ContactPoint]) -> tuple[Kin, ...]:
    living = sa.select(FamilyLogin).where(FamilyLogin.worker_id == worker_id, FamilyLogin.revoked_at.is_(None))
    logins = {login.relative_id: login for login in db.session.scalars(living.order_by(FamilyLogin.id))}
    return tuple(
        Kin(
            relative,
            tuple(_number(point) for point in points if point.relative_id == relative.id),
            logins.get(relative.id),
        )
        for relative in people.relatives_of(worker_id)
    )


def _looks(refs: Sequence[str]) -> tuple[AuditEntry, ...]:
    """Who looked, newest first, at merged files too; one person's looks of one day are told once."""
    told: dict[Any, AuditEntry] = {}
    for entry in entries_about("worker", *refs, limit=60):
        if entry.what in READS:
            told.setdefault((entry.by_ref, entry.what, day_of(entry.at)), entry)
    return tuple(told.values())[:LOOKS]
