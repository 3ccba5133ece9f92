"""The life of an account: links, addresses, the end of it; and limits that honest people do not share."""

from collections.abc import Sequence

import pytest
from click.testing import Result
from flask import Flask

from tests.cast import PASSWORD, in_house, post, signed_in, the_cast
from tracker.audit.models import AuditEntry
from tracker.auth import actions, queries, views
from tracker.cli.installing import user
from tracker.core import clock
from tracker.core.db import db, transaction

NEW = "mưa rơi trên mái nhà"


@pytest.fixture
def cast(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()


def told(app: Flask, words: Sequence[str]) -> Result:
    return app.test_cli_runner().invoke(user, words)


def link_of(answer: Result) -> str:
    assert answer.exit_code == 0, answer.output
    return answer.output.strip().rpartition("/set-up/")[2]


@pytest.mark.usefixtures("cast")
def test_a_user_who_left_is_out_at_once_and_no_link_lets_him_in(app: Flask) -> None:
    lan, link = signed_in(app, "lan"), link_of(told(app, ["link", "lan"]))

    assert told(app, ["disable", "lan"]).exit_code == 0

    assert lan.get("/me").status_code == 302
    assert post(app.test_client(), "/sign-in", username="lan", password=PASSWORD).status_code == 422
    assert app.test_client().get(f"/set-up/{link}").status_code == 410
    assert "đã bị khóa" in told(app, ["link", "lan"]).output
    assert told(app, ["enable", "lan"]).exit_code == 0
    assert signed_in(app, "lan").get("/me").status_code == 200


@pytest.mark.usefixtures("cast")
def test_a_new_link_ends_the_one_before(app: Flask) -> None:
    first, second = link_of(told(app, ["link", "lan"])), link_of(told(app, ["link", "lan"]))
    client = app.test_client()

    assert client.get(f"/set-up/{first}").status_code == 410
    assert post(client, f"/set-up/{second}", password=NEW, again=NEW).status_code == 303
    assert post(client, "/sign-in", username="lan", password=NEW).status_code == 303


@pytest.mark.usefixtures("cast")
def test_what_is_done_to_accounts_is_in_the_book(app: Flask) -> None:
    for words in (["link", "lan"], ["email", "lan", "lan@so.example"], ["disable", "lan"], ["enable", "lan"]):
        told(app, words)

    context = in_house(app)
    entries = [one.what for one in db.session.query(AuditEntry).order_by(AuditEntry.id)][-4:]
    lan = queries.user_named("lan")
    assert lan
    assert (entries, lan.email) == (["user.link", "user.email", "user.disable", "user.enable"], "lan@so.example")
    context.pop()


@pytest.mark.usefixtures("cast")
def test_a_name_taken_or_unknown_is_said_in_words(app: Flask) -> None:
    assert "Đã có người dùng lan" in told(app, ["add", "lan", "Lan"]).output
    assert "Không có người dùng nobody" in told(app, ["disable", "nobody"]).output


@pytest.mark.usefixtures("cast")
def test_honest_people_behind_one_address_do_not_use_up_its_tries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FROM_ONE_ADDRESS", "3/15minute")
    for name in ("lan", "minh", "binh", "nga", "quan"):
        signed_in(app, name)

    answers = [post(app.test_client(), "/sign-in", username=f"x{n}", password="wrong").status_code for n in range(4)]

    assert answers == [422, 422, 422, 429]


def test_an_account_without_a_living_link_has_none(house: Flask) -> None:
    with transaction():
        actions.found_offices(
            [{"path": "vn", "parent_path": None, "level": "ministry", "unit_code": None, "name": "Bộ"}]
        )
        one = actions.add_user(username="a", display_name="A", role="admin", office_path="vn", now=clock.now())
        secret = actions.set_up_link(one, now=clock.now())

    with pytest.raises(actions.LinkSpent), clock.stopped_at("2020-07-18T12:01"):
        actions.user_of_link(secret, now=clock.now())
