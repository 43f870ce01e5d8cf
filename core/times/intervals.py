"""Intervals: half-open stretches between two whole numbers, in whatever unit both are counted."""

from __future__ import annotations

from collections.abc import Iterable

Interval = tuple[int, int]
"""Start and end; the end is not part of it."""


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return intervals in order, with those that overlap or touch made one."""
    whole: list[Interval] = []
    for start, end in sorted(intervals):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return tuple(whole)
