"""The timetable: names, the run diary, the heartbeat, and who leads."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from tests.cast import inside
from tracker import jobs
from tracker.cli import jobs as cli
from tracker.core import clock, runs
from tracker.core.db import db, transaction
from tracker.core.leadership import leadership
from tracker.core.runs import FormReceipt, JobRun, Outage, Tick


def test_every_line_of_the_timetable_can_be_read_and_names_are_used_once() -> None:
    names = [job.name for job in jobs.TIMETABLE]

    assert len(names) == len(set(names))
    for job in jobs.TIMETABLE:
        CronTrigger.from_crontab(job.when)


@pytest.mark.parametrize("name", [job.name for job in jobs.TIMETABLE])
def test_every_job_runs_on_an_empty_register_and_writes_the_diary(house: Flask, name: str) -> None:
    jobs.run(name)

    run = db.session.query(JobRun).one()
    assert (run.name, run.outcome) == (name, "done")


def test_a_job_that_is_not_on_the_timetable_is_refused(house: Flask) -> None:
    with pytest.raises(jobs.NoSuchJob):
        jobs.run("nothing")


def test_a_gap_in_the_heartbeat_is_kept_as_an_outage_once(house: Flask) -> None:
    jobs.tick()
    with clock.stopped_at("2020-07-15T15:00+07:00"):
        jobs.tick()
        jobs.tick()

    outage = db.session.query(Outage).one()
    assert outage.until_at - outage.from_at == timedelta(hours=3)
    assert db.session.query(Tick).count() == 1


def test_only_one_of_two_schedulers_leads_and_the_other_takes_over(app: Flask) -> None:
    with app.app_context():
        with leadership() as first, leadership() as second:
            assert (first(), second()) == (True, False)
        with leadership() as third:
            assert third()


def test_a_leader_whose_connection_the_server_ended_stops_and_another_leads(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine_name == "sqlite":
        pytest.skip("a file is locked until it is let go")
    monkeypatch.setattr(cli, "ASK_SECONDS", 0.05)
    monkeypatch.setattr(jobs, "TIMETABLE", ())
    stop = threading.Event()
    with app.app_context():
        with leadership() as first:
            assert first()
            end_connections_with_a_lock()

            cli.keep_timetable(app, stop, first)

            assert not stop.is_set()
            with leadership() as second:
                assert (first(), second()) == (False, True)
        with leadership() as third:
            assert third()


def test_the_pages_notice_that_the_server_ended_their_connection(app: Flask, engine_name: str) -> None:
    if engine_name == "sqlite":
        pytest.skip("no server, no connection to end")
    with app.app_context():
        with db.engine.connect() as kept:
            kept.execute(sa.text("SELECT pg_advisory_lock(1)"))
        end_connections_with_a_lock()

        with db.engine.connect() as again:
            assert again.scalar(sa.text("SELECT 1")) == 1


def end_connections_with_a_lock() -> None:
    """End them as an administrator or a restart does, from a connection of our own."""
    mine = "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    other = sa.create_engine(db.engine.url, poolclass=sa.NullPool)
    with other.connect() as connection:
        connection.execute(sa.text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE {mine}"))


def test_a_job_whose_hour_passed_while_the_machine_was_off_is_missed_until_it_has_run(house: Flask) -> None:
    for job in jobs.TIMETABLE:
        with clock.stopped_at("2020-07-14T02:40+07:00"):
            jobs.run(job.name)
    nightly = {"statistics", "review-registers", "nothing-forgotten"}
    at_two, at_four = clock.at("2020-07-15T02:30"), clock.at("2020-07-15T04:00")

    assert nightly & set(jobs.missed(now=clock.at("2020-07-14T03:00"))) == set()
    assert nightly & set(jobs.missed(now=at_two)) == {"review-registers", "nothing-forgotten"}
    assert nightly <= set(jobs.missed(now=at_four))
    with clock.stopped_at(at_four.isoformat()):
        jobs.run("review-registers")
    assert "review-registers" not in jobs.missed(now=at_four + timedelta(hours=1))


def test_a_job_that_failed_or_never_ran_is_missed_in_the_order_of_the_timetable(house: Flask) -> None:
    with transaction() as session:
        begun = clock.now() - timedelta(hours=1)
        session.add(JobRun(name="statistics", started_at=begun, outcome="failed"))

    assert jobs.missed(now=clock.now()) == [job.name for job in jobs.TIMETABLE]


def test_whoever_takes_the_lead_runs_what_was_missed_once_even_when_one_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, ran = threading.Event(), []

    def last() -> str:
        ran.append("last")
        stop.set()
        return "done"

    def broken() -> str:
        ran.append("broken")
        raise RuntimeError

    nightly = (jobs.Job("broken", "0 2 * * *", broken), jobs.Job("last", "0 2 * * *", last))
    monkeypatch.setattr(jobs, "TIMETABLE", nightly)

    cli.keep_timetable(app, stop, lambda: True)

    assert ran == ["broken", "last"]
    with inside(app):
        assert jobs.missed(now=clock.now()) == ["broken"]


def test_the_nightly_job_forgets_runs_and_receipts_after_ninety_days(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BATCH", 2)
    ages = [0, 89, 91, 92, 100, 400, 500]
    with transaction() as session:
        for days in ages:
            at = clock.now() - timedelta(days=days)
            session.add(JobRun(name="deliver", started_at=at, outcome="done"))
            session.add(FormReceipt(token=f"token-of-a-form-{days}", at=at))

    said = jobs.run("statistics")

    assert said == "forgotten=10"
    left = db.session.scalars(sa.select(JobRun.started_at).where(JobRun.name == "deliver")).all()
    assert sorted((clock.now() - at).days for at in left) == [0, 89]
    assert sorted(db.session.scalars(sa.select(FormReceipt.token))) == ["token-of-a-form-0", "token-of-a-form-89"]
