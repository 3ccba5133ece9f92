"""How an event ends: what only marked it is closed, who is still silent becomes ordinary work, and a review is kept."""

from datetime import datetime

from tracker.alerts import actions as alerts
from tracker.auth.models import UserAccount
from tracker.checkins import actions as checkins
from tracker.disruptions.actions.events import end, must_be
from tracker.disruptions.models import Disruption
from tracker.disruptions.queries.ending import becomes_silent, only_marks, silent_people
from tracker.disruptions.queries.review import review_of


def close(disruption: Disruption, *, by: UserAccount, now: datetime, note: str = "") -> None:
    """End an event: nobody new is touched, nobody is asked because of it. Raises NotInThisState.

    1. Keep the review. 2. Give the pace of asking back. 3. Close the common alerts of the offices and the single ones
    that only marked somebody as being there. 4. Whoever is still silent goes on as an ordinary silent alert, with the
    same owner. Every other alert stays with the people who work on it.
    """
    must_be(disruption, "draft", "active", "winding_down")
    began = disruption.activated_at or disruption.tried_at
    if began is not None:
        disruption.review = review_of(disruption, since=began, now=now)
        _leave_people(disruption, by=by, now=now)
    end(disruption, by=by, now=now, note=note)


def _leave_people(disruption: Disruption, *, by: UserAccount, now: datetime) -> None:
    checkins.let_go(disruption.id)
    alerts.close_all(*becomes_silent(disruption), outcome="became_silent", by=by, now=now)
    alerts.close_all(*only_marks(disruption), outcome="event_over", by=by, now=now)
    checkins.raise_still_silent(silent_people(disruption), now=now)
    alerts.pass_owners_on(closed_as="became_silent", at=now, cause="silent")
