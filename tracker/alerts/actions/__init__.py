"""Verbs of alerts: raise, decide, assign, and what happens when nobody reacts."""

from tracker.alerts.actions.assigning import assign, assign_by_area
from tracker.alerts.actions.calls import log_call
from tracker.alerts.actions.clockwork import check_nothing_is_forgotten, escalate_overdue, wake_snoozed
from tracker.alerts.actions.correcting import follow_terms
from tracker.alerts.actions.ending import close_all, pass_owners_on
from tracker.alerts.actions.entries import add_entries
from tracker.alerts.actions.moving import hand_over, rename_keys
from tracker.alerts.actions.raising import add_fact, gather_under_parents, parent_for, raise_for, raise_one
from tracker.alerts.actions.transitions import (
    acknowledge,
    close,
    escalate,
    mark_duplicate,
    note,
    regrade,
    reopen,
    resolve,
    snooze,
    start,
    wait_on,
)

__all__ = [
    "acknowledge",
    "add_entries",
    "add_fact",
    "assign",
    "assign_by_area",
    "check_nothing_is_forgotten",
    "close",
    "close_all",
    "escalate",
    "escalate_overdue",
    "follow_terms",
    "gather_under_parents",
    "hand_over",
    "log_call",
    "mark_duplicate",
    "note",
    "parent_for",
    "pass_owners_on",
    "raise_for",
    "raise_one",
    "regrade",
    "rename_keys",
    "reopen",
    "resolve",
    "snooze",
    "start",
    "wait_on",
    "wake_snoozed",
]
