"""A revised file moves, adds and withdraws episodes, and never loses the one people act on."""

from datetime import date, timedelta

from tracker.disruptions.episodes import Episode
from tracker.disruptions.revision import Known, revise

MARCH = date(2020, 3, 1)


def an_episode(first: int, last: int, *, country: str = "TWN", level: int = 3) -> Episode:
    """From the `first` to the `last` day of March, counted past its end."""
    days = [MARCH + timedelta(days=n - 1) for n in (first, last)]
    return Episode(country, "C8", level, ">=", *days, last - first + 1, None, False, "below")


def known(number: int, episode: Episode, *, in_use: bool = False, withdrawn: bool = False) -> Known:
    """A stored episode that says what `episode` says."""
    return Known(number, in_use, "withdrawn" if withdrawn else "proposed", *episode[:6], episode.end_reason)


def test_an_episode_that_did_not_change_stays():
    revision = revise([known(1, an_episode(19, 90))], [an_episode(19, 90)])

    assert (revision.unchanged, revision.created, revision.moved, revision.withdrawn) == (1, [], [], [])


def test_an_episode_with_other_dates_keeps_its_id():
    revision = revise([known(7, an_episode(19, 60), in_use=True)], [an_episode(17, 90)])

    (moved,) = revision.moved
    assert (moved.before.id, moved.after) == (7, an_episode(17, 90))
    assert not revision.created
    assert not revision.withdrawn


def test_an_episode_that_is_told_no_more_is_withdrawn_and_a_new_one_created():
    revision = revise([known(7, an_episode(1, 5))], [an_episode(20, 25)])

    assert [gone.id for gone in revision.withdrawn] == [7]
    assert revision.created == [an_episode(20, 25)]


def test_when_two_grow_into_one_the_confirmed_one_goes_on():
    short_but_confirmed, long = known(1, an_episode(1, 3), in_use=True), known(2, an_episode(8, 40))

    revision = revise([short_but_confirmed, long], [an_episode(1, 40)])

    assert [moved.before.id for moved in revision.moved] == [1]
    assert [gone.id for gone in revision.withdrawn] == [2]


def test_when_one_falls_into_two_the_longer_part_goes_on():
    revision = revise([known(1, an_episode(1, 40), in_use=True)], [an_episode(1, 5), an_episode(10, 40)])

    assert [moved.after for moved in revision.moved] == [an_episode(10, 40)]
    assert revision.created == [an_episode(1, 5)]


def test_levels_and_countries_are_never_mixed_up():
    revision = revise([known(1, an_episode(1, 9))], [an_episode(1, 9, level=4), an_episode(1, 9, country="LAO")])

    assert len(revision.created) == 2
    assert [gone.id for gone in revision.withdrawn] == [1]


def test_a_withdrawn_episode_that_is_told_again_comes_back_under_its_id():
    revision = revise([known(7, an_episode(1, 9), in_use=True, withdrawn=True)], [an_episode(1, 9)])

    assert [moved.before.id for moved in revision.moved] == [7]
    assert revise([known(7, an_episode(1, 9), withdrawn=True)], []).withdrawn == []
