"""Taking policies in: twice changes nothing, a revised file moves what it revises and keeps what people confirmed."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import the_cast
from tests.disruptions.cases import FINAL, LEGACY, policies
from tracker.audit.models import AuditEntry
from tracker.core.db import db, transaction
from tracker.disruptions import actions
from tracker.disruptions.models import Disruption, Episode
from tracker.disruptions.queries import episodes

pytestmark = pytest.mark.usefixtures("house")


def stored(level: int = 3) -> list[Episode]:
    asked = sa.select(Episode).where(Episode.level == level, Episode.rule == ">=").order_by(Episode.start_on)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def an_event_of(episode: Episode) -> Disruption:
    supervisor = the_cast()["minh"]
    with transaction():
        return actions.declare(
            actions.draft_of(episode, today=date(2020, 7, 15)), by=supervisor, now=episode.imported_at
        )


def test_a_file_makes_days_and_episodes():
    outcome = policies("0033330")

    assert (outcome.days_new, outcome.days_changed) == (14, 0)
    assert [(one.start_on, one.end_on, one.days, one.state) for one in stored()] == [
        (date(2020, 3, 3), date(2020, 3, 6), 4, "proposed")
    ]


def test_the_same_file_twice_changes_nothing():
    policies("0033330")

    again = policies("0033330")

    assert (again.days_new, again.days_changed, again.days_unchanged) == (0, 0, 14)
    assert (again.episodes_created, again.episodes_moved, again.episodes_withdrawn) == (0, 0, 0)


def test_a_longer_file_lengthens_the_episode_instead_of_adding_one():
    policies("003333")
    before = stored()[0].ref

    outcome = policies("0033333333")

    assert (outcome.episodes_created, outcome.episodes_moved) == (0, 3)  # C8 >= 2, >= 3, = 3
    (episode,) = stored()
    assert (episode.ref, episode.end_on) == (before, date(2020, 3, 10))
    assert "03/03/2020–06/03/2020" in episode.revision_note


def test_a_revised_start_moves_the_episode_and_the_event_confirmed_from_it():
    policies("0000333333")
    event = an_event_of(stored()[0])

    outcome = policies("0033333333")

    db.session.refresh(event)
    assert event.from_on == date(2020, 3, 3)
    assert event.to_on is None
    assert len(outcome.notes) == 1
    assert stored()[0].state == "confirmed"


def test_dates_that_an_officer_has_set_win_over_the_feed():
    policies("0000333333")
    event = an_event_of(stored()[0])
    with transaction():
        event.from_on = date(2020, 2, 20)

    policies("0033333000")

    db.session.refresh(event)
    assert event.from_on == date(2020, 2, 20)
    assert event.to_on == date(2020, 3, 7)


def test_an_episode_that_falls_away_is_withdrawn_its_event_stays_and_the_import_says_so():
    policies("0033330")
    event = an_event_of(stored()[0])

    outcome = policies("0000000")

    assert outcome.episodes_withdrawn == 3
    assert any("nay không còn trong tệp" in note for note in outcome.notes)
    assert stored()[0].state == "withdrawn"
    assert db.session.get(Disruption, event.id) is not None
    assert list(episodes(level=3)) == []


def test_an_episode_told_again_comes_back_as_it_was():
    policies("0033330")
    event = an_event_of(stored()[0])
    policies("0000000")

    policies("0033330")

    (episode,) = stored()
    assert (episode.id, episode.state) == (event.episode_id, "confirmed")


def test_two_episodes_that_change_places_never_collide():
    policies("3330000333000033300000")
    policies("0000333000033300003330")

    assert [one.start_on.day for one in stored() if one.state != "withdrawn"] == [5, 12, 19]


def test_an_older_edition_fills_holes_but_never_overwrites_a_later_one():
    policies("0044.4440", header=FINAL)

    outcome = policies("333333333333", header=LEGACY)

    # Days 1 to 9 are told by the final edition but for the blank one; three days are new.
    assert (outcome.days_kept, outcome.days_changed) == (8, 1)
    assert [(one.start_on.day, one.end_on.day) for one in stored(4)] == [(3, 8)]


def test_other_countries_are_left_alone():
    policies("0033330", country="LAO")

    outcome = policies("0000000", country="TWN")

    assert outcome.episodes_withdrawn == 0
    assert [one.country for one in stored()] == ["LAO"]


def test_an_import_is_written_into_the_book():
    policies("0033330")

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.what == "policies.imported")).one()
    assert entry.detail["days_new"] == 14


def test_the_exact_rule_is_kept_apart(house: Flask):
    policies("0033440")

    assert [span.days for span in episodes(indicator="C8", level=3, rule=">=")] == [4]
    assert [span.days for span in episodes(indicator="C8", level=3, rule="=")] == [2]
