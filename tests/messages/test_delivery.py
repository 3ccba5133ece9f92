"""Messages leave the house once: by file, by e-mail, through failures, lost connections and lost leases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import offices
from tests.messages.post import MailServer, fresh, queued
from tracker.core import clock
from tracker.core.db import db, transaction
from tracker.messages import actions, queries
from tracker.messages.channels import ChannelRefused, Letter, open_channel
from tracker.messages.claims import LEASE, claim, hand_over
from tracker.messages.delivery import deliver
from tracker.messages.models import Message
from tracker.messages.templates import Rendered

NOW = clock.at("2020-07-15T12:00")


@pytest.fixture
def post_room(house: Flask) -> Flask:
    offices()
    return house


@pytest.fixture
def mail(post_room: Flask) -> Iterator[MailServer]:
    with MailServer() as server:
        told = post_room.extensions["tracker"]
        post_room.extensions["tracker"] = replace(told, smtp_host="127.0.0.1", smtp_port=server.port)
        yield server


def spooled(house: Flask) -> list[Path]:
    return sorted(house.extensions["tracker"].spool.glob("[!.]*.*"))


def test_a_message_to_a_phone_becomes_one_file_without_accents(post_room: Flask) -> None:
    queued("+84912345678", key="k1")

    done = deliver(NOW, "a")

    [file] = spooled(post_room)
    assert (done.claimed, done.sent) == (1, 1)
    assert file.suffix == ".txt"
    assert file.read_text().isascii()
    assert "+84912345678" in file.read_text()
    assert fresh("k1").state == "sent"


def test_a_whole_batch_is_settled_together(post_room: Flask) -> None:
    for number in range(7):
        queued(f"+8491234567{number}", key=f"k{number}")

    assert deliver(NOW, "a", batch=5).sent == 5
    assert deliver(NOW, "a", batch=5).sent == 2
    assert len(spooled(post_room)) == 7


def test_delivering_again_sends_nothing_again(post_room: Flask) -> None:
    queued("+84912345678", key="k1")
    deliver(NOW, "a")
    before = {file: file.stat().st_mtime_ns for file in spooled(post_room)}

    done = deliver(NOW + timedelta(hours=1), "a")

    assert done.claimed == 0
    assert {file: file.stat().st_mtime_ns for file in spooled(post_room)} == before


def test_the_same_thing_is_queued_once(post_room: Flask) -> None:
    assert [queued("+84912345678", key="k1"), queued("+84912345678", key="k1")] == [True, False]


def test_a_message_for_somebody_asleep_waits_until_eight_in_the_morning_there(post_room: Flask) -> None:
    late = clock.at("2020-07-15T22:30")
    queued("+886912345678", key="k1", now=late, zone="Asia/Taipei")
    morning = clock.at("2020-07-16T07:00")

    assert deliver(late, "a").claimed == 0
    assert fresh("k1").next_try_at == morning
    assert deliver(morning, "a").sent == 1


def test_a_message_held_up_into_the_night_is_not_sent_at_night(post_room: Flask) -> None:
    queued("+886912345678", key="k1", zone="Asia/Taipei")

    done = deliver(clock.at("2020-07-15T23:00"), "a")

    assert (done.claimed, fresh("k1").state) == (0, "queued")
    assert fresh("k1").next_try_at == clock.at("2020-07-16T07:00")


def test_what_has_been_taken_back_is_not_sent(post_room: Flask) -> None:
    queued("+84912345678", key="k1", about=("check_in", "AAA"))
    with transaction():
        assert actions.cancel_about("check_in", ["AAA"], why="answered", now=NOW) == 1

    assert deliver(NOW, "a").claimed == 0
    assert fresh("k1").outcome == "answered"


def test_what_is_taken_back_after_it_was_leased_is_not_handed_over(post_room: Flask) -> None:
    queued("+84912345678", key="k1", about=("check_in", "AAA"))
    with transaction():
        leased = claim(NOW, "a:1", 10).messages
    with transaction():
        actions.cancel_about("check_in", ["AAA"], why="answered", now=NOW)

    with transaction():
        assert hand_over(leased, "a:1", NOW) == []


def test_what_is_past_its_time_expires_unsent(post_room: Flask) -> None:
    queued("+84912345678", key="k1", expires_at=NOW - timedelta(minutes=1), now=NOW - timedelta(days=1))

    assert (deliver(NOW, "a").expired, fresh("k1").state) == (1, "expired")


def test_a_lease_lost_before_hand_over_returns_to_the_queue(post_room: Flask) -> None:
    queued("+84912345678", key="k1")
    with transaction():
        claim(NOW, "dead:1", 10)

    assert deliver(NOW + LEASE / 2, "b").claimed == 0
    assert deliver(NOW + LEASE, "b").sent == 1


def test_a_file_whose_writer_died_after_hand_over_is_written_once(post_room: Flask) -> None:
    queued("+84912345678", key="k1")
    with transaction():
        hand_over(claim(NOW, "dead:1", 10).messages, "dead:1", NOW)

    assert deliver(NOW + LEASE, "b").sent == 1
    assert len(spooled(post_room)) == 1


def test_a_demo_sends_nothing_but_files(post_room: Flask) -> None:
    told = post_room.extensions["tracker"]
    post_room.extensions["tracker"] = replace(told, demo=True, smtp_host="127.0.0.1", smtp_port=9)
    queued("lan@example.vn", key="k1", channel="email")
    with transaction():
        db.session.add(_an_email_that_slipped_in())

    done = deliver(NOW, "a")

    assert (done.sent, done.failed) == (1, 1)
    assert [file.suffix for file in spooled(post_room)] == [".eml"]
    with pytest.raises(ChannelRefused):
        open_channel("email", post_room.extensions["tracker"])


def _an_email_that_slipped_in() -> Message:
    was = fresh("k1")
    columns = {name: getattr(was, name) for name in actions.COLUMNS}
    return Message(**{**columns, "key": "k2", "channel": "email"})


def test_a_mail_carries_our_reference_and_vietnamese_words(mail: MailServer) -> None:
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").sent == 1
    [letter] = mail.letters
    assert letter["Subject"] == "Sở Lao động đề nghị cho biết tình hình"
    assert letter["Message-ID"] == fresh("k1").gateway_ref
    assert "Chào anh/chị." in letter.get_content()


def test_many_mails_go_over_one_connection(mail: MailServer) -> None:
    for number in range(20):
        queued(f"w{number}@example.vn", key=f"k{number}", channel="email")

    assert deliver(NOW, "a").sent == 20
    assert (len(mail.letters), mail.connections) == (20, 1)


def test_a_line_that_begins_with_a_dot_arrives_whole(mail: MailServer, post_room: Flask) -> None:
    words = Rendered(subject="dots", text="one\n.\n..two\n", sms="")
    channel = open_channel("email", post_room.extensions["tracker"])
    channel.send(Letter(reference="r1", to="lan@example.vn", written_at=NOW, words=words))
    channel.close()

    assert mail.letters[0].get_content().split() == ["one", ".", "..two"]


def test_a_temporary_refusal_is_tried_again_after_1_5_20_60_240_minutes_and_then_given_up(mail: MailServer) -> None:
    mail.answers = ["451 try later"] * 6
    queued("lan@example.vn", key="k1", channel="email")
    waits, at = [], NOW

    for _ in range(6):
        deliver(at, "a")
        message = fresh("k1")
        waits.append(round((message.next_try_at - at) / timedelta(minutes=1)))
        at = message.next_try_at

    assert waits == [1, 5, 20, 60, 240, 0]
    assert (fresh("k1").state, fresh("k1").tries) == ("failed_perm", 6)
    assert mail.letters == []


def test_a_retry_does_not_wake_anybody_either(mail: MailServer) -> None:
    mail.answers = ["451 try later"]
    queued("lan@example.vn", key="k1", channel="email", zone="Asia/Taipei", now=clock.at("2020-07-15T18:59"))

    deliver(clock.at("2020-07-15T18:59:30"), "a")

    assert fresh("k1").next_try_at == clock.at("2020-07-16T07:00")


def test_a_permanent_refusal_fails_at_once_and_says_why(mail: MailServer) -> None:
    mail.answers = ["550 no such user"]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").failed == 1
    assert (fresh("k1").state, "550 no such user" in fresh("k1").outcome) == ("failed_perm", True)


def test_a_refused_mail_does_not_hold_up_the_others(mail: MailServer) -> None:
    mail.answers = ["550 no such user"]
    for number in range(5):
        queued(f"w{number}@example.vn", key=f"k{number}", channel="email")

    done = deliver(NOW, "a")

    assert (done.failed, done.sent) == (1, 4)


def test_a_connection_cut_after_the_text_is_uncertain_and_never_sent_again(mail: MailServer) -> None:
    mail.answers = ["cut"]
    queued("lan@example.vn", key="k1", channel="email")

    assert deliver(NOW, "a").uncertain == 1
    assert deliver(NOW + timedelta(days=1), "a").claimed == 0
    assert [message.key for message in db.session.scalars(queries.uncertain())] == ["k1"]


def test_a_mail_whose_sender_died_after_hand_over_is_uncertain_and_never_sent_again(mail: MailServer) -> None:
    queued("lan@example.vn", key="k1", channel="email")
    with transaction():
        hand_over(claim(NOW, "dead:1", 10).messages, "dead:1", NOW)

    assert deliver(NOW + LEASE, "b").uncertain == 1
    assert (mail.letters, fresh("k1").state) == ([], "uncertain")


def test_an_officer_settles_what_was_uncertain_once(mail: MailServer) -> None:
    mail.answers = ["cut"]
    queued("lan@example.vn", key="k1", channel="email")
    deliver(NOW, "a")

    with transaction():
        first = actions.settle_uncertain(fresh("k1"), arrived=True, now=NOW)
        second = actions.settle_uncertain(fresh("k1"), arrived=False, now=NOW)

    assert (first, second) == (True, False)
    assert (fresh("k1").state, fresh("k1").settled_at) == ("delivered", NOW)


def test_what_is_not_uncertain_is_not_settled_by_hand(post_room: Flask) -> None:
    queued("+84912345678", key="k1")

    with transaction():
        settled = actions.settle_uncertain(fresh("k1"), arrived=True, now=NOW)

    assert (settled, fresh("k1").state) == (False, "queued")


def test_a_gateway_that_is_down_is_left_alone_after_three_tries_and_loses_nothing(post_room: Flask) -> None:
    told = post_room.extensions["tracker"]
    post_room.extensions["tracker"] = replace(told, smtp_host="127.0.0.1", smtp_port=1)
    for number in range(10):
        queued(f"w{number}@example.vn", key=f"k{number}", channel="email")

    done = deliver(NOW, "a")

    states = [fresh(f"k{number}").state for number in range(10)]
    assert done.to_retry == 3
    assert (states.count("failed_temp"), states.count("queued")) == (3, 7)


def test_the_oldest_due_message_is_told_to_whoever_watches(post_room: Flask) -> None:
    queued("+84912345678", key="k1", now=NOW)
    queued("+84912345679", key="k2", now=NOW + timedelta(hours=1))

    assert queries.oldest_due(NOW - timedelta(hours=1)) is None
    assert queries.oldest_due(NOW + timedelta(hours=2)) == NOW


def test_an_address_that_cannot_be_opened_fails_with_a_reason(post_room: Flask) -> None:
    queued("+84912345678", key="k1")
    with transaction():
        fresh("k1").address_place = "message:somewhere-else:address"

    assert deliver(NOW, "a").failed == 1
    assert fresh("k1").outcome == "unsendable: BrokenSeal"


def test_two_offices_keep_their_messages_apart(post_room: Flask) -> None:
    queued("+84912345678", key="k1")

    assert fresh("k1").office_path == "vn.11"
