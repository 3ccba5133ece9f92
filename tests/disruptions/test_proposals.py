"""What the feed proposes to whom: the strictest that holds, unless the office itself or one above it has decided."""

import pytest

from tests.cast import the_cast
from tests.disruptions.cases import noon, policies, someone
from tracker.auth import actions as auth
from tracker.auth.models import UserAccount
from tracker.core.db import transaction
from tracker.disruptions import actions
from tracker.disruptions.queries import listed

pytestmark = pytest.mark.usefixtures("house")
TODAY = noon("2020-07-15")
PROVINCE, DISTRICT, OTHER_DISTRICT = "vn.11", "vn.11.099", "vn.11.094"


@pytest.fixture
def minh() -> UserAccount:
    return the_cast()["minh"]


def proposed(office_path: str = PROVINCE) -> list[listed.Proposal]:
    return listed.proposals(TODAY.date(), office_path=office_path)


def levels(office_path: str = PROVINCE) -> list[int]:
    return [one.episode.level for one in proposed(office_path)]


def a_supervisor_of(office_path: str) -> UserAccount:
    with transaction():
        return auth.add_user(
            username="tuan", display_name="Lò Văn Tuấn", role="supervisor", office_path=office_path, now=TODAY
        )


def test_the_feed_proposes_only_where_our_people_are_and_only_the_strictest_level(minh: UserAccount):
    policies("3" * 20 + "4" * 120)
    policies("4" * 140, country="LAO")
    someone()

    (proposal,) = proposed()

    assert (proposal.episode.country, proposal.episode.level, proposal.workers) == ("TWN", 4, 1)


def test_a_proposal_that_was_confirmed_or_set_aside_is_not_made_again(minh: UserAccount):
    policies("4" * 140)
    someone()
    (proposal,) = proposed()

    with transaction():
        event = actions.set_aside(proposal.episode, by=minh, now=TODAY, note="Đã biết")

    assert event.was_set_aside
    assert levels() == []
    with pytest.raises(actions.AlreadyDeclared), transaction():
        actions.declare(actions.draft_of(proposal.episode, today=TODAY.date()), by=minh, now=TODAY)


def test_what_a_district_sets_aside_is_still_proposed_to_the_province_and_to_other_districts(minh: UserAccount) -> None:
    policies("4" * 140)
    someone()
    (proposal,) = proposed()
    tuan = a_supervisor_of(DISTRICT)

    with transaction():
        aside = actions.set_aside(proposal.episode, by=tuan, now=TODAY)

    assert (levels(DISTRICT), levels(PROVINCE), levels(OTHER_DISTRICT)) == ([], [4], [4])
    assert listed.declared_from(proposal.episode, office_path=DISTRICT) == aside
    assert listed.declared_from(proposal.episode, office_path=PROVINCE) is None
    with transaction():
        assert actions.declare(actions.draft_of(proposal.episode, today=TODAY.date()), by=minh, now=TODAY)


def test_what_the_province_has_decided_is_proposed_to_no_district(minh: UserAccount) -> None:
    policies("4" * 140)
    someone()
    (proposal,) = proposed()
    tuan = a_supervisor_of(DISTRICT)

    with transaction():
        event = actions.declare(actions.draft_of(proposal.episode, today=TODAY.date()), by=minh, now=TODAY)

    assert (levels(DISTRICT), levels(PROVINCE)) == ([], [])
    with pytest.raises(actions.AlreadyDeclared) as refused, transaction():
        actions.set_aside(proposal.episode, by=tuan, now=TODAY)
    assert refused.value.disruption == event


def test_a_stricter_measure_that_is_over_hides_no_milder_one_that_goes_on(minh: UserAccount) -> None:
    someone()
    policies("3" * 60 + "4" * 69 + "3" * 8)  # to 15 July; nothing of level 4 since the 8th

    assert sorted(levels()) == [3, 4]


def test_measures_that_ended_together_are_proposed_once_as_the_strictest(minh: UserAccount) -> None:
    someone()
    policies("3" * 60 + "4" * 69 + "0" * 8)

    assert levels() == [4]
