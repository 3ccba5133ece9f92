"""The working calendar of state bodies and their office hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.law import book, workdays

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
KNOWN_DAYS = st.dates(date(2020, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    "day_off",
    [
        date(2020, 1, 1),
        date(2020, 1, 23),
        date(2020, 1, 29),
        date(2020, 4, 2),
        date(2020, 4, 30),
        date(2020, 5, 1),
        date(2020, 9, 2),
        date(2021, 9, 3),
        date(2022, 4, 11),
        date(2024, 4, 29),
        date(2020, 7, 18),
        date(2020, 7, 19),
    ],
)
def test_weekends_and_holidays_are_days_off(day_off):
    assert not workdays.is_workday(day_off)


@pytest.mark.parametrize("day", [date(2020, 7, 16), date(2020, 1, 30), date(2020, 9, 1), date(2020, 9, 3)])
def test_other_weekdays_are_worked(day):
    assert workdays.is_workday(day)


def test_a_saturday_worked_in_exchange_is_a_working_day():
    assert workdays.is_workday(date(2024, 5, 4))


def test_the_calendar_says_which_years_it_knows():
    assert workdays.year_is_known(2020)
    assert not workdays.year_is_known(2031)


def test_in_a_year_not_known_the_fixed_holidays_still_count():
    assert not workdays.is_workday(date(2031, 1, 1))


def test_tables_of_days_off_name_weekdays_and_swaps_name_saturdays_of_their_year():
    for year, days in book.table("holidays")["years"].items():
        assert all(day.year == int(year) and day.weekday() < 5 for day in days["days_off"])
        assert all(day.year == int(year) and day.weekday() == 5 for day in days["swap_workdays"])


def test_tet_gives_at_least_five_weekdays_off_in_every_known_year():
    for days in book.table("holidays")["years"].values():
        new_year = days["lunar_new_year"]
        around = [new_year + timedelta(days=shift) for shift in range(-4, 8)]
        assert sum(day.weekday() < 5 and not workdays.is_workday(day) for day in around) >= 5


def test_the_first_day_is_not_counted():
    assert workdays.add_workdays(date(2020, 7, 16), 1) == date(2020, 7, 17)
    assert workdays.add_workdays(date(2020, 7, 17), 1) == date(2020, 7, 20)
    assert workdays.add_workdays(date(2020, 7, 16), 0) == date(2020, 7, 16)


@given(KNOWN_DAYS, st.integers(1, 40))
def test_the_nth_working_day_is_one_and_exactly_n_lie_after_the_start(day, n):
    last = workdays.add_workdays(day, n)

    between = [day + timedelta(days=shift) for shift in range(1, (last - day).days + 1)]
    assert workdays.is_workday(last)
    assert sum(map(workdays.is_workday, between)) == n


def test_office_hours_run_over_lunch_night_and_weekend():
    friday_four = _vietnam("2020-07-17T16:00")

    assert workdays.add_working_hours(friday_four, 1) == _vietnam("2020-07-17T17:00")
    assert workdays.add_working_hours(friday_four, 4) == _vietnam("2020-07-20T10:30")
    assert workdays.add_working_hours(_vietnam("2020-07-16T11:00"), 1) == _vietnam("2020-07-16T14:00")


def test_what_comes_in_at_night_starts_in_the_morning():
    assert workdays.add_working_hours(_vietnam("2020-07-15T23:00"), 2) == _vietnam("2020-07-16T09:30")


def test_the_answer_is_in_the_zone_of_the_question():
    asked = datetime(2020, 7, 16, 1, 0, tzinfo=UTC)

    assert workdays.add_working_hours(asked, 1) == datetime(2020, 7, 16, 2, 0, tzinfo=UTC)
    assert workdays.add_working_hours(asked, 1).tzinfo is UTC


def test_office_hours_may_be_other_ones():
    around_noon = [(time(8), time(16))]

    assert workdays.add_working_hours(_vietnam("2020-07-16T08:00"), 8, spans=around_noon) == _vietnam(
        "2020-07-16T16:00"
    )


@given(st.datetimes(datetime(2020, 1, 2), datetime(2026, 6, 1), timezones=st.just(UTC)), st.floats(0, 40))  # noqa: DTZ001
def test_more_office_hours_never_end_earlier_and_end_in_office_hours(instant, hours):
    ends, later = (workdays.add_working_hours(instant, each) for each in (hours, hours + 1))

    local = ends.astimezone(VIETNAM)
    assert instant <= ends < later
    assert workdays.is_workday(local.date())
    assert any(opens <= local.time() <= closes for opens, closes in workdays.office_spans())


def test_counting_backwards_or_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="forwards"):
        workdays.add_workdays(date(2020, 7, 16), -1)
    with pytest.raises(ValueError, match="forwards"):
        workdays.add_working_hours(_vietnam("2020-07-16T08:00"), -1)
    with pytest.raises(ValueError, match="zone"):
        workdays.add_working_hours(datetime(2020, 7, 16, 8), 1)  # noqa: DTZ001


def _vietnam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
