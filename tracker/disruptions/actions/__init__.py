"""Verbs: take a policy file in; declare, start, follow and close an event."""

from tracker.disruptions.actions.correcting import leave_wrong_places
from tracker.disruptions.actions.ending import close
from tracker.disruptions.actions.events import (
    TRIED,
    AlreadyDeclared,
    Draft,
    NotInThisState,
    activate,
    declare,
    draft_of,
    let_ask,
    set_aside,
    spread,
    try_out,
    unsaved,
)
from tracker.disruptions.actions.feed import ImportOutcome, import_policies
from tracker.disruptions.actions.moving import hand_over
from tracker.disruptions.actions.reach import Reached

__all__ = [
    "TRIED",
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
    "leave_wrong_places",
    "let_ask",
    "set_aside",
    "spread",
    "try_out",
    "unsaved",
]
