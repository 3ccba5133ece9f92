"""How both ways are timed: inside a transaction that is taken back, so that every round finds the same register."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import Any

from bench.measure import Timed, timed
from bench.register import Register
from tracker.core.db import db, do_last_things, transaction
from tracker.core.scope import Scope, use_scope

_numbers = count()


def by_driver(register: Register, work: Callable[[], int], **tables: Sequence[dict[str, Any]]) -> Timed:
    """Work by the driver alone; `tables` are laid out beside the register before the clock starts."""
    register.begin()
    try:
        for name, rows in tables.items():
            _lay_out(register, name, rows)
        return timed(work)
    finally:
        register.undo()


def by_us(work: Callable[[], int], *, scope: Scope | None = None, writes: bool = True) -> Timed:
    """Work by the product, in a session of its own."""
    db.session.remove()
    use_scope(db.session(), scope or Scope.everything())
    try:
        return _written_and_taken_back(work) if writes else timed(work)
    finally:
        db.session.rollback()
        db.session.remove()
        use_scope(db.session(), Scope.everything())


def _written_and_taken_back(work: Callable[[], int]) -> Timed:
    found: list[Timed] = []
    with suppress(_TakenBack), transaction() as session:

        def whole() -> int:
            done = work()
            do_last_things(session)
            return done

        found.append(timed(whole))
        raise _TakenBack
    return found[0]


class _TakenBack(Exception):
    """Ends a transaction without leaving anything behind."""


def audit_values(now: datetime, what: str) -> dict[str, Any]:
    """The values of one line of the audit book: the product writes one, so the hand writes one."""
    return {"now": now, "what": what, "digest": f"{next(_numbers):064d}"}


def _lay_out(register: Register, name: str, rows: Sequence[dict[str, Any]]) -> None:
    instants = "TEXT" if register.engine == "sqlite" else "TIMESTAMPTZ"
    kinds = {datetime: instants, int: "INTEGER", str: "TEXT"}
    columns = ", ".join(f"{column} {kinds[type(value)]}" for column, value in rows[0].items())
    register.by_driver(f"CREATE TEMPORARY TABLE {name} ({columns})")
    values = ", ".join(f":{column}" for column in rows[0])
    for row in rows:
        register.by_driver(f"INSERT INTO {name} VALUES ({values})", row)
