"""The bench compares equal work: both ways find or write the same rows. Nothing is asserted about time."""

from collections.abc import Iterator

import pytest

from bench.__main__ import WORKLOADS
from bench.measure import Workload, measure
from bench.register import Register, opened
from bench.waiting import wait_beside_a_sweep

SMALL = 400


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with opened("sqlite", SMALL, folder=tmp_path_factory.mktemp("bench")) as found:
        yield found


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_both_ways_do_the_same_work_and_leave_nothing_behind(workload: Workload, register: Register) -> None:
    outcome = measure(workload, register, rounds=2)

    assert outcome.rows > 0
    assert outcome.line(register).startswith(f"BENCH {workload.name} {workload.title} engine=sqlite n={SMALL}")


def test_a_large_sweep_opens_all_that_is_due_while_another_writes(register: Register) -> None:
    waited = wait_beside_a_sweep(register, due=SMALL)

    assert waited.opened > SMALL // 2
    assert waited.writes > 0
    assert waited.line(register).startswith("BENCH W1w longest wait beside a sweep engine=sqlite")
