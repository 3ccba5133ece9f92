"""The staff door."""

import pytest
from flask import Flask

from tests.cast import PASSWORD, in_house, post, signed_in, the_cast
from tracker.auth import actions
from tracker.auth.passwords import weakness
from tracker.core import clock
from tracker.core.db import db, transaction


@pytest.fixture
def cast(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()


@pytest.mark.usefixtures("cast")
def test_an_officer_signs_in_and_sees_the_own_page(app: Flask) -> None:
    client = signed_in(app, "lan")

    assert "Lường Thị Lan" in client.get("/me").text


@pytest.mark.usefixtures("cast")
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(app: Flask) -> None:
    client = app.test_client()

    wrong = post(client, "/sign-in", username="lan", password="not the password")
    unknown = post(client, "/sign-in", username="nobody", password="not the password")

    assert wrong.status_code == unknown.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in wrong.text
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in unknown.text


@pytest.mark.usefixtures("cast")
def test_after_ten_tries_the_account_waits_even_with_the_right_password(app: Flask) -> None:
    client = app.test_client()
    for _ in range(10):
        post(client, "/sign-in", username="lan", password="wrong")

    assert post(client, "/sign-in", username="lan", password=PASSWORD).status_code == 429


@pytest.mark.usefixtures("cast")
def test_a_session_ended_elsewhere_is_refused_at_the_next_request(app: Flask) -> None:
    client = signed_in(app, "lan")
    context = in_house(app)
    with transaction() as session:
        from tracker.auth.models import UserAccount

        lan = session.query(UserAccount).filter_by(username="lan").one()
        actions.end_all_sessions(lan, now=clock.now())
    context.pop()

    assert client.get("/me").headers["Location"].startswith("/sign-in")


@pytest.mark.usefixtures("cast")
def test_thirty_idle_minutes_end_a_session(app: Flask) -> None:
    client = signed_in(app, "lan")

    with clock.stopped_at("2020-07-15T12:31+07:00"):
        assert client.get("/me").status_code == 302


@pytest.mark.usefixtures("cast")
def test_a_set_up_link_works_once(app: Flask) -> None:
    context = in_house(app)
    with transaction():
        user = actions.add_user(
            username="moi", display_name="Người mới", role="officer", office_path="vn.11", now=clock.now()
        )
        secret = actions.set_up_link(user, now=clock.now())
    context.pop()
    client = app.test_client()

    first = post(client, f"/set-up/{secret}", password="mưa rơi trên mái nhà", again="mưa rơi trên mái nhà")
    second = post(client, f"/set-up/{secret}", password="mưa rơi trên mái nhà", again="mưa rơi trên mái nhà")

    assert (first.status_code, second.status_code) == (303, 410)


def test_a_form_without_csrf_token_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"form_token": "x" * 20, "username": "a", "password": "b"})

    assert answer.status_code == 400


def test_sign_in_never_leads_to_another_site(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()
    client = app.test_client()

    answer = post(client, "/sign-in?next=//evil.example/", username="lan", password=PASSWORD)

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("password", ["ngắn quá", "passwordpassword", "11111111111111", "lanlanlanlanlanlan"])
def test_weak_passwords_are_refused_with_a_reason(app: Flask, password: str) -> None:
    with app.test_request_context():
        assert weakness(password, names=("lanlan",))


def test_a_phrase_of_common_words_is_accepted(app: Flask) -> None:
    with app.test_request_context():
        assert weakness(PASSWORD) == ""


def test_the_database_starts_empty_for_each_test(house: Flask) -> None:
    from tracker.auth.models import UserAccount

    assert db.session.query(UserAccount).count() == 0
