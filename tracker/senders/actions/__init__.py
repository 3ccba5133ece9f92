"""Verbs of senders: who sends and employs, licences with their documents, closed markets. Public registers."""

from tracker.senders.actions.licences import (
    AlreadySo,
    BeginsThatDay,
    LicencesOverlap,
    LicenceSpell,
    NothingRuns,
    add_licence,
    change_status,
    correct_licence,
    remove_licence,
)
from tracker.senders.actions.markets import (
    Decision,
    DecisionKnown,
    correct_market,
    declare_market,
    end_market,
    remove_market,
)
from tracker.senders.actions.parties import Details, SenderKnown, add_employer, add_sender, correct_sender, enter_sender

__all__ = [
    "AlreadySo",
    "BeginsThatDay",
    "Decision",
    "DecisionKnown",
    "Details",
    "LicenceSpell",
    "LicencesOverlap",
    "NothingRuns",
    "SenderKnown",
    "add_employer",
    "add_licence",
    "add_sender",
    "change_status",
    "correct_licence",
    "correct_market",
    "correct_sender",
    "declare_market",
    "end_market",
    "enter_sender",
    "remove_licence",
    "remove_market",
]
