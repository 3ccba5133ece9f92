"""One-time tokens: sent twice, stored once."""

import threading

from flask import Flask

from tests.cast import csrf_token, form_token, in_house, signed_in, the_cast
from tracker.audit.models import AuditEntry
from tracker.core.db import db


def test_the_same_form_sent_twice_does_its_work_once_and_leads_to_the_same_place(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()
    client = signed_in(app, "lan")
    sent = {"csrf_token": csrf_token(client), "form_token": form_token(), "language": "en", "next": "/me"}

    first, second = client.post("/language", data=sent), client.post("/language", data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"] == "/me"
    assert changes(app) == 1


def test_a_double_click_in_two_processes_does_its_work_once(app: Flask) -> None:
    context = in_house(app)
    the_cast()
    context.pop()
    clients = [signed_in(app, "lan"), signed_in(app, "lan")]
    token = form_token()
    bodies = [
        {"csrf_token": csrf_token(client), "form_token": token, "language": "en", "next": "/me"} for client in clients
    ]
    answers = []

    def send(number: int) -> None:
        answers.append(clients[number].post("/language", data=bodies[number]).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [303, 303]
    assert changes(app) == 1


def test_a_form_without_a_one_time_token_is_refused(app: Flask) -> None:
    client = app.test_client()

    assert client.post("/language", data={"csrf_token": csrf_token(client), "language": "en"}).status_code == 400


def changes(app: Flask) -> int:
    with app.app_context():
        return db.session.query(AuditEntry).filter_by(what="user.language").count()
