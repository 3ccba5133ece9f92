"""The timetable: names, the run diary, the heartbeat, and who leads."""

from datetime import timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from tracker import jobs
from tracker.core import clock
from tracker.core.db import db
from tracker.core.runs import JobRun, Outage, Tick


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
        with jobs.leadership() as first, jobs.leadership() as second:
            assert (first, second) == (True, False)
        with jobs.leadership() as third:
            assert third
