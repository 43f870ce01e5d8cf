"""Open slots the slow and obvious way: look at the clock on the wall once a minute, and at nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from core.times.weekly_hours import Span
from core.times.zones import names, zone

MINUTE = 60


def wall_minutes(place: ZoneInfo, first: int, last: int) -> list[tuple[int, int, int]]:
    """(epoch second, local day number, minute of that local day) for every minute in [first, last)."""
    shown = []
    for instant in range(first, last, MINUTE):
        local = datetime.fromtimestamp(instant, place)
        shown.append((instant, local.toordinal(), local.hour * 60 + local.minute))
    return shown


def oracle_slots(
    spans: Sequence[Span],
    shown: Sequence[tuple[int, int, int]],
    busy: Sequence[tuple[int, int]],
    *,
    minutes: int,
    step: int,
    start: int,
    end: int,
) -> list[int]:
    """Every start in [start, end) from which ``minutes`` minutes are open and free, on each span's own grid.

    ``shown`` must begin and end far enough outside the window that no span is cut.
    """
    begun: dict[
        int, int
    ] = {}  # open minute → the first minute of its unbroken run within one span of one day
    previous: tuple[int, Span, int] | None = None
    for instant, day, minute in shown:
        weekday = (day + 6) % 7
        inside = [
            one for one in spans if one.weekday == weekday and one.start_minute <= minute < one.end_minute
        ]
        if not inside:
            previous = None
            continue
        same = previous is not None and previous[:2] == (day, inside[0])
        run = previous[2] if same and previous is not None else instant
        begun[instant] = run
        previous = (day, inside[0], run)
    taken = {at for one in busy for at in range(one[0] // MINUTE * MINUTE, one[1], MINUTE)}
    return [
        instant
        for instant, run in begun.items()
        if start <= instant < end
        and (instant - run) % (step * MINUTE) == 0
        and all(at in begun and at not in taken for at in range(instant, instant + minutes * MINUTE, MINUTE))
    ]


@cache
def changes(name: str, years: tuple[int, ...]) -> tuple[int, ...]:
    """The epoch seconds at which a zone's offset changes in these years, to the minute."""
    place = zone(name)
    found: list[int] = []
    at = datetime(years[0], 1, 1, tzinfo=UTC)
    while at.year <= years[-1]:
        after = at + timedelta(days=1)
        if at.astimezone(place).utcoffset() != after.astimezone(place).utcoffset():
            low, high = int(at.timestamp()) // MINUTE, int(after.timestamp()) // MINUTE
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset(place, middle * MINUTE) == _offset(place, low * MINUTE)
                low, high = (middle, high) if same else (low, middle)
            found.append(high * MINUTE)
        at = after
    return tuple(found)


def _offset(place: ZoneInfo, instant: int) -> timedelta | None:
    return datetime.fromtimestamp(instant, UTC).astimezone(place).utcoffset()


def alike() -> list[list[str]]:
    """Every zone name, with those that share one set of rules together."""
    groups: dict[bytes, list[str]] = {}
    for name in sorted(names()):
        rules = resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
        groups.setdefault(rules, []).append(name)
    return list(groups.values())
