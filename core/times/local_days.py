"""Where each local day of a zone lies in epoch seconds, remembered: ordinary days are plain arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from core.times.zones import zone

DAY_SECONDS, _HOUR = 86_400, 3600
BLOCK = 32
"""Days that are looked up and remembered together."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WALL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, on purpose


@lru_cache(maxsize=2048)
def midnights(name: str, block: int) -> tuple[int | None, ...]:
    """Return for 32 local days the epoch second of 00:00, or None for a day on which the clocks change.

    ``name`` is an IANA zone; day ``n`` is 1970-01-01 plus n days, and a block holds 32 days from 32 x block.
    """
    place = zone(name)
    offsets = [_midnight_offsets(place, day) for day in range(block * BLOCK, (block + 1) * BLOCK + 1)]
    return tuple(
        day * DAY_SECONDS - today[0] if today == tomorrow and today[0] == today[1] else None
        for day, today, tomorrow in zip(
            range(block * BLOCK, (block + 1) * BLOCK), offsets, offsets[1:], strict=False
        )
    )


@lru_cache(maxsize=2048)
def pieces(name: str, day: int) -> tuple[tuple[int, int, int], ...]:
    """Return a day on which the clocks change as (start, end, offset): epoch seconds and the offset in them.

    Adding the offset to an instant of a piece gives its wall clock; two pieces may show the same wall clock,
    and some wall clock may be in none.
    """
    found = []
    for start, end, offset in _constant(
        zone(name), day * DAY_SECONDS - 36 * _HOUR, day * DAY_SECONDS + 60 * _HOUR
    ):
        first, last = max(start, day * DAY_SECONDS - offset), min(end, (day + 1) * DAY_SECONDS - offset)
        if first < last:
            found.append((first, last, offset))
    return tuple(found)


def _midnight_offsets(place: tzinfo, day: int) -> tuple[int, int]:
    wall = _WALL_EPOCH + timedelta(days=day)
    early, late = (wall.replace(tzinfo=place, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return early // timedelta(seconds=1), late // timedelta(seconds=1)


def _offset(place: tzinfo, instant: int) -> int:
    shown = (_EPOCH + timedelta(seconds=instant)).astimezone(place)
    return (shown.utcoffset() or timedelta()) // timedelta(seconds=1)


def _constant(place: tzinfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut [start, end) where the offset changes; changes less than an hour apart do not occur."""
    began, offset = start, _offset(place, start)
    for hour in range(start + _HOUR, end + 1, _HOUR):
        if _offset(place, hour) == offset:
            continue
        low, high = hour - _HOUR, hour
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(place, middle) == offset else (low, middle)
        yield began, high, offset
        began, offset = high, _offset(place, high)
    yield began, end, offset
