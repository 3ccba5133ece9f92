"""Plans, check-ins, answers and signs of life of many workers, gathered as rows and written together."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from tracker.checkins.models import Answer, CheckIn, Plan, PlanDue
from tracker.core.clock import start_of
from tracker.core.crypto import new_ref
from tracker.core.db import db, insert_rows
from tracker.demo.answers import Asked, History
from tracker.demo.days import Days
from tracker.demo.lives import Life
from tracker.people.actions import STRENGTHS
from tracker.people.models import ContactStatus, SignOfLife

STATE_OF = {"late": "late", "silent": "late", "lost_contact": "lost_contact"}


class HistoryRows:
    """Collects the rows of histories; `write` stores them."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._statuses: list[dict[str, Any]] = []
        self._signs: list[dict[str, Any]] = []
        self._plans: dict[int, tuple[dict[str, Any], History]] = {}

    def add(self, life: Life, history: History | None, *, worker_id: int, contract_id: int) -> None:
        """Take one worker in; without a history the worker is at home, before or after."""
        if history is None:
            self._at_home(life, worker_id)
            return
        self._sign(worker_id, "travel_record", history.travelled_at, source="exit")
        for one in history.asked:
            if one.answered_at:
                self._sign(worker_id, "own_answer", one.answered_at, source="link")
        if history.family_heard_at:
            self._sign(worker_id, "family", history.family_heard_at, source="")
        self._statuses.append(_status(worker_id, STATE_OF.get(life.behaviour, "in_touch"), history))
        plan = {
            "worker_id": worker_id,
            "contract_id": contract_id,
            "rhythm": history.rhythm.name,
            "state": "active",
            "created_at": history.travelled_at,
        }
        self._plans[contract_id] = plan, history

    def write(self) -> int:
        """Store everything; how many rows."""
        session = db.session()
        written = insert_rows(session, ContactStatus, self._statuses)
        written += insert_rows(session, SignOfLife, self._signs)
        if not self._plans:
            return written
        ids = self._write_plans()
        due = [_due(ids[contract_id], plan, history) for contract_id, (plan, history) in self._plans.items()]
        written += len(ids) + insert_rows(session, PlanDue, due)
        return written + self._write_check_ins(ids)

    def _at_home(self, life: Life, worker_id: int) -> None:
        came = life.contract.returned_on
        at = start_of(came) if came else None
        if life.contract.departed_on:
            self._sign(worker_id, "travel_record", start_of(life.contract.departed_on), source="exit")
        if at:
            self._sign(worker_id, "travel_record", at, source="entry")
        status = {
            "worker_id": worker_id,
            "state": "closed" if came else "new",
            "last_sure_at": at,
            "last_sure_kind": "travel_record" if at else "",
            "last_weak_at": None,
            "last_weak_kind": "",
            "next_contact_at": None,
        }
        self._statuses.append(status)

    def _sign(self, worker_id: int, kind: str, at: datetime, *, source: str) -> None:
        strength: Decimal = STRENGTHS[kind]
        sign = {"worker_id": worker_id, "kind": kind, "at": at, "strength": strength}
        self._signs.append({**sign, "source": source, "note": "", "recorded_at": at})

    def _write_plans(self) -> dict[int, int]:
        session = db.session()
        before = session.scalar(sa.select(sa.func.max(Plan.id))) or 0
        insert_rows(session, Plan, [plan for plan, _ in self._plans.values()])
        return dict(session.execute(sa.select(Plan.contract_id, Plan.id).where(Plan.id > before)).all())

    def _write_check_ins(self, ids: dict[int, int]) -> int:
        session = db.session()
        told = [
            (_check_in(ids[contract_id], plan, history, one), one)
            for contract_id, (plan, history) in self._plans.items()
            for one in history.asked
        ]
        before = session.scalar(sa.select(sa.func.max(CheckIn.id))) or 0
        insert_rows(session, CheckIn, [row for row, _ in told])
        numbers = dict(session.execute(sa.select(CheckIn.ref, CheckIn.id).where(CheckIn.id > before)).all())
        answers = [_answer(numbers[row["ref"]], row, one) for row, one in told if one.answered_at]
        return len(told) + insert_rows(session, Answer, answers)


def _status(worker_id: int, state: str, history: History) -> dict[str, Any]:
    answered = history.last_answer_at
    return {
        "worker_id": worker_id,
        "state": state,
        "last_sure_at": answered or history.travelled_at,
        "last_sure_kind": "own_answer" if answered else "travel_record",
        "last_weak_at": history.family_heard_at,
        "last_weak_kind": "family" if history.family_heard_at else "",
        "next_contact_at": history.next_open_at,
    }


def _due(plan_id: int, plan: dict[str, Any], history: History) -> dict[str, Any]:
    return {
        "plan_id": plan_id,
        "worker_id": plan["worker_id"],
        "rhythm": plan["rhythm"],
        "next_open_at": history.next_open_at,
        "cycle_no": len(history.asked) + 1,
    }


def _check_in(plan_id: int, plan: dict[str, Any], history: History, one: Asked) -> dict[str, Any]:
    times = history.rhythm.times(one.opened_at)
    return {
        "ref": new_ref("DD"),
        "worker_id": plan["worker_id"],
        "plan_id": plan_id,
        "cycle_no": one.cycle_no,
        "rhythm": plan["rhythm"],
        "state": one.state,
        "opened_at": one.opened_at,
        "remind_at": times.remind_at,
        "late_at": times.late_at,
        "missed_at": times.missed_at,
        "next_step_at": one.next_step_at,
        "answered_at": one.answered_at,
        "disruption_id": None,
    }


def _answer(check_in_id: int, row: dict[str, Any], one: Asked) -> dict[str, Any]:
    told = {"check_in_id": check_in_id, "worker_id": row["worker_id"], "answer": "ok", "about": "", "via": "link"}
    return {**told, "at": one.answered_at, "note": ""}
