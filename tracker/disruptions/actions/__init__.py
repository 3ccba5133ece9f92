"""Verbs: take a policy file in; declare, start, follow and close an event."""

from tracker.disruptions.actions.events import (
    AlreadyDeclared,
    Draft,
    NotInThisState,
    activate,
    close,
    declare,
    draft_of,
    set_aside,
    spread,
    unsaved,
)
from tracker.disruptions.actions.feed import ImportOutcome, import_policies
from tracker.disruptions.actions.moving import hand_over
from tracker.disruptions.actions.reach import Reached

__all__ = [
    "AlreadyDeclared",
    "Draft",
    "ImportOutcome",
    "NotInThisState",
    "Reached",
    "activate",
    "close",
    "declare",
    "draft_of",
    "hand_over",
    "import_policies",
    "set_aside",
    "spread",
    "unsaved",
]
