"""`python -m bench --engine sqlite --size 100000 [--check]`: prints one line per workload."""

import argparse
import sys

from bench import waiting
from bench.fan_out import FanOut
from bench.list_page import ListPage
from bench.measure import NOISY, measure
from bench.register import ENGINES, opened
from bench.searching import Searching
from bench.sweep import Sweep

WORKLOADS = (Sweep(), FanOut(), Searching(), ListPage())


def main() -> int:
    """Run every workload; 1 when `--check` was given and one failed twice."""
    told = _arguments()
    failed = False
    with opened(told.engine, told.size) as register:
        for workload in WORKLOADS:
            if told.only and workload.name not in told.only:
                continue
            outcome = measure(workload, register, rounds=told.rounds)
            if told.check and outcome.verdict != "PASS":
                outcome = measure(workload, register, rounds=told.rounds)
            print(outcome.line(register), flush=True)
            failed |= outcome.verdict not in ("PASS", NOISY)
        if told.engine == "sqlite" and (not told.only or waiting.NAME in told.only):
            waited = waiting.wait_beside_a_sweep(register)
            print(waited.line(register), flush=True)
            failed |= waited.longest > waiting.GOAL
    return int(failed and told.check)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--size", type=int, default=100_000, help="workers in the register")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of [by hand, ours]; medians are told")
    parser.add_argument("--only", nargs="*", help="names of workloads, such as W1b")
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed twice")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
