"""A thousand workers whose turn has come, and child processes that can be killed without warning."""

import os
import random
import signal
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from tests.cast import offices
from tracker.checkins.models import Plan, PlanDue
from tracker.contracts.models import Contract
from tracker.core import clock, crypto
from tracker.core.db import db, insert_rows, transaction
from tracker.core.scope import Scope, use_scope
from tracker.people.models import ContactPoint, ContactStatus, Worker
from tracker.people.secrets import seal_contact

LEFT = date(2019, 5, 10)


def a_crowd(size: int, *, due_at: datetime, kind: str = "phone") -> None:
    """So many workers in Taiwan, each with one address and a plan due at this instant."""
    offices()
    now = clock.now()
    numbers = range(1, size + 1)
    rows: dict[Any, list[dict[str, Any]]] = {
        Worker: [_worker(number, now) for number in numbers],
        ContactStatus: [{"worker_id": number} for number in numbers],
        Contract: [_contract(number, now) for number in numbers],
        ContactPoint: [_contact(number, kind, now) for number in numbers],
        Plan: [_plan(number, now) for number in numbers],
        PlanDue: [
            {"plan_id": number, "worker_id": number, "rhythm": "normal", "next_open_at": due_at} for number in numbers
        ],
    }
    with transaction() as session:
        for model, listed in rows.items():
            assert insert_rows(session, model, listed) == size


def killed_at_random(app: Flask, work: Callable[[], object], *, times: int, statements: int, seed: int) -> int:
    """Start the work in a new process and kill it after a random number of statements, again and again.

    Counted in statements rather than seconds, so that a fast machine is hit in the midst of its work as a slow one is;
    how often it was still at it.
    """
    chance, hit = random.Random(seed), 0
    for _ in range(times):
        pid, told = _child(app, work)
        _wait_for(told, chance.randint(1, statements))
        os.kill(pid, signal.SIGKILL)
        os.close(told)
        hit += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    return hit


def at_once(app: Flask, work: Callable[[], object], *, processes: int) -> None:
    """Do the same work in several processes at the same time; all must end well."""
    children = [_child(app, work) for _ in range(processes)]
    for pid, told in children:
        while os.read(told, 1000):
            pass
        os.close(told)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _child(app: Flask, work: Callable[[], object]) -> tuple[int, int]:
    """A forked process with connections of its own that has begun its work; where it tells of every statement."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        os.close(told)
        try:
            with app.app_context():
                db.engine.dispose(close=False)
                use_scope(db.session(), Scope.everything())
                sa.event.listen(db.engine, "before_cursor_execute", lambda *_: os.write(tell, b"."))
                os.write(tell, b"!")
                work()
            status = 0
        finally:
            os._exit(status)
    os.close(tell)
    _wait_for(told, 1)
    return pid, told


def _wait_for(told: int, bytes_left: int) -> None:
    """Until the child has told so much, or is through."""
    while bytes_left and (read := os.read(told, bytes_left)):
        bytes_left -= len(read)


def _worker(number: int, now: datetime) -> dict[str, Any]:
    name = f"Lò Văn {number}"
    return {
        "id": number,
        "ref": f"NLD-{number:06d}",
        "full_name": name,
        "name_fold": name.lower(),
        "sort_key": name.lower(),
        "sex": "male",
        "birth_date": date(1990, 1, 1),
        "office_path": "vn.11.099",
        "id_kind": "cmnd",
        "id_number_sealed": b"-",
        "id_number_index": crypto.blind("id_number", str(number)),
        "id_last4_index": b"-",
        "created_at": now,
    }


def _contract(number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "ref": f"HD-{number:06d}",
        "worker_id": number,
        "form": "SERVICE_ENTERPRISE",
        "host_country": "TWN",
        "starts_on": LEFT,
        "ends_on": date(2022, 5, 9),
        "term_months": 36,
        "departed_on": LEFT,
        "created_at": now,
    }


def _contact(number: int, kind: str, now: datetime) -> dict[str, Any]:
    ref = f"LL-{number:06d}"
    sealed = seal_contact(kind, f"+886{900000000 + number}" if kind == "phone" else f"w{number}@example.vn", ref)
    return {
        "ref": ref,
        "worker_id": number,
        "kind": kind,
        "value_sealed": sealed.value_sealed,
        "value_index": sealed.value_index,
        "last4_index": sealed.last4_index,
        "place": sealed.place,
        "created_at": now,
    }


def _plan(number: int, now: datetime) -> dict[str, Any]:
    return {"id": number, "worker_id": number, "contract_id": number, "rhythm": "normal", "created_at": now}
