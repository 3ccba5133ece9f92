"""Runs two ways of doing the same work in turn and compares their medians."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Protocol

from bench.register import Register

NOISY = "NOISY"
MOST_SPREAD = 1.5


class Unequal(Exception):
    """The two ways did not do the same work, so their times must not be compared."""


class Workload(Protocol):
    """One workload: `by_hand` and `ours` do the same work, undo it, and say how many rows it was."""

    name: str
    title: str
    goal: float

    def by_hand(self, register: Register) -> "Timed": ...

    def ours(self, register: Register) -> "Timed": ...


@dataclass(frozen=True)
class Timed:
    """How long the work itself took, in seconds, and how many rows it touched or found."""

    seconds: float
    rows: int


@dataclass(frozen=True)
class Outcome:
    """The medians of both ways."""

    workload: Workload
    rows: int
    by_hand: float
    ours: float
    spread: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.by_hand

    @property
    def verdict(self) -> str:
        """PASS, FAIL, or NOISY when the rounds differ too much to say."""
        if self.ratio <= self.workload.goal:
            return "PASS"
        return NOISY if self.spread > MOST_SPREAD else "FAIL"

    def line(self, register: Register) -> str:
        """One line for people and for scripts."""
        return (
            f"BENCH {self.workload.name} {self.workload.title} engine={register.engine} n={register.size} "
            f"rows={self.rows} limit={self.by_hand * 1000:.1f}ms ours={self.ours * 1000:.1f}ms "
            f"ratio={self.ratio:.2f} goal<={self.workload.goal:.2f} {self.verdict} spread={self.spread:.2f}"
        )


def measure(workload: Workload, register: Register, *, rounds: int) -> Outcome:
    """Both ways in turn, so that a busy machine is busy for both. Raises Unequal."""
    _same(workload.by_hand(register), workload.ours(register))  # once to warm caches, and to compare the work
    pairs = [(workload.by_hand(register), workload.ours(register)) for _ in range(rounds)]
    rows = _same(*pairs[0])
    by_hand, ours = ([timed.seconds for timed in way] for way in zip(*pairs, strict=True))
    spread = max(_spread(by_hand), _spread(ours))
    return Outcome(workload, rows, median(by_hand), median(ours), spread)


def timed(work: Callable[[], int]) -> Timed:
    """Do the work with the collector of garbage held back."""
    gc.collect()
    gc.disable()
    try:
        began = perf_counter()
        rows = work()
        return Timed(perf_counter() - began, rows)
    finally:
        gc.enable()


def _same(by_hand: Timed, ours: Timed) -> int:
    if by_hand.rows != ours.rows:
        raise Unequal(f"{by_hand.rows} rows by hand, {ours.rows} by us")
    return ours.rows


def _spread(seconds: list[float]) -> float:
    """How far the middle rounds lie apart: the third quarter over the first."""
    ordered = sorted(seconds)
    return ordered[(3 * len(ordered)) // 4] / ordered[len(ordered) // 4]
