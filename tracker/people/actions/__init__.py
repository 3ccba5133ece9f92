"""Verbs of people: the only place that writes workers, relatives, contact points, signs of life, suspected doubles."""

from tracker.people.actions.contacts import add_contact_point, mark_number, prefer_number
from tracker.people.actions.correct import correct_person
from tracker.people.actions.doubles import (
    AlreadyDecided,
    call_one,
    find_doubles,
    look_again,
    suspect_again,
    tell_apart,
    tell_apart_from,
)
from tracker.people.actions.merging import close_file, fill_blanks, hand_over, settle_pairs
from tracker.people.actions.papers import change_papers
from tracker.people.actions.register import add_worker
from tracker.people.actions.relatives import ConsentMissing, add_relative, set_may_see
from tracker.people.actions.same_person import SamePersonKnown
from tracker.people.actions.signs import STRENGTHS, SURE, record_sign, take_back_sign

__all__ = [
    "STRENGTHS",
    "SURE",
    "AlreadyDecided",
    "ConsentMissing",
    "SamePersonKnown",
    "add_contact_point",
    "add_relative",
    "add_worker",
    "call_one",
    "change_papers",
    "close_file",
    "correct_person",
    "fill_blanks",
    "find_doubles",
    "hand_over",
    "look_again",
    "mark_number",
    "prefer_number",
    "record_sign",
    "set_may_see",
    "settle_pairs",
    "suspect_again",
    "take_back_sign",
    "tell_apart",
    "tell_apart_from",
]
