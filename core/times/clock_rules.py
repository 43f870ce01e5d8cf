"""Clock rules: when the clocks of every zone change, as one version of tzdata has it, to compare with the next one."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeAlias

from core.times.zones import names, zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Rules: TypeAlias = "Mapping[str, Sequence[Sequence[int]]]"
"""For each zone the instants from which an offset counts, with it; both in seconds, the former since 1970 in UTC."""
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def rules_version() -> str:
    """Return the version of the rules that are installed, such as ``2026.1``."""
    return version("tzdata")


def is_newer(one: str, other: str) -> bool:
    """Say whether a version follows another one."""
    return _numbers(one) > _numbers(other)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]


def clock_rules(since: datetime, until: datetime) -> Rules:
    """Return the rules of every zone between two instants; it takes some tenths of a second."""
    return {name: _offsets(name, since, until) for name in sorted(names())}


def offset_by(rules: Rules, name: str, instant: datetime) -> int | None:
    """Return the offset from UTC in seconds that rules give a zone at an instant, or None where they do not reach."""
    known = rules.get(name, ())
    at = bisect_right([begins for begins, _ in known], int(instant.timestamp())) - 1
    return known[at][1] if at >= 0 and known[at][1] != _END else None


def offset_now(name: str, instant: datetime) -> int:
    """Return the offset from UTC in seconds of a zone at an instant, by the installed rules."""
    found = instant.astimezone(zone(name)).utcoffset() or timedelta(0)
    return int(found / SECOND)


_END = 1_000_000
"""Stands for an offset where the rules end; no real one is half as large as a day and a half."""


def _offsets(name: str, since: datetime, until: datetime) -> list[list[int]]:
    found = [[int(since.timestamp()), offset_now(name, since)]]
    at = since
    while at < until:
        after = min(at + DAY, until)
        if offset_now(name, after) != found[-1][1]:
            turn = _turn(name, at, after)
            found.append([int(turn.timestamp()), offset_now(name, turn)])
        at = after
    return [*found, [int(until.timestamp()), _END]]


def _turn(name: str, before: datetime, after: datetime) -> datetime:
    """Return the first second of the offset that counts at ``after``, and does not at ``before``."""
    wanted = offset_now(name, after)
    first, last = int(before.timestamp()), int(after.timestamp())
    while last - first > 1:
        middle = (first + last) // 2
        if offset_now(name, datetime.fromtimestamp(middle, UTC)) == wanted:
            last = middle
        else:
            first = middle
    return datetime.fromtimestamp(last, UTC)
