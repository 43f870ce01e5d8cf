"""Races between processes: ``python -m tests.races [--races 10000]``; exit 1 for a race that has not one winner."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator

from tests.races.course import Course, Result, course
from tests.store.postgres import fresh_database

ROW = "{:<28}{:>10}{:>8}{:>9}  {}"
PROCESSES = (2, 4)
BATCH = 200
"""How many races are run at once."""
TOLD = 10
"""How many findings of one kind are told in full."""


async def races(processes: int, count: int, stops: int, seed: int) -> bool:
    """Run ``count`` races, print what came of each kind, and return whether all is well."""
    clean = True
    async with course(fresh_database(), processes, seed) as ours:
        async for one in _all(ours, count, stops):
            print(ROW.format(one.kind, one.processes, one.races, f"{one.seconds:.0f} s", dict(one.winners)))  # noqa: T201 - this is a program
            print("".join(f"    {line}\n" for line in one.wrong[:TOLD]), end="", flush=True)  # noqa: T201 - this is a program
            clean &= one.is_clean
        overlaps, deadlocks = await ours.overlaps(), await ours.deadlocks()
        print(f"{processes} processes: {overlaps} overlaps, {deadlocks} deadlocks", flush=True)  # noqa: T201 - this is a program
    return clean and not overlaps and not deadlocks


async def _all(ours: Course, count: int, stops: int) -> AsyncIterator[Result]:
    kinds = (
        ours.same_button,
        ours.same_slot,
        ours.accept_against_cancel,
        ours.accept_against_expire,
        ours.sweeps,
    )
    for run in kinds:
        began, whole = time.monotonic(), None
        for left in range(count // len(kinds), 0, -BATCH):
            one = await run(min(BATCH, left))
            if whole is None:
                whole = one
            else:
                whole.races += one.races
                whole.winners += one.winners
                whole.words += one.words
                whole.wrong += one.wrong
        if whole is not None:
            whole.seconds = time.monotonic() - began
            yield whole
    if stops:
        yield await ours.stopped_senders(min(count // 5, 400), stops)


def main() -> int:
    """Run all of them with two processes, then with four."""
    parser = argparse.ArgumentParser(prog="python3 dev races", description="The races.")
    parser.add_argument("--races", type=int, default=10_000, help="in all, half of them with each number")
    parser.add_argument("--stops", type=int, default=4, help="how often a sender is stopped")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(ROW.format("", "processes", "races", "", "winners: races"), flush=True)  # noqa: T201 - this is a program
    results = [
        asyncio.run(races(number, asked.races // len(PROCESSES), asked.stops, asked.seed))
        for number in PROCESSES
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
