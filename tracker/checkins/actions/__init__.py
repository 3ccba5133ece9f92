"""Verbs of check-ins: keep plans, open what is due, take the steps, record answers and contacts, hand over."""

from tracker.checkins.actions.answers import Recorded, record_answer, tell_more
from tracker.checkins.actions.asking_now import NobodyAsks, ask_now, hold_turn
from tracker.checkins.actions.contacts import record_contact
from tracker.checkins.actions.corrected import call_off, follow_departure, run_on
from tracker.checkins.actions.moving import hand_over
from tracker.checkins.actions.opening import open_due
from tracker.checkins.actions.outages import apply_outage
from tracker.checkins.actions.pacing import let_go, set_pace
from tracker.checkins.actions.plans import (
    RhythmChangedMeanwhile,
    by_hand,
    change_rhythm,
    close_plans,
    follow_terms,
    open_missing_plans,
)
from tracker.checkins.actions.silence import raise_still_silent
from tracker.checkins.actions.stepping import call_late, give_up, remind
from tracker.checkins.actions.sweeping import SweepCount, sweep, sweep_batch

__all__ = [
    "NobodyAsks",
    "Recorded",
    "RhythmChangedMeanwhile",
    "SweepCount",
    "apply_outage",
    "ask_now",
    "by_hand",
    "call_late",
    "call_off",
    "change_rhythm",
    "close_plans",
    "follow_departure",
    "follow_terms",
    "give_up",
    "hand_over",
    "hold_turn",
    "let_go",
    "open_due",
    "open_missing_plans",
    "raise_still_silent",
    "record_answer",
    "record_contact",
    "remind",
    "run_on",
    "set_pace",
    "sweep",
    "sweep_batch",
    "tell_more",
]
