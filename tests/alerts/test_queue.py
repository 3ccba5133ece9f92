"""The queue: its order, its pages, its filters, its counts, and bulk work by filter."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.alerts.cases import an_alert, many, noon
from tests.cast import a_contract_abroad, a_worker, inside, offices, the_cast
from tests.senders.register import a_sender
from tracker.alerts import actions, bulk, queries
from tracker.alerts.models import OPEN_STATES, Alert, AlertEntry
from tracker.alerts.queries.filters import Filters
from tracker.auth.models import UserAccount
from tracker.core.db import db, transaction
from tracker.core.scope import Scope, use_scope

NOW = noon("2020-07-15")


def pages(filters: Filters, size: int) -> list[str]:
    refs, after = [], ""
    while True:
        page = queries.queue(filters, user_id=0, now=NOW, after=after, size=size)
        refs += [line.ref for line in page.lines]
        if page.after is None:
            return refs
        after = page.after


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_pages_of_any_size_give_every_alert_once_by_severity_then_deadline(house: Flask, size: int) -> None:
    offices()
    with transaction():
        many(17)

    order = (Alert.severity, Alert.act_by, Alert.id)
    assert pages(Filters(), size) == list(db.session.scalars(sa.select(Alert.ref).order_by(*order)))


@pytest.mark.parametrize("state", ["", "closed"])
def test_walking_back_gives_the_same_pages_as_walking_on(house: Flask, state: str) -> None:
    offices()
    with transaction():
        many(11)
        if state:
            db.session.execute(sa.update(Alert).values(state=state, closed_at=NOW))
    filters, onwards, after = Filters(state=state), [], ""
    while not onwards or after:
        page = queries.queue(filters, user_id=0, now=NOW, after=after, size=4)
        onwards.append([line.ref for line in page.lines])
        after, before = page.after or "", page.before
    back = [onwards[-1]]
    while before:
        page = queries.queue(filters, user_id=0, now=NOW, before=before, size=4)
        back.append([line.ref for line in page.lines])
        before = page.before

    assert [len(refs) for refs in onwards] == [4, 4, 3]
    assert back[::-1] == onwards


@pytest.mark.parametrize("state", OPEN_STATES)
def test_until_somebody_takes_it_the_deadline_is_that_of_taking_then_that_of_acting(house: Flask, state: str) -> None:
    offices()
    with transaction():
        alert = an_alert(a_worker())
        alert.state = state
    (line,) = queries.for_worker(alert.worker_id or 0, now=NOW)

    counts = alert.acknowledge_by if state == "new" else alert.act_by
    assert (alert.due_by, line.due) == (counts, counts)


def test_a_page_stays_in_place_while_graver_alerts_come_in(house: Flask) -> None:
    offices()
    with transaction():
        many(10, severity=3)
    first = queries.queue(Filters(), user_id=0, now=NOW, size=5)
    with transaction():
        an_alert(a_worker("Giàng A Chống"), severity=1)
    second = queries.queue(Filters(), user_id=0, now=NOW, after=first.after or "", size=5)

    assert not {line.ref for line in first.lines} & {line.ref for line in second.lines}
    assert len(second.lines) == 5


def test_an_officer_of_nghe_an_sees_and_counts_none_of_dien_bien(app: Flask) -> None:
    with app.app_context():
        use_scope(db.session(), Scope.everything())
        users = the_cast()
        nga = users["nga"].id
        with transaction():
            many(3)
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        user = db.session.get_one(UserAccount, nga)
        assert queries.queue(Filters(), user_id=nga, now=NOW).lines == []
        assert queries.counters(user, NOW).open == 0
        assert queries.open_by_country() == []
        assert queries.open_by_office(NOW) == []
        assert db.session.scalars(sa.select(AlertEntry)).all() == []
        seen = bulk.rehearse(Filters(), "acknowledge", by=user, now=NOW)
        assert (seen.count, seen.sample) == (0, [])


def test_filters_narrow_the_queue_and_counts_agree_with_it(house: Flask) -> None:
    lan = the_cast()["lan"]
    with transaction():
        many(8)
        mine = an_alert(a_worker("Giàng A Chống"), severity=2, now=NOW - timedelta(days=9), host_country="JPN")
        actions.acknowledge(mine, by=lan, now=NOW - timedelta(days=9))

    def found(**filters: str) -> list[str]:
        return [line.who for line in queries.queue(Filters.parse(filters), user_id=lan.id, now=NOW).lines]

    for filters in ({"owner": "me"}, {"age": "7"}, {"country": "jpn"}, {"state": "acknowledged"}, {"owner": lan.ref}):
        assert found(**filters) == ["Giàng A Chống"], filters
    assert len(found(severity="2")) == 3
    assert len(found(office="vn.11")) == 9
    assert found(office="vn.40") == []
    assert found(event="7") == []
    counts = queries.counters(lan, NOW)
    assert (counts.open, counts.urgent, counts.mine, counts.nobody) == (9, 2, 1, 8)
    assert counts.late == len(found(late="1"))
    assert queries.open_counts() == {1: 2, 2: 3, 3: 2, 4: 2}
    by_office = queries.open_by_office(NOW)
    assert [(one.office_path, one.open, one.unacknowledged) for one in by_office] == [("vn.11.099", 9, 8)]
    assert by_office[0].oldest_at == NOW - timedelta(days=9)
    assert [(one.country, one.alerts, one.worst) for one in queries.open_by_country()] == [("JPN", 1, 2)]
    assert queries.load_of_officers("vn.11", NOW)[0].name == lan.display_name


def test_a_sender_narrows_the_queue_to_the_workers_whom_it_has_sent_or_is_to_send(house: Flask) -> None:
    minh = the_cast()["minh"]
    gone, back = date(2016, 3, 1), date(2018, 3, 1)
    with transaction():
        ours, others = a_sender("Công ty Tây Bắc"), a_sender("Công ty Sông Đà")
        told = {
            "Lò Đang Đi": [{"sender_id": ours.id}],
            "Lò Chưa Đi": [{"sender_id": ours.id, "departed_on": None}],
            "Lò Đã Về": [{"sender_id": ours.id, "departed_on": gone, "returned_on": back}],
            "Lò Đổi Bên": [{"sender_id": ours.id, "departed_on": gone, "returned_on": back}, {"sender_id": others.id}],
            "Lò Sắp Đổi": [{"sender_id": ours.id}, {"sender_id": others.id, "departed_on": None}],
            "Lò Bên Khác": [{"sender_id": others.id}],
            "Lò Tự Đi": [{}],
            "Lò Không Hợp Đồng": [],
        }
        for name, contracts in told.items():
            worker = a_worker(name)
            for number, terms in enumerate(contracts):
                a_contract_abroad(worker, number=f"HD {number}", **terms)
            an_alert(worker)

    def found(ref: str) -> set[str]:
        return {line.who for line in queries.queue(Filters(sender=ref), user_id=0, now=NOW).lines}

    assert found(ours.ref) == {"Lò Đang Đi", "Lò Chưa Đi", "Lò Đã Về", "Lò Sắp Đổi"}
    assert found(others.ref) == {"Lò Đổi Bên", "Lò Sắp Đổi", "Lò Bên Khác"}
    assert found("BD-NOBODY") == set()
    assert queries.count(Filters(sender=ours.ref), user_id=0, now=NOW) == 4
    assert bulk.rehearse(Filters(sender=ours.ref), "acknowledge", by=minh, now=NOW).count == 4


def test_the_senders_offered_are_those_with_open_alerts_in_the_scope_the_busiest_first_and_by_name(app: Flask) -> None:
    with inside(app):
        offices()
        with transaction():
            senders = [a_sender(f"Công ty {name}") for name in ("Cúc", "An", "Bình", "Không")]
            for sender, count in zip(senders, (1, 2, 3, 0), strict=True):
                for number in range(count):
                    worker = a_worker(f"Lò {number}")
                    a_contract_abroad(worker, sender_id=sender.id)
                    an_alert(worker)
            worker = a_worker("Lò Đã Xong")
            a_contract_abroad(worker, sender_id=senders[3].id)
            an_alert(worker, severity=4).closed_at = NOW

        assert list(queries.senders_with_alerts().values()) == ["Công ty An", "Công ty Bình", "Công ty Cúc"]
        assert list(queries.senders_with_alerts(most=2).values()) == ["Công ty An", "Công ty Bình"]
    with app.app_context():
        use_scope(db.session(), Scope.office("vn.40"))
        assert queries.senders_with_alerts() == {}


@pytest.mark.parametrize("junk", ["' or 1=1", "9", "closed;", "<b>", "-1", "٣"])
def test_nonsense_in_an_address_narrows_nothing_and_breaks_nothing(house: Flask, junk: str) -> None:
    told = Filters.parse(dict.fromkeys(("severity", "cause", "state", "country", "age", "event"), junk))
    queries.queue(told, user_id=0, now=NOW)

    assert told.severity == told.cause == told.state == told.country == ""
