"""What happened in the last weeks, played with the house's own verbs, so that alerts and timelines are real ones."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.checkins import actions as checkins
from tracker.checkins import steps
from tracker.checkins.actions.asking import ask
from tracker.checkins.models import WAITING_STATES, CheckIn, Plan
from tracker.core.clock import start_of
from tracker.core.db import db
from tracker.demo.days import Days
from tracker.disruptions.models import Disruption
from tracker.messages.models import Message

MOST = 60  # answers played one by one, however large the demo
WEEKS = 6
FINE = 0.5  # of those whom the event asks have said so by now
ABOUT = {"help": ("want_home", "wage", "lodging", "papers"), "problem": ("wage", "hours", "illness", "other")}
AGO = {"help": (25, 200), "problem": (60, 60 * 20)}  # minutes before now; check-ins open a day ago or earlier
NOTES = {
    "want_home": "Hợp đồng đã hết, chưa có chuyến bay về, tiền ăn sắp hết.",
    "wage": "Hai tháng nay chưa nhận đủ lương.",
    "lodging": "Nhà xưởng đóng cửa, chủ bảo chuyển khỏi ký túc xá.",
    "papers": "",
    "hours": "Tăng ca nhiều, không tính tiền.",
    "illness": "",
    "other": "",
}


class Spoken(NamedTuple):
    """One step of asking: its name, the states that lie behind it, and the column that tells when it was taken."""

    step: str
    states: tuple[str, ...]
    at: Any


SPOKEN = (
    Spoken("ask", WAITING_STATES, CheckIn.opened_at),
    Spoken("remind", ("reminded", "late"), CheckIn.remind_at),
    Spoken("late", ("late",), CheckIn.late_at),
)


def send_questions(days: Days) -> None:
    """The messages behind every check-in that still waits, as if they had gone out on their day."""
    for spoken in SPOKEN:
        waiting = sa.and_(steps.waiting(), CheckIn.state.in_(spoken.states))
        for at in db.session.scalars(sa.select(spoken.at).where(waiting).distinct().order_by(spoken.at)).all():
            ask(sa.and_(waiting, spoken.at == at), spoken.step, now=at)
    _let_arrive(days)


def ask_about(event: Disruption, chance: Random, days: Days) -> int:
    """Let the engine ask those whom an event touches, and some of them say that they are fine; how many did."""
    began = event.activated_at or days.now
    while checkins.open_due(now=began + timedelta(minutes=5)):
        pass
    _let_arrive(days)
    asked = sa.select(CheckIn).where(CheckIn.disruption_id == event.id).order_by(CheckIn.id).limit(MOST)
    fine = [check_in for check_in in db.session.scalars(asked) if chance.random() < FINE]
    for check_in in fine:
        minutes = int((days.now - check_in.opened_at) / timedelta(minutes=1))
        checkins.record_answer(
            check_in, "ok", "link", check_in.opened_at + timedelta(minutes=chance.randrange(minutes))
        )
    return len(fine)


def _let_arrive(days: Days) -> None:
    arrived = sa.update(Message).where(Message.state == "queued", Message.next_try_at <= days.now)
    db.session.execute(
        arrived.values(state="delivered", settled_at=Message.next_try_at, tries=1),
        execution_options={"synchronize_session": False},
    )


def fall_silent(days: Days) -> int:
    """Let the engine give up, morning by morning, what nobody answered; how many check-ins."""
    given_up = 0
    for back in range(7 * WEEKS, -1, -1):
        morning = min(start_of(days.today - timedelta(days=back)) + timedelta(hours=9), days.now)
        while done := checkins.give_up(now=morning):
            given_up += done
    return given_up


def answer(chance: Random, days: Days, to_play: Iterable[tuple[str, int]]) -> int:
    """Let workers press "help" or "a problem"; how many did."""
    played = list(_some_of_each(to_play))
    for behaviour, contract_id in played:
        check_in = _open_check_in(contract_id)
        about = chance.choice(ABOUT[behaviour])
        ago = timedelta(minutes=chance.randrange(*AGO[behaviour]))
        at = max(days.now - ago, check_in.opened_at + timedelta(minutes=10))
        checkins.record_answer(check_in, behaviour, "link", at, about=about, note=NOTES[about])
    return len(played)


def _some_of_each(to_play: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    left = dict.fromkeys(ABOUT, MOST)
    for behaviour, contract_id in to_play:
        if left[behaviour]:
            left[behaviour] -= 1
            yield behaviour, contract_id


def _open_check_in(contract_id: int) -> CheckIn:
    mine = sa.select(CheckIn).join(Plan, Plan.id == CheckIn.plan_id).where(Plan.contract_id == contract_id)
    return db.session.scalars(mine.order_by(CheckIn.cycle_no.desc()).limit(1)).one()
