"""The run diary: which job ran when, the engine's heartbeat, outages, and receipts of sent forms."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.db import BATCH, Base, changed, one_of

KEPT_FOR = timedelta(days=90)


class JobRun(Base):
    """One run of one job of the timetable."""

    __tablename__ = "job_run"
    __table_args__ = (
        one_of("outcome", ("running", "done", "failed", "skipped"), "outcome"),
        sa.Index("ix_job_run_name_started_at", "name", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(sa.String(10), default="running")
    detail: Mapped[str] = mapped_column(default="")


class Tick(Base):
    """The heartbeat of the engine: one row per scheduler, moved forward every 30 seconds."""

    __tablename__ = "tick"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    at: Mapped[datetime]


class Outage(Base):
    """A gap in the heartbeat; its length is added to every check-in that was open, so nobody is blamed for it.

    That is done batch by batch: `applied_to` is the last check-in that has it, `applied_at` the end of it all.
    """

    __tablename__ = "outage"
    __table_args__ = (sa.CheckConstraint("until_at > from_at", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_at: Mapped[datetime] = mapped_column(unique=True)
    until_at: Mapped[datetime]
    applied_to: Mapped[int | None]
    applied_at: Mapped[datetime | None]


class FormReceipt(Base):
    """The one-time token of a form that was sent, and where its first sending led."""

    __tablename__ = "form_receipt"

    token: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    led_to: Mapped[str] = mapped_column(default="")


def forget_old(session: Session, *, now: datetime) -> int:
    """Forget up to a batch each of runs and of receipts that are older than ninety days; how many."""
    before = now - KEPT_FOR
    runs = sa.select(JobRun.id).where(JobRun.started_at < before).order_by(JobRun.id).limit(BATCH)
    receipts = sa.select(FormReceipt.token).where(FormReceipt.at < before).order_by(FormReceipt.at).limit(BATCH)
    return changed(session, sa.delete(JobRun).where(JobRun.id.in_(runs))) + changed(
        session, sa.delete(FormReceipt).where(FormReceipt.token.in_(receipts))
    )
