"""`tracker jobs`: the timetable from the command line, and the scheduler process."""

import signal
import threading
from typing import Any

import click
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask, current_app
from flask.cli import with_appcontext

from tracker.core.clock import VIETNAM
from tracker.core.db import db

RETRY_SECONDS = 2.0


@click.group()
def jobs() -> None:
    """What happens by itself: list it, run one, start the scheduler."""


@jobs.command("list")
@with_appcontext
def list_jobs() -> None:
    """The timetable, with the last run of each job."""
    from tracker import jobs as timetable

    for job, last in timetable.diary():
        ran = f"{last.started_at:%Y-%m-%d %H:%M} {last.outcome} {last.detail}" if last else "-"
        click.echo(f"{job.name:22} {job.when:16} {ran}")


@jobs.command("run")
@click.argument("name")
@with_appcontext
def run_job(name: str) -> None:
    """Run one job now."""
    from tracker import jobs as timetable

    try:
        click.echo(timetable.run(name))
    except timetable.NoSuchJob as error:
        raise click.ClickException(f"Không có việc tên {name}. Xem: tracker jobs list") from error


@jobs.command("start")
@with_appcontext
def start() -> None:
    """Run the timetable until stopped. Several may be started: one works, the others wait to take over."""
    from tracker import jobs as timetable

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    timetable.settle_in()
    while not stop.is_set():
        with timetable.leadership() as led:
            if led:
                _work(app, timetable, stop)
        stop.wait(RETRY_SECONDS)


def _work(app: Flask, timetable: Any, stop: threading.Event) -> None:
    """Keep the timetable until told to stop; each job in a context, and so in a session, of its own."""

    def within_context(work: Any, *told: Any) -> None:
        with app.app_context():
            try:
                work(*told)
            finally:
                db.session.remove()

    scheduler = BackgroundScheduler(timezone=VIETNAM)
    within_context(timetable.tick)
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    every = int(timetable.TICK_EVERY.total_seconds())
    scheduler.add_job(within_context, "interval", seconds=every, args=[timetable.tick], **options)
    for job in timetable.TIMETABLE:
        trigger = CronTrigger.from_crontab(job.when, timezone=VIETNAM)
        scheduler.add_job(within_context, trigger, args=[timetable.run, job.name], id=job.name, **options)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
