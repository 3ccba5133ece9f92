"""The pure decision of the next step, and the SQL that must say the same of every row."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checkins.cases import a_plan, day
from tracker.checkins.models import STATES, WAITING_STATES, CheckIn
from tracker.checkins.rhythms import RHYTHMS, phase
from tracker.checkins.steps import LATE, MISS, REMIND, STEPS, Step, due_for, next_step
from tracker.core.db import db, transaction

TODAY = date(2020, 7, 15)


@pytest.mark.parametrize(
    ("state", "at", "step"),
    [
        ("open", 1, None),
        ("open", 2, REMIND),
        ("open", 4, LATE),
        ("open", 11, MISS),
        ("reminded", 3, None),
        ("reminded", 4, LATE),
        ("reminded", 30, MISS),
        ("late", 10, None),
        ("late", 11, MISS),
        ("missed", 30, None),
        ("answered_ok", 30, None),
        ("cancelled", 30, None),
    ],
)
def test_the_newest_due_step_is_taken_and_no_step_twice(state: str, at: int, step: Step | None) -> None:
    times = RHYTHMS["normal"].times(day(1))

    decided = next_step(
        state, day(1) + timedelta(days=at), remind_at=times.remind_at, late_at=times.late_at, missed_at=times.missed_at
    )

    assert decided == step


def test_every_rhythm_reminds_before_it_calls_late_and_waits_before_it_gives_up() -> None:
    for rhythm in RHYTHMS.values():
        times = rhythm.times(day(1))
        assert day(1) < times.remind_at < times.late_at < times.missed_at
        assert times.missed_at <= day(1) + rhythm.every


hours = st.integers(0, 40 * 24)
cases = st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(sorted(RHYTHMS)), hours), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=cases, later=hours)
def test_the_sql_and_the_decision_agree_on_every_row(
    house: Flask, cases: list[tuple[str, str, int]], later: int
) -> None:
    now = day(1) + timedelta(hours=later)
    plan = _the_plan()
    with transaction():
        db.session.execute(sa.delete(CheckIn))
        for number, (state, rhythm, opened) in enumerate(cases):
            db.session.add(_a_check_in(plan, number, state, rhythm, opened))

    decided = {
        row.cycle_no: next_step(row.state, now, remind_at=row.remind_at, late_at=row.late_at, missed_at=row.missed_at)
        for row in db.session.scalars(sa.select(CheckIn))
    }
    for step in STEPS:
        chosen = set(db.session.scalars(sa.select(CheckIn.cycle_no).where(*due_for(step, now))))
        assert chosen == {number for number, found in decided.items() if found is step}


def _the_plan() -> tuple[int, int]:
    found = db.session.execute(sa.text("SELECT id, worker_id FROM check_in_plan")).first()
    if found is None:
        plan = a_plan(next_open_at=day(100))
        return plan.id, plan.worker_id
    return found.id, found.worker_id


def _a_check_in(plan: tuple[int, int], number: int, state: str, rhythm: str, opened: int) -> CheckIn:
    opened_at = day(1) + timedelta(hours=opened)
    times = RHYTHMS[rhythm].times(opened_at)
    following = {"open": times.remind_at, "reminded": times.late_at, "late": times.missed_at}
    return CheckIn(
        ref=f"R{number}",
        plan_id=plan[0],
        worker_id=plan[1],
        cycle_no=number,
        rhythm=rhythm,
        state=state,
        opened_at=opened_at,
        remind_at=times.remind_at,
        late_at=times.late_at,
        missed_at=times.missed_at,
        next_step_at=following[state] if state in WAITING_STATES else None,
    )


@pytest.mark.parametrize(
    ("departed_on", "ends_on", "first", "expected"),
    [
        (date(2020, 7, 12), date(2023, 7, 11), True, "arrival"),
        (date(2020, 7, 12), date(2023, 7, 11), False, "first_90"),
        (date(2020, 4, 17), date(2023, 7, 11), False, "first_90"),
        (date(2020, 4, 16), date(2023, 7, 11), False, "normal"),
        (date(2018, 1, 1), date(2023, 7, 11), True, "normal"),
        (date(2018, 1, 1), date(2020, 9, 14), False, "normal"),
        (date(2018, 1, 1), date(2020, 9, 13), False, "last_60"),
        (date(2018, 1, 1), date(2020, 1, 1), False, "last_60"),
        (date(2020, 6, 1), date(2020, 8, 31), False, "last_60"),
    ],
)
def test_the_phase_follows_from_the_dates_of_the_contract(
    departed_on: date, ends_on: date, first: bool, expected: str
) -> None:
    assert phase(departed_on=departed_on, ends_on=ends_on, first=first, today=TODAY) == expected
