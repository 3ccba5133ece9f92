"""The timetable of the house, and the one way in which a job is run."""

import gc
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from apscheduler.triggers.cron import CronTrigger
from flask import current_app

from tracker.alerts import jobs as alerts
from tracker.checkins import jobs as checkins
from tracker.contracts import jobs as contracts
from tracker.core import clock
from tracker.core.db import db, gather_statistics, transaction
from tracker.core.runs import JobRun, Outage, Tick, forget_old
from tracker.core.scope import Scope, use_scope
from tracker.disruptions import jobs as disruptions
from tracker.home import jobs as home
from tracker.intake import jobs as intake
from tracker.messages import jobs as messages
from tracker.people import jobs as people

log = structlog.get_logger(__name__)
TICK_EVERY = timedelta(seconds=30)
GAP = timedelta(minutes=10)
PAUSE = 0.03  # between two batches, so that other writers have their turn
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Job:
    """One line of the timetable: a name, when it runs (cron, Vietnam's time, weekdays by name), what it does."""

    name: str
    when: str
    work: Callable[[], str]

    def trigger(self) -> CronTrigger:
        """When it runs, as the scheduler reads it."""
        return CronTrigger.from_crontab(self.when, timezone=clock.VIETNAM)


class NoSuchJob(Exception):
    """A job that does not stand on the timetable."""


TIMETABLE = (
    Job("check-ins", "*/5 * * * *", checkins.sweep),
    Job("deliver", "* * * * *", messages.deliver),
    Job("escalate", "*/5 * * * *", alerts.escalate),
    Job("wake-snoozed", "*/15 * * * *", alerts.wake),
    Job("nothing-forgotten", "30 6 * * *", alerts.audit_queue),
    Job("spread-disruptions", "15 */2 * * *", disruptions.spread),
    Job("follow-merges", "5 2 * * *", home.follow_merges),
    Job("find-doubles", "10 2 * * *", people.find_doubles),
    Job("apply-imports", "* * * * *", intake.apply_waiting),
    Job("review-registers", "20 3 * * *", contracts.review_registers),
    Job("statistics", "40 2 * * *", lambda: _keep_in_order()),
)


def settle_in() -> None:
    """What is in memory when the scheduler starts is never garbage: do not look through it again and again.

    A look took 100 ms, and it came while a batch of the sweep held the one lock for writing.
    """
    gc.collect()
    gc.freeze()


def run(name: str) -> str:
    """Run one job now, in the scope of the house, and write the run diary; what it did. Raises NoSuchJob."""
    job = next((job for job in TIMETABLE if job.name == name), None)
    if job is None:
        raise NoSuchJob(name)
    use_scope(db.session(), Scope.everything())
    run_id = _begin(name)
    try:
        detail = job.work()
    except Exception:
        db.session.rollback()
        _finish(run_id, "failed", traceback.format_exc(limit=3)[-1000:])
        raise
    _finish(run_id, "done", detail)
    return detail


def diary() -> list[tuple[Job, JobRun | None]]:
    """Every job with its last run, if it ever ran."""
    latest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.name)
    last = {run.name: run for run in db.session.scalars(sa.select(JobRun).where(JobRun.id.in_(latest)))}
    return [(job, last.get(job.name)) for job in TIMETABLE]


def missed(*, now: datetime) -> list[str]:
    """Jobs whose hour has come since they last ended well, or that never did: the machine was off. In their order."""
    return [job.name for job in TIMETABLE if _is_missed(job, now)]


def tick() -> None:
    """The heartbeat. A gap of more than ten minutes is kept as an outage, so that it blames no worker."""
    use_scope(db.session(), Scope.everything())
    now = clock.now()
    with transaction() as session:
        last = session.get(Tick, "engine")
        if last is None:
            session.add(Tick(name="engine", at=now))
            return
        if now - last.at > GAP:
            session.add(Outage(from_at=last.at, until_at=now))
        last.at = now


def _is_missed(job: Job, now: datetime) -> bool:
    done = sa.select(sa.func.max(JobRun.started_at)).where(JobRun.name == job.name, JobRun.outcome == "done")
    last = db.session.scalar(done)
    if last is None:
        return True
    intended = job.trigger().get_next_fire_time(None, last + MOMENT)
    return intended is not None and intended <= now


def _keep_in_order() -> str:
    """Forget what nobody asks for any more, then tell the database how its rows lie."""
    forgotten = 0
    while True:
        with transaction() as session:
            done = forget_old(session, now=clock.now())
        if not done:
            break
        forgotten += done
        time.sleep(PAUSE)
    with transaction() as session:
        gather_statistics(session)
    return f"forgotten={forgotten}"


def _begin(name: str) -> int:
    with transaction() as session:
        row = JobRun(name=name, started_at=clock.now())
        session.add(row)
        session.flush()
        return row.id


def _finish(run_id: int, outcome: str, detail: str) -> None:
    with transaction() as session:
        finished = sa.update(JobRun).where(JobRun.id == run_id)
        session.execute(finished.values(outcome=outcome, detail=detail, finished_at=clock.now()))
    log.info("job", run=run_id, outcome=outcome, app=current_app.name)
