"""How grave an alert is, and by when it must be acknowledged and acted upon: ENGINE's table as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from tracker.law.workdays import add_working_hours, office_spans

LIFE, GRAVE, LOOK, WATCH = 1, 2, 3, 4


@dataclass(frozen=True)
class Term:
    """A length of time: hours round the clock, office hours, or working days of the office."""

    hours: float = 0
    working_hours: float = 0
    workdays: float = 0

    def after(self, instant: datetime) -> datetime:
        """The instant at which this term, begun at `instant`, ends. A working day is one day's office hours."""
        end = instant + timedelta(hours=self.hours)
        in_office = self.working_hours + self.workdays * hours_of_a_workday()
        return add_working_hours(end, in_office) if in_office else end


@dataclass(frozen=True)
class Grade:
    """What a severity means and the terms that go with it. Figures are defaults to configure, not law."""

    severity: int
    meaning: object
    acknowledge: Term
    act: Term
    acknowledgement_lasts: Term
    longest_snooze: timedelta | None
    longest_wait: timedelta
    closed_by_supervisor: bool


GRADES = {
    LIFE: Grade(
        LIFE,
        _l("Tính mạng, bạo lực, bị giữ, tử vong, bị bỏ lại không nơi ở"),
        acknowledge=Term(hours=1),
        act=Term(hours=4),
        acknowledgement_lasts=Term(hours=4),
        longest_snooze=None,
        longest_wait=timedelta(days=1),
        closed_by_supervisor=True,
    ),
    GRAVE: Grade(
        GRAVE,
        _l("Xin giúp nhưng chưa nguy tính mạng, nợ lương, mất nơi ở, mất bên đưa đi, gia đình lo lắng"),
        acknowledge=Term(working_hours=4),
        act=Term(workdays=1),
        acknowledgement_lasts=Term(workdays=1),
        longest_snooze=timedelta(days=2),
        longest_wait=timedelta(days=3),
        closed_by_supervisor=True,
    ),
    LOOK: Grade(
        LOOK,
        _l("Im lặng, thông tin trái nhau, chưa trả lời khi có sự kiện"),
        acknowledge=Term(workdays=1),
        act=Term(workdays=3),
        acknowledgement_lasts=Term(workdays=5),
        longest_snooze=timedelta(days=14),
        longest_wait=timedelta(days=14),
        closed_by_supervisor=False,
    ),
    WATCH: Grade(
        WATCH,
        _l("Giấy tờ sắp hết hạn, hồ sơ thiếu, báo cáo, số điện thoại"),
        acknowledge=Term(workdays=3),
        act=Term(workdays=10),
        acknowledgement_lasts=Term(workdays=10),
        longest_snooze=timedelta(days=60),
        longest_wait=timedelta(days=60),
        closed_by_supervisor=False,
    ),
}


@dataclass(frozen=True)
class Deadlines:
    """By when an alert opened at one instant must be acknowledged and acted upon."""

    acknowledge_by: datetime
    act_by: datetime


def deadlines(severity: int, opened_at: datetime) -> Deadlines:
    """The two deadlines of an alert of this severity, opened at this instant."""
    grade = GRADES[severity]
    return Deadlines(grade.acknowledge.after(opened_at), grade.act.after(opened_at))


def graver(severities: Sequence[int]) -> int:
    """The gravest of some severities: S1 is the lowest number."""
    return min(severities)


def hours_of_a_workday() -> float:
    """How many office hours one working day has."""
    day = datetime(2000, 1, 1)  # noqa: DTZ001  (only the distance between two times of one day)
    spans = (datetime.combine(day, closes) - datetime.combine(day, opens) for opens, closes in office_spans())
    return sum(span.total_seconds() for span in spans) / 3600
