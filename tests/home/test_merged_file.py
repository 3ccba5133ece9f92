"""A merged file is in no list, search, count, plan, event, board or export; what it held stands in the kept one."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, inside, post, signed_in, the_cast
from tests.home.two_files import a_call_for, a_plan_of, a_touch, a_user, an_event, merged, two_files
from tracker import jobs
from tracker.alerts.queries import Filters as AlertFilters
from tracker.alerts.queries import queue
from tracker.checkins.models import Answer, CheckIn
from tracker.core import clock, crypto
from tracker.core.db import db, transaction
from tracker.disruptions.models import Disruption, Episode
from tracker.disruptions.queries import board
from tracker.disruptions.queries.affected import affected
from tracker.home import morning, worker_list
from tracker.home.board import countries
from tracker.home.worker_filters import STATES, Filters
from tracker.people.models import Worker

NAME = "Lò Thị Oanh"


@pytest.fixture
def refs(app: Flask) -> dict[str, str]:
    """Oanh's file, abroad and touched by an event, was merged into Ánh's, who is planned to leave later."""
    with inside(app):
        the_cast()
        files = two_files(other={"full_name": NAME})
        with transaction():
            a_contract_abroad(files.kept, departed_on=None, starts_on=date(2025, 1, 1), ends_on=date(2027, 1, 1))
            contract, event = a_contract_abroad(files.other), an_event()
            a_plan_of(contract)
            a_touch(event, contract)
            a_call_for(files.other)
        found = {"other": files.other.ref, "kept": files.kept.ref, "event": event.ref}
        merged(files)
    return found


def test_no_page_names_it_and_no_search_finds_it_by_name(app: Flask, refs: dict[str, str]) -> None:
    minh = signed_in(app, "minh")

    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.rule != "/audit":
            page = minh.get(rule.rule, follow_redirects=True).text
            assert NAME not in page, rule.rule
            assert refs["other"] not in page, rule.rule
    assert NAME not in minh.get(f"/events/{refs['event']}/people").text
    address = post(minh, "/workers/search", q="lo thi oanh").headers["Location"]
    assert "person__name" not in minh.get(address).text


def test_lists_and_counts_hold_the_person_once(app: Flask, refs: dict[str, str]) -> None:
    with inside(app):
        today, now, user = clock.today(), clock.now(), a_user("minh")
        in_state = {state: worker_list.page(Filters(state=state), today=today) for state in ("", *STATES)}
        told = {state: [line.ref for line in listing.lines] for state, listing in in_state.items() if listing.lines}
        event = db.session.scalars(sa.select(Disruption)).one()

        assert told == {"": [refs["kept"]], "abroad": [refs["kept"]], "waiting": [refs["kept"]]}
        assert {listing.count for state, listing in in_state.items() if state in told} == {1}
        assert [(row.code, row.workers, row.alerts) for row in countries()] == [("TWN", 1, 1)]
        assert board.counts(event, now=now).affected == 1
        assert [line.who for line in queue(AlertFilters(), user_id=user.id, now=now).lines] == ["Lò Thị Ánh"]
        assert (morning.counts(user, now).incomplete, morning.counts(user, now).doubles) == (0, 0)


def test_a_link_sent_to_the_merged_file_s_worker_answers_for_the_kept_one(app: Flask, refs: dict[str, str]) -> None:
    with inside(app):
        asked = db.session.scalars(sa.select(CheckIn.ref).where(CheckIn.state == "open")).one()
        link = "/t/" + crypto.sign("check-in", asked)
    client = app.test_client()

    page = client.get(link)
    answer = post(client, link, answer="ok")

    assert (page.status_code, answer.status_code) == (200, 303)
    with inside(app):
        ref = sa.select(Worker.ref).join(Answer, Answer.worker_id == Worker.id)
        assert db.session.scalars(ref).one() == refs["kept"]


def test_exports_and_the_engine_know_the_kept_file_alone(app: Flask, refs: dict[str, str]) -> None:
    with inside(app):
        day = date(2020, 7, 1)
        told = {"country": "TWN", "indicator": "C8", "rule": ">=", "level": 4, "days": 9, "end_reason": "open"}
        spell = {"start_on": day, "end_on": day + timedelta(days=8)}
        with transaction() as session:
            session.add(Episode(ref="DX-1", imported_at=clock.now(), **told, **spell))
        kept_id = db.session.scalars(sa.select(Worker.id)).one()

        assert [row.worker_ref for row in affected(clock.today())] == [refs["kept"]]
        with clock.stopped_at("2020-08-20T09:00+07:00"):
            jobs.run("check-ins")
            jobs.run("spread-disruptions")
            jobs.run("find-doubles")
        assert set(db.session.scalars(sa.select(CheckIn.worker_id))) == {kept_id}
