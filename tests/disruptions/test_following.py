"""A revised feed and the events made from it: what officers have set stands, and whoever decides is told."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import in_house, signed_in, the_cast
from tests.disruptions.cases import a_bulletin, a_running_event, noon, policies, single_alerts, someone
from tracker.alerts.explain import explanation_of
from tracker.alerts.models import Alert, AlertEntry
from tracker.auth.models import UserAccount
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption, Episode

MARCH_1, JULY_8, JULY_6 = date(2020, 3, 1), date(2020, 7, 8), date(2020, 7, 6)
UNTIL_8_JULY, UNTIL_6_JULY = "3" * 130 + "0" * 7, "3" * 128 + "0" * 9
TODAY = noon("2020-07-15")


@pytest.fixture
def minh(house: Flask) -> UserAccount:
    return the_cast()["minh"]


def told_by_feed() -> Episode:
    asked = sa.select(Episode).where(Episode.level == 3, Episode.rule == ">=")
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def an_event(by: UserAccount, **changes: Any) -> Disruption:
    """Started from the feed's episode as it is proposed, but for what the officer changes."""
    episode = told_by_feed()
    proposed = actions.draft_of(episode, today=TODAY.date())
    dates = {"from_on": proposed.from_on, "to_on": proposed.to_on, **changes}
    with transaction():
        event = actions.declare(a_bulletin(episode=episode, **dates), by=by, now=TODAY)
        actions.activate(event, by=by, now=TODAY)
    return event


def dates(event: Disruption) -> tuple[date, date | None]:
    db.session.refresh(event)
    return event.from_on, event.to_on


def lines(event: Disruption) -> list[str]:
    """What the timelines of the event's common alerts say of it."""
    asked = sa.select(AlertEntry.note).join(Alert, Alert.id == AlertEntry.alert_id)
    mine = asked.where(Alert.cause_id == event.id, Alert.worker_id.is_(None), AlertEntry.kind == "fact")
    return list(db.session.scalars(mine.order_by(AlertEntry.id)))


def test_an_event_that_says_what_the_feed_said_follows_it(minh: UserAccount) -> None:
    policies(UNTIL_8_JULY)
    event = an_event(minh)

    policies(UNTIL_6_JULY)

    assert dates(event) == (MARCH_1, JULY_6)


def test_an_end_that_an_officer_has_cleared_stays_open(minh: UserAccount) -> None:
    policies(UNTIL_8_JULY)
    event = an_event(minh, to_on=None)

    policies(UNTIL_6_JULY)

    assert dates(event) == (MARCH_1, None)


def test_an_end_that_an_officer_has_typed_stays(minh: UserAccount) -> None:
    policies(UNTIL_8_JULY)
    event = an_event(minh, to_on=date(2020, 7, 20))

    policies(UNTIL_6_JULY)

    assert dates(event) == (MARCH_1, date(2020, 7, 20))


def test_an_end_that_was_not_known_yet_is_taken_over_when_the_feed_tells_it(minh: UserAccount) -> None:
    policies("3" * 137)
    event = an_event(minh)

    policies(UNTIL_8_JULY)

    assert dates(event) == (MARCH_1, JULY_8)


def test_what_the_feed_said_is_what_it_said_on_the_day_the_event_was_made(minh: UserAccount) -> None:
    policies("3" * 150 + "0" * 10)  # to 28 July: on the 15th nobody knows that yet
    event = an_event(minh)

    policies("3" * 148 + "0" * 12, on="2020-08-01")

    assert dates(event) == (MARCH_1, date(2020, 7, 26))


def test_a_start_that_would_lie_behind_the_end_an_officer_typed_is_not_taken_over(minh: UserAccount) -> None:
    policies("3" * 130 + "0" * 7)
    event = an_event(minh, to_on=date(2020, 3, 10))

    policies("0" * 20 + "3" * 110 + "0" * 7)

    assert dates(event) == (MARCH_1, date(2020, 3, 10))


def test_whoever_decides_is_told_on_the_event_and_in_its_common_alerts_what_changed(minh: UserAccount) -> None:
    someone("Lò A", office="vn.11.099")
    someone("Lò B", office="vn.11.094")
    policies(UNTIL_8_JULY)
    event = an_event(minh)

    policies(UNTIL_6_JULY)

    said = "TWN, C8 >= 3: 01/03/2020–08/07/2020, nay là 01/03/2020–06/07/2020. Ngày của sự kiện theo bản mới."
    db.session.refresh(event)
    assert (event.revision_note, event.revised_at) == (said, TODAY)
    assert lines(event) == [said, said]


def test_that_an_officers_date_stands_is_told_too(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    event = an_event(minh, to_on=None)

    policies(UNTIL_6_JULY)

    (line,) = lines(event)
    assert line.endswith("Sự kiện vẫn giữ ngày do cán bộ ghi: từ 01/03/2020, chưa rõ ngày hết.")


def test_the_common_alert_tells_the_new_start(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    an_event(minh)

    policies("00" + "3" * 128 + "0" * 7)

    common = db.session.scalars(sa.select(Alert).where(Alert.worker_id.is_(None))).one()
    first = explanation_of(common.why).facts[0]
    assert (first.on, first.text.endswith("từ 03/03/2020")) == ("03/03/2020", True)


def single_lines() -> list[str]:
    """What the timelines of the single alerts say was added."""
    asked = sa.select(AlertEntry.note).join(Alert, Alert.id == AlertEntry.alert_id)
    mine = asked.where(Alert.worker_id.is_not(None), AlertEntry.kind == "fact")
    return list(db.session.scalars(mine.order_by(AlertEntry.id)))


def test_the_single_alerts_tell_the_new_start_too_and_keep_all_else(minh: UserAccount) -> None:
    for name in ("Lò A", "Lò B"):
        someone(name, calm=False)
    policies(UNTIL_8_JULY)
    an_event(minh)
    before = [alert.why for alert in single_alerts()]

    policies("00" + "3" * 128 + "0" * 7)

    after = [alert.why for alert in single_alerts()]
    assert [explanation_of(why).facts[0].on for why in after] == ["03/03/2020"] * 2
    assert all(explanation_of(why).facts[0].text.endswith("từ 03/03/2020") for why in after)
    assert [why | {"facts": []} for why in after] == [why | {"facts": []} for why in before]
    assert [why["facts"][1:] for why in after] == [why["facts"][1:] for why in before]
    assert all(len(why["facts"]) > 1 for why in after)
    assert [line.partition(", nay là ")[2][:10] for line in single_lines()] == ["03/03/2020"] * 2


def test_single_alerts_hear_nothing_of_a_date_that_they_do_not_state(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    an_event(minh)

    policies(UNTIL_6_JULY)

    assert single_lines() == []


def test_a_closed_single_alert_keeps_what_it_said(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    an_event(minh)
    with transaction():
        single_alerts()[0].closed_at = TODAY

    policies("00" + "3" * 128 + "0" * 7)

    assert explanation_of(single_alerts()[0].why).facts[0].on == "01/03/2020"
    assert single_lines() == []


def test_another_event_s_single_alerts_keep_their_start(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    other = a_running_event(minh)
    an_event(minh)

    policies("00" + "3" * 128 + "0" * 7)

    told = {alert.cause_id: explanation_of(alert.why).facts[0].on for alert in single_alerts()}
    assert told.pop(other.id) == "01/07/2020"
    assert set(told.values()) == {"03/03/2020"}


def test_that_the_feed_takes_an_episode_back_is_told_and_so_is_its_return(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    event = an_event(minh)

    policies("0" * 137)
    policies(UNTIL_8_JULY)

    gone, back = lines(event)
    assert "nay không còn trong tệp" in gone
    assert "nay tệp lại có" in back
    assert (event.status, dates(event)) == ("active", (MARCH_1, JULY_8))


def test_the_same_file_again_adds_nothing_nor_does_another_day_of_what_runs(minh: UserAccount) -> None:
    someone()
    policies("3" * 135)
    event = an_event(minh)

    policies("3" * 136)
    assert (lines(event), event.revision_note) == ([], "")

    policies(UNTIL_8_JULY)
    policies(UNTIL_8_JULY)
    assert len(lines(event)) == 1


def test_an_event_that_is_over_is_left_alone(minh: UserAccount) -> None:
    someone()
    policies(UNTIL_8_JULY)
    event = an_event(minh)
    with transaction():
        actions.close(event, by=minh, now=TODAY)

    policies(UNTIL_6_JULY)

    assert dates(event) == (MARCH_1, JULY_8)
    assert (lines(event), event.revision_note) == ([], "")


@pytest.mark.parametrize(
    ("changes", "revised", "advice"),
    [
        ({}, "0" * 137, "lãnh đạo kết thúc sự kiện"),
        ({}, UNTIL_6_JULY, "Ngày của sự kiện đã theo bản mới"),
        ({"to_on": None}, UNTIL_6_JULY, "Nếu bản mới đúng hơn"),
    ],
)
def test_the_page_of_the_event_says_what_changed_and_what_may_be_done(
    app: Flask, changes: dict[str, Any], revised: str, advice: str
) -> None:
    context = in_house(app)
    by = the_cast()["minh"]
    policies(UNTIL_8_JULY)
    ref = an_event(by, **changes).ref
    policies(revised)
    context.pop()

    page = signed_in(app, "minh").get(f"/events/{ref}").text

    assert "Dữ liệu chính sách đã sửa" in page
    assert "01/03/2020–08/07/2020" in page
    assert advice in page
