"""An officer of Nghệ An sees none of Điện Biên's rows: on no page, in no search, in no file, by no guessed address."""

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import a_contract_abroad, a_worker, in_house, post, signed_in, the_cast
from tests.family.test_family import a_relative
from tracker.alerts import actions as alerts
from tracker.core import clock
from tracker.core.db import Base, db, transaction
from tracker.core.scope import OfOffice, OfWorker
from tracker.disruptions.models import Disruption
from tracker.family import actions as family
from tracker.intake.models import ImportRun, RegistrationDraft
from tracker.messages import actions as post_room
from tracker.messages.actions import SealedAddress
from tracker.messages.delivery import reference_of
from tracker.messages.models import Message
from tracker.people.actions import find_doubles, record_sign
from tracker.people.models import ContactPoint, SuspectedPair
from tracker.senders.models import Sender

NAME = "Giàng A Chống"
SENDER = "DN-DB"
SEARCHES = ("giang", "Giàng A Chống", "040998877", "8877", "B7741203", "0599001234")


@pytest.fixture
def refs(app: Flask) -> dict[str, str]:
    """One of everything in Điện Biên: {kind of table: reference}."""
    context = in_house(app)
    users = the_cast()
    with transaction() as session:
        worker = a_worker(NAME, id_number="040998877")
        sender = Sender(ref=SENDER, name="Công ty đưa người của cả hai tỉnh", name_fold="cong ty")
        session.add(sender)
        session.flush()
        contract = a_contract_abroad(worker, sender_id=sender.id)
        record_sign(worker.id, "own_answer", clock.now(), now=clock.now())
        relative = a_relative(worker, name="Giàng Thị Mỷ")
        family.grant(relative, by=users["lan"], by_id=users["lan"].id, now=clock.now())
        alert = alerts.raise_one(
            worker=worker,
            cause="help",
            cause_id=None,
            dedupe_key=f"help:{worker.id}",
            severity=1,
            title="help",
            why={},
            now=clock.now(),
        )
        event = Disruption(
            ref="SK-DB",
            office_path="vn.11",
            title=f"Sự kiện của {NAME}",
            kind="lockdown",
            cause="covid19",
            host_country="TWN",
            from_on=date(2020, 7, 1),
            source="thông báo",
            status="active",
            declared_at=clock.now(),
        )
        point = db.session.scalars(sa.select(ContactPoint).where(ContactPoint.relative_id == relative.id)).one()
        post_room.queue(
            key="cb:lost",
            about=("worker", worker.ref),
            template="call_back",
            to=SealedAddress(point.value_sealed, point.place),
            channel="file",
            office_path=worker.office_path,
            now=clock.now(),
            worker_id=worker.id,
            variables={"office_phone": "+842153000001"},
        )
        session.execute(sa.update(Message).values(state="uncertain", handed_over_at=clock.now()))
        a_worker(NAME, id_number="040998878")
        find_doubles(now=clock.now())
        pair = session.scalars(sa.select(SuspectedPair)).one()
        draft = RegistrationDraft(
            ref="DK-DB",
            office_path="vn.11",
            by_id=users["lan"].id,
            parts_sealed=b"x",
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        run = ImportRun(
            ref="DS-DB", office_path="vn.11", file_name=f"{NAME}.csv", file_hash="0" * 64, created_at=clock.now()
        )
        session.add_all([event, draft, run])
    found = {
        "worker_ref": worker.ref,
        "contract": contract.ref,
        "relative": relative.ref,
        "point": point.ref,
        "message": reference_of("cb:lost", clock.now()),
        "alert": alert.ref,
        "event": event.ref,
        "draft": draft.ref,
        "run": run.ref,
        "pair": pair.ref,
    }
    context.pop()
    return found


def guesses(app: Flask, refs: dict[str, str]) -> list[str]:
    """Every address that takes a reference, with every reference of Điện Biên in it."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.arguments and not rule.rule.startswith(("/static", "/t/", "/set")):
            found += [re.sub(r"<[^>]+>", ref, rule.rule) for ref in refs.values()]
    return sorted(set(found))


def test_no_guessed_address_opens(app: Flask, refs: dict[str, str]) -> None:
    client = signed_in(app, "nga")

    for address in guesses(app, refs):
        answer = client.get(address)
        assert answer.status_code in (404, 403), (address, answer.status_code)
        assert NAME not in answer.text, address


def test_no_page_and_no_list_shows_the_name(app: Flask, refs: dict[str, str]) -> None:
    client = signed_in(app, "nga")

    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and not rule.arguments:
            assert NAME not in client.get(rule.rule, follow_redirects=True).text, rule.rule


def test_a_sender_of_both_provinces_is_shown_without_the_other_s_workers(app: Flask, refs: dict[str, str]) -> None:
    own, foreign = (signed_in(app, name).get(f"/senders/{SENDER}").text for name in ("lan", "nga"))

    assert "<span>Đang ở nước ngoài</span> <b>1</b>" in own
    assert "<span>Đang ở nước ngoài</span> <b>0</b>" in foreign
    listed = signed_in(app, "nga").get("/workers", query_string={"sender": SENDER}).text
    assert NAME not in foreign + listed


@pytest.mark.parametrize("words", SEARCHES)
def test_no_search_finds_the_worker_but_the_own_officer_does(app: Flask, refs: dict[str, str], words: str) -> None:
    foreign = post(signed_in(app, "nga"), "/workers/search", q=words)
    page = signed_in(app, "nga").get(foreign.headers["Location"]).text

    assert "person__name" not in page
    assert refs["worker_ref"] not in page + foreign.headers["Location"]


def test_the_own_officer_finds_the_worker_without_accents(app: Flask, refs: dict[str, str]) -> None:
    client = signed_in(app, "lan")

    answer = post(client, "/workers/search", q="giang chong")

    assert NAME in client.get(answer.headers["Location"], follow_redirects=True).text
    assert "giang" not in answer.headers["Location"]


def test_no_foreign_button_does_anything(app: Flask, refs: dict[str, str]) -> None:
    before = everything(app)
    client = signed_in(app, "nga")

    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()) or not rule.arguments or rule.rule.startswith(("/t/", "/set-up")):
            continue
        for ref in refs.values():
            told = {"report": "worried", "arrived": "yes", "kind": "call_back", "to": refs["point"]}
            answer = post(client, re.sub(r"<[^>]+>", ref, rule.rule), **told)
            assert answer.status_code in (302, 303, 401, 403, 404), (rule.rule, answer.status_code)

    assert everything(app) == before


def everything(app: Flask) -> dict[str, Any]:
    """All rows of people, as they are: {table: rows}."""
    context = in_house(app)
    kept = {}
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, (OfOffice, OfWorker)):
            table = mapper.local_table
            kept[mapper.class_.__tablename__] = db.session.connection().execute(sa.select(table)).all()
    context.pop()
    return kept
