"""The sweep: open, remind, call late, give up; in that order, a bounded batch at a time."""

from dataclasses import dataclass
from datetime import datetime

from tracker.checkins.actions.opening import open_due
from tracker.checkins.actions.rows import BATCH, FEW
from tracker.checkins.actions.stepping import call_late, give_up, remind


@dataclass(frozen=True)
class SweepCount:
    """What a sweep did, in check-ins."""

    opened: int = 0
    reminded: int = 0
    late: int = 0
    missed: int = 0

    def __add__(self, other: "SweepCount") -> "SweepCount":
        return SweepCount(
            self.opened + other.opened,
            self.reminded + other.reminded,
            self.late + other.late,
            self.missed + other.missed,
        )

    def __bool__(self) -> bool:
        return self != SweepCount()


def sweep_batch(*, now: datetime, so_far: SweepCount | None = None) -> SweepCount:
    """One bounded batch of the first step that has work; empty when nothing is due. Run each in its own transaction.

    The first batch of a step is small: while it holds the lock, its statements are put together for the first time.
    """
    done = so_far or SweepCount()
    if opened := open_due(now=now, most=BATCH if done.opened else FEW):
        return SweepCount(opened=opened)
    if reminded := remind(now=now, most=BATCH if done.reminded else FEW):
        return SweepCount(reminded=reminded)
    if late := call_late(now=now, most=BATCH if done.late else FEW):
        return SweepCount(late=late)
    return SweepCount(missed=give_up(now=now, most=BATCH if done.missed else FEW))


def sweep(*, now: datetime) -> SweepCount:
    """Everything that is due, in one transaction of the caller. Safe to run twice: the second finds nothing."""
    total = SweepCount()
    while done := sweep_batch(now=now, so_far=total):
        total += done
    return total
