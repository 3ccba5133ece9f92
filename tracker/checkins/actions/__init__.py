"""Verbs of check-ins: keep plans, open what is due, take the steps, record answers and contacts."""

from tracker.checkins.actions.answers import Recorded, record_answer, tell_more
from tracker.checkins.actions.asking_now import NobodyAsks, ask_now, hold_turn
from tracker.checkins.actions.contacts import record_contact
from tracker.checkins.actions.opening import open_due
from tracker.checkins.actions.outages import apply_outage
from tracker.checkins.actions.plans import change_rhythm, close_plans, open_missing_plans
from tracker.checkins.actions.stepping import call_late, give_up, remind
from tracker.checkins.actions.sweeping import SweepCount, sweep, sweep_batch

__all__ = [
    "NobodyAsks",
    "Recorded",
    "SweepCount",
    "apply_outage",
    "ask_now",
    "call_late",
    "change_rhythm",
    "close_plans",
    "give_up",
    "hold_turn",
    "open_due",
    "open_missing_plans",
    "record_answer",
    "record_contact",
    "remind",
    "sweep",
    "sweep_batch",
    "tell_more",
]
