"""Nouns: a plan of check-ins, when it is due, each expected check-in, and the answers to it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.contracts.models import Contract
from tracker.core.db import Base, one_of
from tracker.core.scope import OfWorker

PLAN_STATES = ("active", "paused", "closed")
WAITING_STATES = ("open", "reminded", "late")
STATES = (
    *WAITING_STATES,
    "missed",
    "answered_ok",
    "answered_problem",
    "answered_help",
    "confirmed_by_third",
    "cancelled",
    "superseded",
    "void",
)
ANSWERS = ("ok", "problem", "help")


class Plan(OfWorker, Base):
    """How often one worker is asked under one contract. An event that runs there may set the pace meanwhile."""

    __tablename__ = "check_in_plan"
    __table_args__ = (
        one_of("state", PLAN_STATES, "state"),
        sa.Index("ix_check_in_plan_worker_id", "worker_id"),
        sa.Index(
            "ix_check_in_plan_paced_by",
            "paced_by",
            postgresql_where=sa.text("paced_by IS NOT NULL"),
            sqlite_where=sa.text("paced_by IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id", ondelete="CASCADE"), unique=True)
    rhythm: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(8), default="active")
    paced_by: Mapped[int | None]
    pace: Mapped[str | None] = mapped_column(sa.String(20))
    created_at: Mapped[datetime]

    contract: Mapped[Contract] = relationship()


class PlanDue(OfWorker, Base):
    """Narrow row per active plan: when the next check-in opens and which number it will have."""

    __tablename__ = "plan_due"
    __table_args__ = (
        sa.Index("ix_plan_due_rhythm_next_open_at", "rhythm", "next_open_at"),
        sa.Index("ix_plan_due_worker_id", "worker_id"),
    )

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("check_in_plan.id", ondelete="CASCADE"), primary_key=True)
    rhythm: Mapped[str] = mapped_column(sa.String(20))
    next_open_at: Mapped[datetime]
    cycle_no: Mapped[int] = mapped_column(default=1)


class CheckIn(OfWorker, Base):
    """One expected check-in. Its times are a snapshot of the rhythm on the day it opened."""

    __tablename__ = "check_in"
    __table_args__ = (
        one_of("state", STATES, "state"),
        sa.UniqueConstraint("plan_id", "cycle_no"),
        sa.Index(
            "ix_check_in_next_step_at",
            "next_step_at",
            postgresql_where=sa.text("state IN ('open', 'reminded', 'late')"),
            sqlite_where=sa.text("state IN ('open', 'reminded', 'late')"),
        ),
        sa.Index("ix_check_in_worker_id_opened_at", "worker_id", "opened_at"),
        sa.Index(
            "ix_check_in_disruption_id",
            "disruption_id",
            postgresql_where=sa.text("disruption_id IS NOT NULL"),
            sqlite_where=sa.text("disruption_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("check_in_plan.id", ondelete="CASCADE"))
    cycle_no: Mapped[int]
    rhythm: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(18), default="open")
    opened_at: Mapped[datetime]
    remind_at: Mapped[datetime]
    late_at: Mapped[datetime]
    missed_at: Mapped[datetime]
    next_step_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    disruption_id: Mapped[int | None]


class Answer(OfWorker, Base):
    """One answer to a check-in, by whatever way; a worker may answer again."""

    __tablename__ = "check_in_answer"
    __table_args__ = (
        one_of("answer", ANSWERS, "answer"),
        sa.Index("ix_check_in_answer_check_in_id", "check_in_id"),
        sa.Index("ix_check_in_answer_worker_id_at", "worker_id", "at"),
        sa.Index("ix_check_in_answer_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_in_id: Mapped[int] = mapped_column(sa.ForeignKey("check_in.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(sa.String(8))
    about: Mapped[str] = mapped_column(sa.String(40), default="")
    via: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
