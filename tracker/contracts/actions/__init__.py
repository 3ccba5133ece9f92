"""Verbs of contracts: register, correct, record departure and return, hand over. What has happened is recorded."""

from tracker.contracts.actions.correct import correct_terms
from tracker.contracts.actions.findings import finding_row
from tracker.contracts.actions.merging import drop_shared, hand_over
from tracker.contracts.actions.register import AgainstTheLaw, ContractKnown, keep_documents, register
from tracker.contracts.actions.travel import END_REASONS, NotYet, OutOfOrder, come_home, depart

__all__ = [
    "END_REASONS",
    "AgainstTheLaw",
    "ContractKnown",
    "NotYet",
    "OutOfOrder",
    "come_home",
    "correct_terms",
    "depart",
    "drop_shared",
    "finding_row",
    "hand_over",
    "keep_documents",
    "register",
]
