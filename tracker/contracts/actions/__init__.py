"""Verbs of contracts: register and correct, record departure and return and put them right, hand over."""

from tracker.contracts.actions.correct import correct_terms
from tracker.contracts.actions.findings import finding_row
from tracker.contracts.actions.merging import drop_shared, hand_over
from tracker.contracts.actions.register import AgainstTheLaw, ContractKnown, keep_documents, register
from tracker.contracts.actions.travel import END_REASONS, NotYet, OutOfOrder, come_home, depart
from tracker.contracts.actions.travel_corrected import (
    NoReason,
    correct_departure,
    correct_return,
    take_back_departure,
    take_back_return,
)

__all__ = [
    "END_REASONS",
    "AgainstTheLaw",
    "ContractKnown",
    "NoReason",
    "NotYet",
    "OutOfOrder",
    "come_home",
    "correct_departure",
    "correct_return",
    "correct_terms",
    "depart",
    "drop_shared",
    "finding_row",
    "hand_over",
    "keep_documents",
    "register",
    "take_back_departure",
    "take_back_return",
]
