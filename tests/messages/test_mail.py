"""What a mail server refuses: whose fault it is, and that nobody else's mail suffers for it."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.cast import offices
from tests.messages.post import MailServer, fresh, queued
from tracker.core import clock
from tracker.messages.delivery import deliver

NOW = clock.at("2020-07-15T12:00")


@pytest.fixture
def mail(house: Flask) -> Iterator[MailServer]:
    offices()
    with MailServer() as server:
        told = house.extensions["tracker"]
        house.extensions["tracker"] = replace(told, smtp_host="127.0.0.1", smtp_port=server.port)
        yield server


def fates(*keys: str) -> list[str]:
    return [fresh(key).state for key in keys]


@pytest.mark.parametrize("said", ["530 5.7.0 Must issue a STARTTLS command first", "550 sender rejected"])
def test_a_server_that_refuses_us_as_sender_is_tried_again_later(mail: MailServer, said: str) -> None:
    mail.on_sender = [said]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1
    assert (fates("k1"), said[:3] in fresh("k1").outcome) == (["failed_temp"], True)
    assert deliver(NOW + timedelta(minutes=2), "a").sent == 1


def test_a_sender_of_ours_that_cannot_be_written_fails_no_recipient(mail: MailServer, house: Flask) -> None:
    house.extensions["tracker"] = replace(house.extensions["tracker"], mail_from="sở@example.vn")
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1


def test_an_address_with_marks_fails_alone_and_says_why(mail: MailServer) -> None:
    for number, to in enumerate(["a@example.vn", "hoà@example.vn", "b@example.vn", "c@điện.vn", "d@example.vn"]):
        queued(to, key=f"k{number}", channel="email")

    done = deliver(NOW, "a")

    assert (done.sent, done.failed) == (3, 2)
    assert fates("k0", "k1", "k2", "k3", "k4") == ["sent", "failed_perm", "sent", "failed_perm", "sent"]
    assert fresh("k1").outcome == "unsendable: UnicodeEncodeError"
    assert [letter["To"] for letter in mail.letters] == ["a@example.vn", "b@example.vn", "d@example.vn"]
    assert mail.connections == 1


def test_what_nobody_foresaw_leaves_no_open_dialogue_behind(mail: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    queued("a@example.vn", key="k0", channel="email")
    queued("b@example.vn", key="k1", channel="email")
    unforeseen = iter([ValueError("unforeseen")])
    rcpt = smtplib.SMTP.rcpt

    def fails_once(line: smtplib.SMTP, to: str) -> tuple[int, bytes]:
        for error in unforeseen:
            raise error
        return rcpt(line, to)

    monkeypatch.setattr(smtplib.SMTP, "rcpt", fails_once)

    done = deliver(NOW, "a")

    assert (done.sent, done.failed, mail.connections) == (1, 1, 2)
    assert fresh("k0").outcome == "unsendable: ValueError"
