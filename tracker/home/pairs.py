"""Pairs of files that may be one person's, side by side; as many statements for twenty pairs as for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.auth.models import Office, UserAccount
from tracker.contracts.models import Contract
from tracker.core.db import db
from tracker.home.worker_filters import state_of
from tracker.people import secrets, words
from tracker.people.likeness import reasons_in
from tracker.people.models import ContactPoint, SuspectedPair, Worker
from tracker.senders.models import Sender
from tracker.web.paging import capped_count

SIZE = 20
DECIDED_SHOWN = 100


@dataclass(frozen=True)
class Side:
    """One of two files as it stands beside the other; numbers masked."""

    worker: Worker
    number: str
    passport: str
    phones: dict[bytes, str]
    home: str
    office: str
    contract: Any
    contract_state: str
    more_contracts: int


@dataclass(frozen=True)
class Pair:
    """Two files and why they may be one person's."""

    ref: str
    reasons: str
    sides: tuple[Side, Side]

    @property
    def shares_a_phone(self) -> bool:
        """Whether a number of one file is one of the other."""
        one, other = self.sides
        return bool(one.phones.keys() & other.phones.keys())

    @property
    def is_sealed(self) -> bool:
        """Whether one of the files is under seal, so that a supervisor merges them."""
        return any(side.worker.sealed_case for side in self.sides)


@dataclass(frozen=True)
class Pairs:
    """One page of pairs; `after` is the reference behind which the next page begins, if there is one.

    `count`: how many wait in all, counted no further than 1.001.
    """

    shown: list[Pair]
    count: int
    after: str | None


@dataclass(frozen=True)
class Decided:
    """A pair that was decided: who decided what, when; of two merged files only the kept one is there."""

    ref: str
    state: str
    names: tuple[tuple[str, str], ...]
    decided_at: datetime | None
    decided_by: str
    note: str


def is_suspected() -> sa.ColumnElement[bool]:
    """The condition of the partial index, in the literal form by which SQLite recognises it."""
    return SuspectedPair.state == sa.literal("suspected", literal_execute=True)


def suspected(*, today: date, after: str = "", size: int = SIZE) -> Pairs:
    """The pairs to decide, those with the most reasons first."""
    order = (SuspectedPair.likeness, SuspectedPair.id)
    wanted = _with_workers().where(is_suspected()).order_by(*(column.desc() for column in order)).limit(size + 1)
    edge = db.session.execute(sa.select(*order).where(SuspectedPair.ref == after)).first() if after else None
    if edge is not None:
        wanted = wanted.where(sa.tuple_(*order) < sa.tuple_(*map(sa.literal, edge)))
    rows = db.session.execute(wanted).all()
    shown = _side_by_side(rows[:size], today=today)
    count = capped_count(db.session(), sa.select(SuspectedPair.id).where(is_suspected()))
    return Pairs(shown, count, shown[-1].ref if len(rows) > size else None)


def pair_by_ref(ref: str) -> SuspectedPair | None:
    """A pair both of whose files are in sight."""
    return db.session.scalar(sa.select(SuspectedPair).where(SuspectedPair.ref == ref))


def side_by_side(pair: SuspectedPair, *, today: date) -> Pair | None:
    """One pair with both its files; none when one of them is merged already."""
    rows = db.session.execute(_with_workers().where(SuspectedPair.id == pair.id)).all()
    return next(iter(_side_by_side(rows, today=today)), None)


def decided() -> list[Decided]:
    """What was decided, the newest first."""
    one, other = aliased(Worker, name="one"), aliased(Worker, name="other")
    told = (
        sa.select(SuspectedPair, one.full_name, one.ref, other.full_name, other.ref, UserAccount.display_name)
        .outerjoin(one, one.id == SuspectedPair.worker_id)
        .outerjoin(other, other.id == SuspectedPair.other_id)
        .outerjoin(UserAccount, UserAccount.id == SuspectedPair.decided_by)
        .where(SuspectedPair.state != sa.literal("suspected", literal_execute=True))
    )
    newest = told.order_by(SuspectedPair.decided_at.desc(), SuspectedPair.id.desc()).limit(DECIDED_SHOWN)
    return [
        Decided(
            ref=pair.ref,
            state=pair.state,
            names=tuple((name, ref) for name, ref in ((name, ref), (other_name, other_ref)) if ref),
            decided_at=pair.decided_at,
            decided_by=by or "",
            note=pair.note,
        )
        for pair, name, ref, other_name, other_ref, by in db.session.execute(newest)
    ]


def _with_workers() -> sa.Select[SuspectedPair, Worker, Worker]:
    one, other = aliased(Worker, name="one"), aliased(Worker, name="other")
    both = sa.select(SuspectedPair, one, other).join(one, one.id == SuspectedPair.worker_id)
    return both.join(other, other.id == SuspectedPair.other_id)


def _side_by_side(rows: Sequence[Any], *, today: date) -> list[Pair]:
    workers = [worker for _pair, *both in rows for worker in both]
    contracts, phones, offices = _contracts(workers), _phones(workers), _offices(workers)
    sides = {
        worker.id: _side(worker, contracts.get(worker.id, []), phones.get(worker.id, {}), offices, today)
        for worker in workers
    }
    return [
        Pair(pair.ref, words.reasons(reasons_in(pair.likeness)), (sides[one.id], sides[other.id]))
        for pair, one, other in rows
    ]


def _side(
    worker: Worker, contracts: Sequence[Any], phones: dict[bytes, str], offices: dict[str, str], today: date
) -> Side:
    living = [one for one in contracts if state_of(one, today) in ("abroad", "after_end")]
    contract = next(iter([*living, *contracts]), None)
    passport = secrets.open_passport(worker)
    return Side(
        worker=worker,
        number=secrets.masked(secrets.open_id(worker)),
        passport=secrets.masked(passport) if passport else "",
        phones=phones,
        home=", ".join(worker.home[:2]),
        office=offices[worker.office_path],
        contract=contract,
        contract_state=state_of(contract, today),
        more_contracts=max(len(contracts) - 1, 0),
    )


def _contracts(workers: Iterable[Worker]) -> dict[int, list[Any]]:
    """The contracts of each worker, the newest first."""
    told = sa.select(
        Contract.worker_id,
        Contract.number,
        Contract.host_country,
        Contract.starts_on,
        Contract.ends_on,
        Contract.departed_on,
        Contract.returned_on,
        Sender.name.label("sender"),
    ).outerjoin(Sender, Sender.id == Contract.sender_id)
    theirs = told.where(Contract.worker_id.in_([worker.id for worker in workers]))
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(theirs.order_by(Contract.starts_on.desc(), Contract.id.desc())):
        found.setdefault(row.worker_id, []).append(row)
    return found


def _phones(workers: Iterable[Worker]) -> dict[int, dict[bytes, str]]:
    """The own telephones of each worker, masked, by the index under which they are found."""
    own = sa.select(ContactPoint).where(ContactPoint.kind == "phone", ContactPoint.relative_id.is_(None))
    theirs = own.where(ContactPoint.worker_id.in_([worker.id for worker in workers]))
    found: dict[int, dict[bytes, str]] = {}
    for point in db.session.scalars(theirs.order_by(ContactPoint.preferred.desc(), ContactPoint.id)):
        found.setdefault(point.worker_id, {})[point.value_index] = secrets.masked(secrets.open_contact(point))
    return found


def _offices(workers: Iterable[Worker]) -> dict[str, str]:
    named = sa.select(Office.path, Office.name).where(Office.path.in_({worker.office_path for worker in workers}))
    return {row.path: row.name for row in db.session.execute(named)}
