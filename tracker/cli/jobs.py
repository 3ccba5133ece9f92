"""`tracker jobs`: the timetable from the command line, and the scheduler process."""

import signal
import threading
from typing import Any

import click
import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, current_app
from flask.cli import with_appcontext

from tracker.core import clock
from tracker.core.db import db
from tracker.core.leadership import Held, leadership

log = structlog.get_logger(__name__)
RETRY_SECONDS = 2.0
ASK_SECONDS = 10.0


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
        with leadership() as held:
            if held():
                keep_timetable(app, stop, held)
        stop.wait(RETRY_SECONDS)


def keep_timetable(app: Flask, stop: threading.Event, held: Held) -> None:
    """Keep the timetable until told to stop or the lead is lost; each job in a session of its own.

    What was missed while nobody kept it runs first, once: the scheduler itself only looks forward.
    """
    from tracker import jobs as timetable

    ended = threading.Event()
    scheduler = BackgroundScheduler(timezone=clock.VIETNAM)
    _within(app, timetable.tick)
    with app.app_context():
        missed = timetable.missed(now=clock.now())
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    every = int(timetable.TICK_EVERY.total_seconds())
    scheduler.add_job(_within, "interval", seconds=every, args=[app, timetable.tick], **options)
    for job in timetable.TIMETABLE:
        scheduler.add_job(_within, job.trigger(), args=[app, timetable.run, job.name], id=job.name, **options)
    scheduler.add_job(_catch_up, args=[app, missed, ended], **options)
    scheduler.start()
    while not stop.wait(ASK_SECONDS) and held():
        pass
    ended.set()
    scheduler.shutdown(wait=True)


def _within(app: Flask, work: Any, *told: Any) -> None:
    with app.app_context():
        try:
            work(*told)
        finally:
            db.session.remove()


def _catch_up(app: Flask, names: list[str], ended: threading.Event) -> None:
    from tracker import jobs as timetable

    for name in names:
        if ended.is_set():
            return
        try:
            _within(app, timetable.run, name)
        except Exception:
            # It stands in the diary as failed; the others that were missed do not wait for it.
            log.exception("a missed job failed", job=name)
