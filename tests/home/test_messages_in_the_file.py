"""Messages in the timeline of a file: which one, to which number, by whom, and what became of it."""

import pytest
from flask import Flask

from tests.checkins.cases import a_plan, day, messages
from tracker.checkins.actions import sweep
from tracker.core.db import transaction
from tracker.home.file_timeline import Event, timeline
from tracker.messages.models import STATES


def told(worker_id: int) -> list[Event]:
    """The messages of the timeline."""
    return list(timeline(worker_id, kind="message").events)


def test_a_question_is_told_by_its_name_and_the_end_of_the_number(house: Flask) -> None:
    plan = a_plan(next_open_at=day(15), phone="+886912345769")
    with transaction():
        sweep(now=day(15))

    [event] = told(plan.worker_id)

    assert (event.text, event.detail) == ("Gửi lời hỏi thăm tới ••••••769", "đang chờ gửi")


@pytest.mark.parametrize("state", STATES)
def test_every_fate_of_a_message_has_its_words(house: Flask, state: str) -> None:
    plan = a_plan(next_open_at=day(15))
    with transaction():
        sweep(now=day(15))
        messages()[0].state = state

    assert told(plan.worker_id)[0].detail not in ("", state)


@pytest.mark.parametrize(
    ("state", "outcome", "says"),
    [
        ("failed_temp", "route: RCPT: 550 5.7.1 Relaying denied", "không phải do địa chỉ; sẽ thử lại"),
        ("failed_perm", "gave up: route: RCPT: 550 5.7.1 Relaying denied", "không phải do địa chỉ; đề nghị báo"),
        ("failed_perm", "RCPT: 550 5.1.1 User unknown", "không gửi được"),
    ],
)
def test_a_refusal_of_our_own_route_is_told_as_such(house: Flask, state: str, outcome: str, says: str) -> None:
    plan = a_plan(next_open_at=day(15))
    with transaction():
        sweep(now=day(15))
        [message] = messages()
        message.state, message.outcome = state, outcome

    detail = told(plan.worker_id)[0].detail
    assert says in detail
    assert ("không phải do địa chỉ" in detail) is ("route" in outcome)
