"""Verbs of check-ins: keep plans, open what is due, take the steps, record answers and contacts, hand over."""

from tracker.checkins.actions.answers import Recorded, record_answer, tell_more
from tracker.checkins.actions.contacts import record_contact
from tracker.checkins.actions.moving import hand_over
from tracker.checkins.actions.opening import open_due
from tracker.checkins.actions.outages import apply_outage
from tracker.checkins.actions.plans import change_rhythm, close_plans, open_missing_plans
from tracker.checkins.actions.stepping import call_late, give_up, remind
from tracker.checkins.actions.sweeping import SweepCount, sweep, sweep_batch

__all__ = [
    "Recorded",
    "SweepCount",
    "apply_outage",
    "call_late",
    "change_rhythm",
    "close_plans",
    "give_up",
    "hand_over",
    "open_due",
    "open_missing_plans",
    "record_answer",
    "record_contact",
    "remind",
    "sweep",
    "sweep_batch",
    "tell_more",
]
