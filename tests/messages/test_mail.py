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
from tracker.messages.replies import is_of_route

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
    assert (fates("k1"), fresh("k1").outcome) == (["failed_temp"], f"route: MAIL: {said}")
    assert deliver(NOW + timedelta(minutes=2), "a").sent == 1


@pytest.mark.parametrize(
    "said",
    [
        "550 5.7.1 Relaying denied",
        "554 5.7.1 <lan@example.vn>: Relay access denied",
        "554 5.7.0 Blocked by policy",
        "530 5.7.0 Authentication required",
        "530 Authentication required",
        "535 credentials invalid",
        "550 5.1.8 Sender domain does not exist",
        "550 5.1.0 <so@example.vn>: Sender address rejected",
        "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
        "550 relay not permitted",
        "550 Sender verify failed",
        "553 relaying denied",
        "554 Transaction failed",
        "503 bad sequence of commands",
    ],
)
def test_a_refusal_that_is_our_own_fault_blames_no_address_and_is_tried_again(mail: MailServer, said: str) -> None:
    mail.on_recipient = [said]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1
    assert (fates("k1"), fresh("k1").outcome) == (["failed_temp"], f"route: RCPT: {said}")
    assert deliver(NOW + timedelta(minutes=2), "a").sent == 1


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <lan@example.vn>: User unknown",
        "550 5.1.2 Bad destination system",
        "553 5.1.3 Bad address syntax",
        "550 5.1.6 Mailbox has moved",
        "556 5.1.10 Recipient address has null MX",
        "550 5.2.1 Mailbox disabled",
        "550 <relay.sender@example.vn> no such user",
        "551 User not local",
        "553 mailbox name not allowed",
    ],
)
def test_a_refusal_that_speaks_of_the_recipient_fails_at_once(mail: MailServer, said: str) -> None:
    mail.on_recipient = [said]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").failed == 1
    assert (fates("k1"), fresh("k1").outcome) == (["failed_perm"], f"RCPT: {said}")


@pytest.mark.parametrize("said", ["552 5.2.2 Mailbox full", "552 Exceeded storage allocation", "451 4.7.1 Greylisted"])
def test_a_full_mailbox_is_tried_again_and_is_nobodys_setting(mail: MailServer, said: str) -> None:
    mail.on_recipient = [said]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1
    assert fresh("k1").outcome == f"RCPT: {said}"


def test_a_text_that_is_refused_for_a_policy_is_no_fault_of_the_address(mail: MailServer) -> None:
    mail.answers = ["554 5.7.1 Message rejected by policy"]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1


def test_a_server_that_relays_nothing_is_left_alone_after_three_tries(mail: MailServer) -> None:
    mail.on_recipient = ["550 5.7.1 Relaying denied"] * 10
    for number in range(6):
        queued(f"w{number}@example.vn", key=f"k{number}", channel="email")

    assert deliver(NOW, "a").to_retry == 3
    assert fates(*(f"k{number}" for number in range(6))) == ["failed_temp"] * 3 + ["queued"] * 3


def test_a_sender_of_ours_that_cannot_be_written_fails_no_recipient(mail: MailServer, house: Flask) -> None:
    house.extensions["tracker"] = replace(house.extensions["tracker"], mail_from="sở@example.vn")
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1
    assert is_of_route(fresh("k1").outcome)


def test_a_server_that_does_not_let_us_sign_in_is_our_setting(mail: MailServer, house: Flask) -> None:
    told = house.extensions["tracker"]
    house.extensions["tracker"] = replace(told, smtp_user="so", smtp_password="wrong")
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1
    assert is_of_route(fresh("k1").outcome)


def test_a_server_that_is_down_is_not(mail: MailServer, house: Flask) -> None:
    house.extensions["tracker"] = replace(house.extensions["tracker"], smtp_port=1)
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").to_retry == 1
    assert not is_of_route(fresh("k1").outcome)


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
