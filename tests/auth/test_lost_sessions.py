"""What happens at the doors when a session has ended, and what pages say to whom."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import PASSWORD, a_worker, csrf_token, form_token, in_house, inside, post, signed_in, the_cast
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.people.models import Worker

IDLE = "2020-07-15T12:31"


@pytest.fixture
def ref(app: Flask) -> str:
    context = in_house(app)
    the_cast()
    with transaction():
        found = a_worker().ref
    context.pop()
    return found


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    inputs = [tag for tag in re.findall(r"<input[^>]*>", page[page.index("<form") :]) if 'type="hidden"' in tag]
    return {told(tag, "name"): told(tag, "value") for tag in inputs}


def told(tag: str, attribute: str) -> str:
    found = re.search(rf'{attribute}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def sent_after_the_end(client: FlaskClient, path: str, **typed: str) -> str:
    """A form that was open while the session ended: the page that answers."""
    token = csrf_token(client)
    with clock.stopped_at(IDLE):
        answer = client.post(path, data={"csrf_token": token, "form_token": form_token(), **typed})
    assert answer.status_code == 401
    return answer.text


def test_what_was_typed_before_the_session_ended_is_sent_again_behind_the_door(app: Flask, ref: str) -> None:
    lan = signed_in(app, "lan")
    typed = {
        "full_name": "Lò Thị Hạnh",
        "sex": "female",
        "birth_date": "05/03/1994",
        "note": "Bản <Ta>",
        "version": "1",
    }

    door = sent_after_the_end(lan, f"/workers/{ref}/edit", **typed)
    assert "Điều vừa nhập vẫn còn" in door
    assert "Hạnh" not in door
    with clock.stopped_at(IDLE):
        again = lan.post("/sign-in", data={**hidden(door), "username": "lan", "password": PASSWORD})
        assert f'action="/workers/{ref}/edit"' in again.text
        assert lan.post(f"/workers/{ref}/edit", data=hidden(again.text)).status_code == 303

    with inside(app):
        worker = db.session.query(Worker).one()
        assert (worker.full_name, worker.note) == ("Lò Thị Hạnh", "Bản <Ta>")


def test_a_sealed_form_that_was_altered_is_left_aside(app: Flask, ref: str) -> None:
    answer = post(app.test_client(), "/sign-in", username="lan", password=PASSWORD, sent="abc")

    assert answer.headers["Location"] == "/"


def test_no_password_waits_in_the_page(app: Flask, ref: str) -> None:
    lan = signed_in(app, "lan")

    door = sent_after_the_end(lan, "/me/email", password="bí mật", email="lan@so.example")
    with clock.stopped_at(IDLE):
        again = lan.post("/sign-in", data={**hidden(door), "username": "lan", "password": PASSWORD}).text

    assert "lan@so.example" in again
    assert "bí mật" not in again


def test_the_filters_of_a_list_are_still_there_after_signing_in(app: Flask, ref: str) -> None:
    answer = app.test_client().get("/workers?state=abroad")

    assert answer.headers["Location"] == "/sign-in?next=/workers?state%3Dabroad"


def test_a_look_up_behind_a_page_changes_nothing_in_it_when_the_session_is_over(app: Flask, ref: str) -> None:
    answer = app.test_client().get("/register/communes?commune=quai", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.text) == (401, "")


@pytest.mark.parametrize("wanted", ["/%09/evil.example", "/%0A/evil.example", "/%0D/evil.example", "//evil.example"])
def test_no_trick_with_unseen_letters_leads_to_another_site(app: Flask, ref: str, wanted: str) -> None:
    answer = post(app.test_client(), f"/sign-in?next={wanted}", username="lan", password=PASSWORD)

    assert answer.headers["Location"] == "/"


def test_a_stale_page_of_somebody_signed_in_is_explained(app: Flask, ref: str) -> None:
    lan = signed_in(app, "lan")

    answer = lan.post(f"/workers/{ref}/edit", data={"csrf_token": "old", "form_token": form_token()})

    assert answer.status_code == 400
    assert "gửi lại biểu mẫu" in answer.text


@pytest.mark.parametrize("who", ["lan", "kiem"])
def test_each_role_has_a_page_of_its_own_with_an_address_for_alarms(app: Flask, ref: str, who: str) -> None:
    client = signed_in(app, who)
    assert "Chưa có địa chỉ nào" in client.get("/me").text

    wrong = post(client, "/me/email", email="hoà@so.example")
    right = post(client, "/me/email", email=f"{who}@so.example")

    assert wrong.status_code == 422
    assert 'value="hoà@so.example"' in wrong.text
    assert right.status_code == 303
    assert f'value="{who}@so.example"' in client.get("/me").text
