"""Lives as rows, written many at a time: people first, then what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

import sqlalchemy as sa

from tracker.contracts.models import Contract
from tracker.contracts.terms import TERM_NAMES
from tracker.core.clock import start_of
from tracker.core.crypto import new_ref
from tracker.core.db import Base, db, insert_rows
from tracker.demo.answers import PLAYED, History, draw_history
from tracker.demo.days import Days
from tracker.demo.histories import HistoryRows
from tracker.demo.lives import Life
from tracker.law.book import ruleset_in_force
from tracker.people.models import ContactPoint, NameKey, Relative, Worker
from tracker.people.rows import contact_row, name_key_rows, relative_row, worker_row

OFFICE_HOUR = timedelta(hours=9)


@dataclass(frozen=True)
class Written:
    """How many rows were written, and the contracts whose worker's answer is yet to be played."""

    rows: int
    to_play: tuple[tuple[str, int], ...]


def write_lives(lives: Sequence[Life], *, days: Days, chance: Random) -> Written:
    """Write so many made-up workers with everything about them."""
    registered = {life.number: _registered_at(life, days) for life in lives}
    workers = {
        life.number: worker_row(life.person, ref=new_ref("NLD"), by_id=None, now=registered[life.number])
        for life in lives
    }
    ids = _write(Worker, workers)
    written = len(ids)
    written += _write_about_people(lives, ids, registered)
    contracts = {life.number: _contract_row(life, ids[life.number], registered[life.number]) for life in lives}
    contract_ids = _write(Contract, contracts)
    written += len(contract_ids)
    histories = HistoryRows(days)
    for life in lives:
        histories.add(
            life, _history(chance, days, life), worker_id=ids[life.number], contract_id=contract_ids[life.number]
        )
    to_play = ((life.behaviour, contract_ids[life.number]) for life in lives if life.behaviour in PLAYED)
    return Written(written + histories.write(), tuple(to_play))


def _history(chance: Random, days: Days, life: Life) -> History | None:
    left_on = life.contract.departed_on
    if left_on is None or not life.behaviour:
        return None
    return draw_history(chance, days, life.contract.terms, life.behaviour, departed_on=left_on)


def _write_about_people(lives: Sequence[Life], ids: dict[int, int], registered: dict[int, datetime]) -> int:
    session = db.session()
    keys = [row for life in lives for row in name_key_rows(ids[life.number], life.person.full_name)]
    contacts = [
        contact_row(ids[life.number], contact, now=registered[life.number])
        for life in lives
        for contact in life.person.contacts
    ]
    kin = [(life, relative) for life in lives for relative in life.relatives]
    relatives = {
        place: relative_row(ids[life.number], relative, now=registered[life.number])
        for place, (life, relative) in enumerate(kin)
    }
    relative_ids = _write(Relative, relatives)
    contacts += [
        contact_row(ids[life.number], contact, now=registered[life.number], relative_id=relative_ids[place])
        for place, (life, relative) in enumerate(kin)
        for contact in relative.contacts
    ]
    return insert_rows(session, NameKey, keys) + insert_rows(session, ContactPoint, contacts) + len(relative_ids)


def _contract_row(life: Life, worker_id: int, registered_at: datetime) -> dict[str, Any]:
    drawn = life.contract
    signed_on = drawn.terms.signed_on or drawn.terms.starts_on
    return {
        **{name: getattr(drawn.terms, name) for name in TERM_NAMES},
        "ref": new_ref("HD"),
        "worker_id": worker_id,
        "departed_on": drawn.departed_on,
        "departure_flag": "",
        "returned_on": drawn.returned_on,
        "end_reason": drawn.end_reason,
        "claimed_state": "",
        "ruleset": _ruleset(signed_on.toordinal()),
        "created_at": registered_at,
        "created_by": None,
        "version": 1,
    }


@lru_cache(maxsize=4096)
def _ruleset(ordinal: int) -> str:
    return ruleset_in_force(date.fromordinal(ordinal)).id


def _registered_at(life: Life, days: Days) -> datetime:
    signed_on = life.contract.terms.signed_on or life.contract.terms.starts_on
    return min(start_of(signed_on + timedelta(days=2)) + OFFICE_HOUR, days.now - timedelta(hours=1))


def _write(model: type[Base], rows: dict[int, dict[str, Any]]) -> dict[int, int]:
    """Write rows that have a reference; the number that each was given, under the same key."""
    session = db.session()
    table = sa.inspect(model).columns
    before = session.scalar(sa.select(sa.func.max(table.id))) or 0
    insert_rows(session, model, list(rows.values()))
    given = dict(session.execute(sa.select(table.ref, table.id).where(table.id > before)).all())
    return {key: given[row["ref"]] for key, row in rows.items()}
