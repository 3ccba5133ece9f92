"""What an episode is, case by case, and that the real files give the episodes an independent program found."""

import csv
import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tracker.disruptions import oxcgrt
from tracker.disruptions.episodes import EXACTLY, Episode, Level, episodes_of
from tracker.disruptions.oxcgrt import PolicyDay

FIRST = date(2020, 3, 1)
AT_LEAST_2 = (Level("C2", 2),)
REAL = Path(os.environ.get("TRACKER_REAL_FILES", Path(__file__).parents[3] / "shared" / "data")) / "covid"
needs_real_files = pytest.mark.skipif(not REAL.is_dir(), reason=f"real policy files are not at {REAL}")


def days(values: str, *, country: str = "MYS", indicator: str = "C2") -> list[PolicyDay]:
    """One day per character from 1 March: a digit is the value, a dot a blank, a space a day with no row."""
    return [
        PolicyDay(country, indicator, FIRST + timedelta(days=n), None if value == "." else int(value), 1)
        for n, value in enumerate(values)
        if value != " "
    ]


def spans(values: str, levels: Iterable[Level] = AT_LEAST_2) -> list[tuple[int, int, str]]:
    """Episodes as (first, last, end reason), days counted from 0."""
    return [
        ((episode.starts_on - FIRST).days, (episode.ends_on - FIRST).days, episode.end_reason)
        for episode in episodes_of(days(values), levels=levels)
    ]


def test_an_episode_is_a_run_of_days_at_or_above_the_level():
    assert spans("0122310") == [(2, 4, "below")]


def test_both_ends_and_merged_gaps_are_counted():
    (episode,) = episodes_of(days("0220220"), levels=AT_LEAST_2)

    assert (episode.days, episode.days_at_level, episode.general_days) == (5, 4, 4)


@pytest.mark.parametrize("gap", ["0", "00", "000"])
def test_gaps_of_one_to_three_days_are_merged(gap: str):
    assert spans(f"022{gap}220") == [(1, 4 + len(gap), "below")]


def test_a_gap_of_four_days_ends_the_episode():
    assert spans("0220000220") == [(1, 2, "below"), (7, 8, "below")]


def test_a_run_that_reaches_the_last_row_is_still_open():
    assert spans("0022") == [(2, 3, "window_end")]


def test_a_run_that_begins_with_the_first_row_began_at_an_unknown_time():
    (episode,) = episodes_of(days("220"), levels=AT_LEAST_2)

    assert episode.open_start


@pytest.mark.parametrize("blank", [".", " "])
def test_a_blank_day_and_a_day_without_a_row_take_the_last_value_for_a_week(blank: str):
    assert spans("02" + blank * 7 + "0") == [(1, 8, "below")]


@pytest.mark.parametrize("blank", [".", " "])
def test_after_a_week_without_word_the_day_is_unknown(blank: str):
    assert spans("02" + blank * 12 + "0") == [(1, 8, "no_data")]


def test_unknown_days_never_count_but_a_short_hole_does_not_split_an_episode():
    assert spans("02" + "." * 10 + "20") == [(1, 12, "below")]
    assert spans("02" + "." * 11 + "20") == [(1, 8, "no_data"), (13, 13, "below")]


def test_trailing_blanks_carry_to_the_last_dated_row():
    assert spans("022...") == [(1, 5, "window_end")]
    assert spans("022" + "." * 9) == [(1, 9, "no_data")]


def test_blanks_before_the_first_value_are_unknown():
    assert spans("..22") == [(2, 3, "window_end")]


def test_the_exact_rule_counts_only_that_level():
    exactly_3 = Level("C8", 3, EXACTLY)
    series = days("2334444430", indicator="C8")

    exact, least = (episodes_of(series, levels=[level]) for level in (exactly_3, Level("C8", 3)))

    assert [episode.days for episode in exact] == [2, 1]
    assert [episode.days for episode in least] == [8]


def test_a_flag_is_not_carried_and_an_indicator_without_flags_has_no_general_days():
    (carried,) = episodes_of(days("02..0"), levels=AT_LEAST_2)
    (unflagged,) = episodes_of([day._replace(flag=None) for day in days("0220")], levels=AT_LEAST_2)

    assert (carried.days_at_level, carried.general_days) == (3, 1)
    assert unflagged.general_days is None


def test_countries_do_not_touch_each_other():
    series = days("022") + days("0000022", country="LAO")

    assert [episode.country for episode in episodes_of(series, levels=AT_LEAST_2)] == ["LAO", "MYS"]


@needs_real_files
@pytest.mark.parametrize(
    ("file", "oracle"),
    [
        ("oxcgrt_compact_national_2020.csv.gz", "oracle_2020.csv"),
        ("oxcgrt_latest_asof_20200516.csv.gz", "oracle_live_asof_20200516.csv"),
    ],
)
def test_real_files_give_the_episodes_an_independent_program_found(file: str, oracle: str):
    with oxcgrt.opened(REAL / file) as policies:
        ours = {_as_oracle(episode) for episode in episodes_of(policies.days)}

    with (REAL / oracle).open(newline="") as stream:
        theirs = {tuple(row[name] for name in COLUMNS) for row in csv.DictReader(stream)}
    assert ours == theirs


COLUMNS = (
    *("country", "indicator", "level", "start", "end", "days", "rule"),
    *("days_at_level", "general_days", "open_start", "open_end", "end_reason"),
)


def _as_oracle(episode: Episode) -> tuple[str, ...]:
    general = "" if episode.general_days is None else str(episode.general_days)
    return (
        episode.country,
        episode.indicator,
        str(episode.level),
        episode.starts_on.isoformat(),
        episode.ends_on.isoformat(),
        str(episode.days),
        episode.rule,
        str(episode.days_at_level),
        general,
        str(int(episode.open_start)),
        str(int(episode.open_end)),
        episode.end_reason,
    )
