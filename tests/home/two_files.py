"""One person registered twice, with rows in every table that speaks of workers: the two files of the merge tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tests.cast import a_contract_abroad
from tests.family.test_family import a_relative
from tracker.alerts import actions as alerts
from tracker.alerts.explain import why
from tracker.alerts.models import Alert
from tracker.auth.models import UserAccount
from tracker.checkins import actions as checkins
from tracker.checkins.models import CheckIn, Plan, PlanDue
from tracker.contracts.models import Contract, ContractChange, Document, LawFinding
from tracker.core import clock
from tracker.core.db import Base, db, transaction
from tracker.disruptions.models import Disruption, Touch
from tracker.family import actions as family
from tracker.family.models import FamilySession
from tracker.home import merging
from tracker.intake.models import ListedRow
from tracker.messages import actions as messages
from tracker.people import actions as people
from tracker.people.models import EarlierNumber, SuspectedPair, Worker
from tracker.people.person import NewContact, Person

OLD, NEW = "040912345", "011194000123"
PHONE = "0594093769"


@dataclass
class Files:
    """The file with the CCCD, the one with the CMND, and their pair."""

    kept: Worker
    other: Worker
    pair: SuspectedPair


def a_file(number: str, *, office: str = "vn.11.099", passport: str = "", **more: Any) -> Worker:
    """Ánh, registered once. Call inside a transaction."""
    told = {"full_name": "Lò Thị Ánh", "sex": "female", "birth_date": date(1994, 3, 5), "commune_code": "03298", **more}
    kind = "cccd" if len(number) == 12 else "cmnd"
    phones = (NewContact(PHONE),)
    person = Person(
        id_kind=kind, id_number=number, office_path=office, passport=passport, **{"contacts": phones, **told}
    )
    return people.add_worker(person, by=None, now=clock.now())


def two_files(*, kept: dict[str, Any] | None = None, other: dict[str, Any] | None = None) -> Files:
    """The older file with the CMND and the later one with the CCCD, suspected."""
    with transaction():
        one = a_file(OLD, **(other or {}))
        two = a_file(NEW, **(kept or {}))
        people.find_doubles(now=clock.now())
    return Files(two, one, the_pair())


def the_pair() -> SuspectedPair:
    """The only pair."""
    return db.session.scalars(sa.select(SuspectedPair)).one()


def read_anew() -> Files:
    """The same two files after a refusal."""
    pair = the_pair()
    return Files(db.session.get_one(Worker, pair.other_id), db.session.get_one(Worker, pair.worker_id), pair)


def a_user(username: str) -> UserAccount:
    """One of the cast."""
    return db.session.scalars(sa.select(UserAccount).where(UserAccount.username == username)).one()


def merge_now(files: Files, *, by: str = "lan", one_contract: tuple[str, ...] = (), **more: Any) -> None:
    """Merge them; call inside a transaction."""
    told = {"seen": (files.kept.version, files.other.version), "one_contract": one_contract, **more}
    merging.merge(files.pair, kept=files.kept, other=files.other, by=a_user(by), now=clock.now(), **told)


def merged(files: Files, *, by: str = "lan", one_contract: tuple[str, ...] = ()) -> Worker:
    """Merge them; the kept worker as the database then has him."""
    kept_id = files.kept.id
    with transaction():
        merge_now(files, by=by, one_contract=one_contract)
    db.session.expunge_all()
    return db.session.get_one(Worker, kept_id)


def a_plan_of(contract: Contract, *, turns: int = 2, state: str = "active") -> Plan:
    """A plan with some check-ins, the last of which waits, and its next turn. Call inside a transaction."""
    now = clock.now()
    plan = Plan(worker_id=contract.worker_id, contract_id=contract.id, rhythm="normal", state=state, created_at=now)
    db.session.add(plan)
    db.session.flush()
    for turn in range(1, turns + 1):
        at = now - timedelta(days=30 * (turns - turn) + 1)
        db.session.add(
            CheckIn(
                ref=f"DD-{contract.id}-{turn}",
                worker_id=contract.worker_id,
                plan_id=plan.id,
                cycle_no=turn,
                rhythm="normal",
                state="open" if turn == turns else "answered_ok",
                opened_at=at,
                remind_at=at + timedelta(days=2),
                late_at=at + timedelta(days=4),
                missed_at=at + timedelta(days=11),
                next_step_at=at + timedelta(days=2) if turn == turns else None,
            )
        )
    db.session.add(
        PlanDue(
            plan_id=plan.id,
            worker_id=contract.worker_id,
            rhythm="normal",
            next_open_at=now + timedelta(days=29),
            cycle_no=turns + 1,
        )
    )
    db.session.flush()
    return plan


def one_after_the_other(worker: Worker) -> dict[str, Any]:
    """Terms of the other file's contract, which is over before that of the kept file begins."""
    if worker.id_kind == "cccd":
        return {"starts_on": date(2020, 2, 1), "departed_on": date(2020, 2, 2), "ends_on": date(2023, 1, 31)}
    return {"returned_on": date(2020, 1, 10)}


def an_event(ref: str = "SK-1") -> Disruption:
    """An event in Taiwan that runs. Call inside a transaction."""
    event = Disruption(
        ref=ref,
        office_path="vn",
        title="Phong tỏa",
        kind="lockdown",
        cause="covid19",
        host_country="TWN",
        from_on=date(2020, 7, 1),
        source="thông báo",
        status="active",
        declared_at=clock.now(),
        activated_at=clock.now(),
    )
    db.session.add(event)
    db.session.flush()
    return event


def a_touch(event: Disruption, contract: Contract, *, severity: int = 4, rank: int = 1) -> Touch:
    """An event touches a worker. Call inside a transaction."""
    told = {"severity": severity, "rank": rank, "circumstances": why("disruption")}
    touch = Touch(
        disruption_id=event.id,
        worker_id=contract.worker_id,
        contract_id=contract.id,
        touched_at=clock.now(),
        **told,
    )
    db.session.add(touch)
    db.session.flush()
    return touch


def a_call_for(worker: Worker, kind: str = "help", *, severity: int = 1, key: str = "") -> Alert:
    """An open alert about a worker. Call inside a transaction."""
    return alerts.raise_one(
        worker=worker,
        cause=kind,
        cause_id=None,
        dedupe_key=key or f"{kind}:{worker.id}",
        severity=severity,
        title=f"title.{kind}",
        why=why(kind),
        now=clock.now(),
    )


def fill_every_table(worker: Worker, *, country: str) -> str:
    """Rows about a worker in every table that speaks of workers; the code of the family. Call inside a transaction."""
    now, lan = clock.now(), a_user("lan")
    planned = {"departed_on": None, "starts_on": date(2021, 1, 1), "host_country": country}
    contract = a_contract_abroad(worker, number=f"HĐ-{worker.id}", **planned)
    finding = {"ruleset": "vn-72-2006", "rule": "age", "field": "birth_date", "severity": "warn", "finding": {}}
    db.session.add(LawFinding(worker_id=worker.id, contract_id=contract.id, found_on=clock.today(), **finding))
    db.session.add(Document(worker_id=worker.id, contract_id=contract.id, kind="cv", present=True, created_at=now))
    change = {"proof_kind": "contract", "proof": "x", "terms": {"place": ["x", "y"]}}
    db.session.add(ContractChange(worker_id=worker.id, contract_id=contract.id, at=now, by_id=lan.id, **change))
    said = {"full_name": "x", "wage": "y"}
    db.session.add(ListedRow(worker_id=worker.id, contract_id=contract.id, fingerprints=said))
    earlier = {"kind": "list", "value_sealed": b"x", "value_index": bytes([worker.id]) * 16, "created_at": now}
    db.session.add(EarlierNumber(worker_id=worker.id, ref=f"SC-{worker.id}", **earlier))
    plan = a_plan_of(contract)
    asked = db.session.scalars(sa.select(CheckIn).where(CheckIn.plan_id == plan.id, CheckIn.state == "open")).one()
    checkins.record_answer(asked, "help", "link", now - timedelta(minutes=worker.id))
    people.record_sign(worker.id, "family", now - timedelta(hours=worker.id), now=now)
    relative = a_relative(worker, name="Lò Thị Mỷ")
    login, code = family.grant(relative, by=lan, by_id=lan.id, now=now)
    family.report(login, "worried", now=now)
    db.session.add(
        FamilySession(
            token_hash=f"{worker.id}",
            worker_id=worker.id,
            login_id=login.id,
            started_at=now,
            ends_at=now + family.VISIT,
        )
    )
    messages.queue(
        key=f"ck:{worker.id}",
        about=("check_in", asked.ref),
        template="check_in_ask",
        to="+84594093769",
        channel="file",
        office_path=worker.office_path,
        now=now,
        worker_id=worker.id,
    )
    a_touch(an_event(f"SK-{worker.id}"), contract)
    return code


def tables_of_workers() -> dict[str, list[str]]:
    """Every table that points to workers, with the columns by which it does: {table: columns}."""
    found: dict[str, list[str]] = {}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "worker":
                found.setdefault(table.name, []).append(key.parent.name)
    return found


def rows_about(worker_id: int) -> dict[str, int]:
    """How many rows of each table point to a worker, asked around every wall: {table: rows}."""
    found = {}
    for name, columns in tables_of_workers().items():
        table = Base.metadata.tables[name]
        about = sa.or_(*(table.c[column] == worker_id for column in columns))
        count = sa.select(sa.func.count()).select_from(table).where(about)
        found[name] = db.session.connection().execute(count).scalar_one()
    return found
