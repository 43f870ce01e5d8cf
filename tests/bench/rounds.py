"""Fair rounds: product and peers by turns, so that a busy neighbour disturbs all of them alike."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def percentile(samples: list[float], part: float) -> float:
    """Return the smallest sample below which ``part`` (0 to 1) of all lie, itself included."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def median(samples: list[float]) -> float:
    """Return the lower median."""
    return percentile(samples, 0.5)


async def by_turns(rounds: int, *runners: Callable[[], Awaitable[T]]) -> list[list[T]]:
    """Run everybody in every round, forwards and backwards by turns, which cancels a drift (ABBA).

    The result has one list for each runner, with one entry for each round.
    """
    results: list[list[T]] = [[] for _ in runners]
    for number in range(rounds):
        order = list(enumerate(runners))
        for at, runner in order[::-1] if number % 2 else order:
            results[at].append(await runner())
    return results
