"""Marks of an event: the common alert of the office stands for them, and no counter or ladder counts them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.alerts.cases import an_alert, noon
from tests.cast import a_worker, inside, signed_in, the_cast
from tracker.alerts import actions, bulk, queries
from tracker.alerts.models import Alert, AlertEntry
from tracker.alerts.queries.filters import Filters
from tracker.auth.models import UserAccount
from tracker.core import clock
from tracker.core.db import db, transaction

NOW = noon("2020-07-15")
MUCH_LATER = NOW + timedelta(days=60)
EVENT = {"cause": "disruption", "cause_id": 7, "now": NOW, "host_country": "TWN"}
COUNTER = re.compile(r'href="(/alerts\?[^"]+)"><span>([^<]+)</span> <b>(\d+)</b>')


@pytest.fixture
def people(house: Flask) -> dict[str, UserAccount]:
    return the_cast()


def an_event() -> tuple[Alert, list[Alert]]:
    """The common alert of an office under an event, and three marks held under it."""
    with transaction():
        shared = an_alert(None, office_path="vn.11.099", dedupe_key="event:7:vn.11.099", severity=4, **EVENT)
        marks = [
            an_alert(a_worker(name), dedupe_key=f"event:7:w:{name}", severity=4, parent=shared, **EVENT)
            for name in ("Lò A", "Lò B", "Lò C")
        ]
    return shared, marks


def test_marks_are_on_no_counter_and_in_no_list_but_that_of_their_event(people: dict[str, UserAccount]) -> None:
    an_event()
    lan = people["lan"]

    def listed(**filters: str) -> int:
        return len(queries.queue(Filters(**filters), user_id=lan.id, now=MUCH_LATER).lines)

    counts = queries.counters(lan, MUCH_LATER)
    assert (counts.open, counts.late, counts.nobody) == (1, 1, 1)
    assert (listed(), listed(late="1"), listed(owner="none", state="new"), listed(severity="4")) == (1, 1, 1, 1)
    assert listed(event="7") == 4
    assert listed(event="7", late="1") == 1
    [office] = queries.open_by_office(MUCH_LATER)
    assert (office.open, office.late, office.unacknowledged) == (1, 1, 1)
    assert queries.open_counts() == {4: 1}
    assert [(one.country, one.alerts) for one in queries.open_by_country()] == [("TWN", 1)]


def test_a_mark_that_somebody_took_or_found_graver_counts_like_any_alert(people: dict[str, UserAccount]) -> None:
    _shared, (taken, graver, _mark) = an_event()
    with transaction():
        actions.acknowledge(taken, by=people["lan"], now=NOW)
        actions.regrade(graver, 2, reason="", by=people["lan"], now=NOW)

    counts = queries.counters(people["lan"], MUCH_LATER)

    assert (counts.open, counts.late, counts.mine, counts.nobody) == (3, 3, 1, 2)


def test_marks_climb_no_ladder_and_their_pages_foretell_none(people: dict[str, UserAccount]) -> None:
    shared, marks = an_event()

    for days in (5, 30):
        with transaction():
            actions.escalate_overdue(now=NOW + timedelta(days=days))

    assert set(db.session.scalars(sa.select(AlertEntry.alert_id))) == {shared.id}
    db.session.expire_all()
    page = queries.page_of(marks[0].ref, now=NOW)
    assert page is not None
    assert page.ahead == ()


def test_a_mark_that_was_put_aside_wakes(people: dict[str, UserAccount]) -> None:
    _shared, (mark, *_others) = an_event()
    with transaction():
        actions.snooze(mark, until=NOW + timedelta(days=2), reason="Chờ", by=people["lan"], now=NOW)
    with transaction():
        actions.escalate_overdue(now=NOW + timedelta(days=2))

    db.session.expire_all()
    assert mark.state == "new"


def test_bulk_work_reaches_marks_only_by_their_event(people: dict[str, UserAccount]) -> None:
    an_event()

    assert bulk.rehearse(Filters(), "acknowledge", by=people["minh"], now=NOW).count == 1
    assert bulk.rehearse(Filters(event="7"), "acknowledge", by=people["minh"], now=NOW).count == 4


def test_every_counter_opens_a_list_of_as_many(app: Flask) -> None:
    with inside(app):
        lan = the_cast()["lan"]
        _shared, (taken, *_marks) = an_event()
        with transaction():
            for severity in (1, 2, 3, 4):
                an_alert(a_worker(), dedupe_key=f"x:{severity}", severity=severity, now=NOW)
            actions.acknowledge(taken, by=lan, now=NOW)
    with clock.stopped_at(MUCH_LATER.isoformat()):
        officer, supervisor = signed_in(app, "lan"), signed_in(app, "minh")
        told = {
            name: (int(count), total(officer, url)) for url, name, count in COUNTER.findall(officer.get("/today").text)
        }
        board = [
            (int(count), total(supervisor, url)) for url, _, count in COUNTER.findall(supervisor.get("/board").text)
        ]

    assert told == {"Khẩn cấp": (1, 1), "Quá hạn": (6, 6), "Chưa ai nhận": (5, 5)}
    assert board == [(1, 1), (1, 1), (1, 1), (3, 3)]


def total(browser: FlaskClient, url: str) -> int:
    """How many alerts a list says it has."""
    found = re.search(r"\d+ trong (\d+) cảnh báo", browser.get(url.replace("&amp;", "&")).text)
    return int(found[1]) if found else 0
