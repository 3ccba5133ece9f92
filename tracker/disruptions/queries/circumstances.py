"""By what each touched worker is ranked: his own circumstances, from the most to the least pressing.

A rank is a sum of powers of two, one per circumstance, so the most pressing one always decides, and the rank of a
stored touch still tells which circumstances held. Severity is the highest any of them asks for; being in a country
that closed its borders is by itself no reason to call anybody.
"""

import operator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from tracker.alerts.models import OPEN_STATES, Alert
from tracker.alerts.severity import LOOK
from tracker.contracts.models import Contract
from tracker.core.clock import start_of
from tracker.people.models import ContactStatus, Relative, Worker

SOON = timedelta(days=60)
PASSPORT_RENEWAL = timedelta(days=90)
LONG_AGO = timedelta(days=60)
LOWEST = 4


@dataclass(frozen=True)
class Moment:
    """The day a touched worker is looked at, and the last day of the event as far as it is known."""

    as_of: date
    to_on: date | None

    @property
    def horizon(self) -> date:
        """Until when the event is reckoned with: its end, or 60 days while that is open."""
        return max(self.to_on, self.as_of) if self.to_on else self.as_of + SOON

    @property
    def long_ago(self) -> datetime:
        """A sure sign of life before this instant is an old one."""
        return start_of(self.as_of - LONG_AGO)


@dataclass(frozen=True)
class Circumstance:
    """One reason to look at a worker sooner: its name, the severity it asks for, and how it is said."""

    code: str
    severity: int
    words: Any


CIRCUMSTANCES = (
    Circumstance("help", 2, _l("Đã xin giúp, việc chưa xong")),
    Circumstance("contract_over", 2, _l("Hợp đồng đã hết hạn mà chưa về nước")),
    Circumstance("problem", 3, _l("Đã báo có vấn đề, việc chưa xong")),
    Circumstance("no_answer", 3, _l("Không trả lời đề nghị cho biết tình hình")),
    Circumstance("ends_inside", 3, _l("Hợp đồng hết hạn trong thời gian sự kiện")),
    Circumstance("passport", 3, _l("Hộ chiếu hết hạn hoặc sắp hết hạn")),
    Circumstance("no_relatives", 4, _l("Chưa có thân nhân trong hồ sơ")),
    Circumstance("old_sign", 4, _l("Dấu hiệu chắc chắn gần nhất đã cũ hoặc chưa có")),
)
WEIGHT = {one.code: 1 << place for place, one in enumerate(reversed(CIRCUMSTANCES))}


def held(rank: int) -> tuple[Circumstance, ...]:
    """The circumstances that a stored rank tells, most pressing first."""
    return tuple(one for one in CIRCUMSTANCES if rank & WEIGHT[one.code])


def rank(moment: Moment) -> sa.ColumnElement[int]:
    """The sum of the weights of the circumstances that hold; higher is more pressing."""
    holds = conditions(moment)
    weights = [sa.case((holds[code], _number(weight)), else_=_number(0)) for code, weight in WEIGHT.items()]
    return reduce(operator.add, weights)


def known_silence(disruption_id: int | None) -> sa.ColumnElement[int]:
    """The part of a rank that is to call nobody again: a silence that an open alert holds already.

    That is an alert of silence, or one of another event that asks for a person. The worker stays marked as silent.
    """
    other_event = sa.and_(
        Alert.cause == "disruption", Alert.cause_id.is_distinct_from(disruption_id), Alert.severity <= LOOK
    )
    open_now = (Alert.worker_id == Worker.id, Alert.state.in_(OPEN_STATES), Alert.closed_at.is_(None))
    held_elsewhere = sa.exists().where(*open_now, sa.or_(Alert.cause == "silent", other_event))
    return sa.case((sa.and_(_is_silent(), held_elsewhere), _number(WEIGHT["no_answer"])), else_=_number(0))


def severity_of(ranked: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The severity that a rank asks for: that of its most pressing circumstance, S4 without any."""
    steps = {one.severity: WEIGHT[one.code] for one in CIRCUMSTANCES if one.severity < LOWEST}
    # Weights fall with severity, so the lightest weight of a severity is where that severity begins.
    cases: list[Any] = [(ranked >= lightest, _number(severity)) for severity, lightest in sorted(steps.items())]
    return sa.case(*cases, else_=_number(LOWEST))


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(value), sa.Integer())


def conditions(moment: Moment) -> dict[str, sa.ColumnElement[bool]]:
    """Each circumstance as a condition on Worker, Contract and ContactStatus."""
    return {
        "help": _open_alert("help"),
        "problem": _open_alert("problem"),
        "no_answer": _is_silent(),
        "contract_over": Contract.ends_on < moment.as_of,
        "ends_inside": Contract.ends_on.between(moment.as_of, moment.horizon),
        "passport": Worker.passport_expires_on <= moment.as_of + PASSPORT_RENEWAL,
        "no_relatives": ~sa.exists().where(Relative.worker_id == Worker.id),
        "old_sign": sa.or_(ContactStatus.last_sure_at.is_(None), ContactStatus.last_sure_at < moment.long_ago),
    }


def _is_silent() -> sa.ColumnElement[bool]:
    return ContactStatus.state.in_(("silent", "lost_contact"))


def _open_alert(cause: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(Alert.worker_id == Worker.id, Alert.cause == cause, Alert.closed_at.is_(None))
