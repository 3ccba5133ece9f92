"""Verbs of intake for lists: take a file in, apply it, throw it away, go on with what waits."""

from tracker.intake.actions.adding import RegisterMoved
from tracker.intake.actions.lists import (
    IN_REQUEST,
    apply_list,
    ask_to_apply,
    discard,
    next_waiting,
    preview_list,
    report_failure,
    report_progress,
    take_in,
)
from tracker.intake.actions.moving import hand_over
from tracker.intake.preview import Preview, read_list
from tracker.intake.sheets import SheetRefused

__all__ = [
    "IN_REQUEST",
    "Preview",
    "RegisterMoved",
    "SheetRefused",
    "apply_list",
    "ask_to_apply",
    "discard",
    "hand_over",
    "next_waiting",
    "preview_list",
    "read_list",
    "report_failure",
    "report_progress",
    "take_in",
]
