"""Quiet hours hold in every zone, through every change of the clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from tracker.messages.hours import is_daytime, next_daytime, release_times
from tracker.places.countries import COUNTRIES

ZONES = sorted({one.time_zone for one in COUNTRIES.values() if one.time_zone})
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
instants = st.integers(0, 40 * 366 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))


@given(instant=instants, zone=st.sampled_from(ZONES))
@example(instant=datetime(2011, 12, 30, 7, tzinfo=UTC), zone="Pacific/Apia")
@example(instant=datetime(2020, 3, 28, 23, tzinfo=UTC), zone="Europe/Bucharest")
@example(instant=datetime(2020, 10, 25, 0, 30, tzinfo=UTC), zone="Europe/Bucharest")
def test_no_message_is_released_at_night_and_none_waits_longer_than_it_must(instant: datetime, zone: str) -> None:
    place = ZoneInfo(zone)
    release = next_daytime(instant, place)

    assert time(8) <= release.astimezone(place).time() < time(20)
    assert release >= instant
    assert release == instant or release.astimezone(place).time() == time(8)
    assert release - instant <= timedelta(hours=38)


@given(instant=instants, zone=st.sampled_from(ZONES))
def test_waiting_for_daytime_twice_is_waiting_once(instant: datetime, zone: str) -> None:
    release = next_daytime(instant, ZoneInfo(zone))

    assert next_daytime(release, ZoneInfo(zone)) == release
    assert is_daytime(release, ZoneInfo(zone))


def test_the_local_hour_is_kept_when_the_clocks_change() -> None:
    place = ZoneInfo("Europe/Bucharest")
    before = next_daytime(datetime(2020, 3, 28, 1, tzinfo=UTC), place)
    after = next_daytime(datetime(2020, 3, 29, 1, tzinfo=UTC), place)

    assert (before.astimezone(place).hour, after.astimezone(place).hour) == (8, 8)
    assert after - before == timedelta(hours=23)


def test_a_message_without_a_zone_may_go_at_any_hour() -> None:
    night = datetime(2020, 7, 14, 18, tzinfo=UTC)

    assert release_times(night, ["", "Asia/Taipei"]) == {"": night, "Asia/Taipei": datetime(2020, 7, 15, 0, tzinfo=UTC)}
