"""Verbs of people: the only place that writes workers, relatives, contact points and signs of life."""

from tracker.people.actions.contacts import add_contact_point, mark_number, prefer_number
from tracker.people.actions.correct import correct_person
from tracker.people.actions.register import SamePersonKnown, add_worker
from tracker.people.actions.relatives import ConsentMissing, add_relative, set_may_see
from tracker.people.actions.signs import STRENGTHS, SURE, record_sign

__all__ = [
    "STRENGTHS",
    "SURE",
    "ConsentMissing",
    "SamePersonKnown",
    "add_contact_point",
    "add_relative",
    "add_worker",
    "correct_person",
    "mark_number",
    "prefer_number",
    "record_sign",
    "set_may_see",
]
