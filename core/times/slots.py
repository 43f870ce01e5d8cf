"""Weekly hours minus what is taken: the start times that can be booked, as epoch seconds.

One sweep over integers. A day on which the clocks do not change is its midnight plus the weekly hours; a day
on which they do is cut exactly where the wall clock is inside the hours, so no slot is ever outside them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from core.times.day_exceptions import DayException
from core.times.intervals import Interval, merged
from core.times.local_days import BLOCK, DAY_SECONDS, midnights, pieces
from core.times.weekly_hours import WeeklyHours

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""
_MOST_BEHIND, _MOST_AHEAD = 13 * 3600, 15 * 3600
"""No zone's clocks differ more than this from UTC, in seconds."""


class _Wanted(NamedTuple):
    """What is looked for, in seconds; a session may start in ``earliest`` … ``latest`` (epoch seconds)."""

    length: int
    stride: int
    buffer: int
    earliest: int
    latest: int


def open_slots(  # noqa: PLR0913 - every one is a mentor's own rule
    hours: WeeklyHours,
    exceptions: Sequence[DayException],
    busy: Sequence[Interval],
    *,
    start: datetime,
    end: datetime,
    minutes: int,
    step: int | None = None,
    buffer_minutes: int = 0,
    notice_minutes: int = 0,
    now: datetime,
    limit: int,
    weekly_cap: int | None = None,
    booked_by_week: Mapping[date, int] | None = None,
) -> list[int]:
    """Return at most ``limit`` start times (epoch seconds, in order) of free sessions of ``minutes``.

    A start lies in [``start``, ``end``) (aware), at or after ``now`` plus the notice, on a grid of ``step``
    minutes (``minutes`` when None) that begins anew with each span. The whole session lies within the hours,
    which may continue past midnight, and keeps ``buffer_minutes`` away from every ``busy`` interval (epoch
    seconds, half-open, sorted by start). A week, keyed in ``booked_by_week`` by its local Monday, that holds
    ``weekly_cap`` sessions offers none. Raises UnknownZone for a zone that is not on the list.
    """
    length, stride = minutes * 60, (step or minutes) * 60
    if length <= 0 or stride <= 0:
        raise ValueError("a session and the step between sessions last at least one minute")
    earliest = max(_ceil(start), _ceil(now) + notice_minutes * 60)
    latest = _ceil(end) - 1
    full = {
        monday
        for monday, booked in (booked_by_week or {}).items()
        if weekly_cap is not None and booked >= weekly_cap
    }
    opened = _opened(hours, exceptions, earliest, latest, full)
    return _free(opened, busy, _Wanted(length, stride, buffer_minutes * 60, earliest, latest), limit)


def is_within(hours: WeeklyHours, exceptions: Sequence[DayException], start: datetime, end: datetime) -> bool:
    """Return whether everything from ``start`` to ``end`` (aware) lies within the hours, also past midnight.

    Raises UnknownZone for a zone that is not on the list.
    """
    first, last = start.timestamp(), end.timestamp()
    opened = merged(_opened(hours, exceptions, int(first), _ceil(end), ()))
    return any(begin <= first and last <= over for begin, over in opened)


def open_intervals(
    hours: WeeklyHours, exceptions: Sequence[DayException], start: int, end: int
) -> tuple[Interval, ...]:
    """Return what the hours leave open between two instants in epoch seconds, in order, cut at both.

    Raises UnknownZone for a zone that is not on the list.
    """
    opened = merged(_opened(hours, exceptions, start, end, ()))
    return tuple(
        (max(begin, start), min(over, end)) for begin, over in opened if begin < end and over > start
    )


def _ceil(instant: datetime) -> int:
    return -int(-instant.timestamp() // 1)


def _opened(
    hours: WeeklyHours, exceptions: Sequence[DayException], earliest: int, latest: int, full: Collection[date]
) -> list[Interval]:
    """The open intervals of every local day that the window can touch, in order, each span for itself."""
    first, last = (earliest - _MOST_BEHIND) // DAY_SECONDS, (latest + _MOST_AHEAD) // DAY_SECONDS + 1
    special = _special(exceptions, first, last)
    block, at = divmod(first, BLOCK)
    days: list[int | None] = []
    for number in range(block, last // BLOCK + 1):
        days.extend(midnights(hours.zone, number))
    opened: list[Interval] = []
    for day, midnight in zip(range(first, last + 1), days[at:], strict=False):
        spans = hours.by_weekday[(day + _EPOCH_WEEKDAY) % 7]
        if special and day in special:
            spans = _excepted(spans, special[day])
        if not spans or (full and _monday(day) in full):
            continue
        if midnight is None:
            opened.extend(_changing(hours.zone, day, spans))
        else:
            for begin, over in spans:
                opened.append((midnight + begin, midnight + over))
    return opened


def _monday(day: int) -> date:
    return date.fromordinal(_EPOCH_ORDINAL + day - (day + _EPOCH_WEEKDAY) % 7)


def _special(exceptions: Sequence[DayException], first: int, last: int) -> dict[int, list[DayException]]:
    special: dict[int, list[DayException]] = {}
    for one in exceptions:
        begin, end = one.first.toordinal() - _EPOCH_ORDINAL, one.last.toordinal() - _EPOCH_ORDINAL
        for day in range(max(begin, first), min(end, last) + 1):
            special.setdefault(day, []).append(one)
    return special


def _excepted(spans: tuple[Interval, ...], exceptions: list[DayException]) -> tuple[Interval, ...]:
    extra = [(one.span[0] * 60, one.span[1] * 60) for one in exceptions if one.span]
    kept = spans if all(one.span for one in exceptions) else ()
    return merged([*kept, *extra])


def _changing(name: str, day: int, spans: tuple[Interval, ...]) -> list[Interval]:
    """Spans of a day on which the clocks change: exactly the instants whose wall clock lies inside."""
    opened: list[Interval] = []
    for begin, end in spans:
        run: list[Interval] = []
        for start, over, offset in pieces(name, day):
            midnight = day * DAY_SECONDS - offset
            first, last = max(start, midnight + begin), min(over, midnight + end)
            if first < last:
                run.append((first, last))
        opened.extend(merged(run))
    return sorted(opened)


def _free(opened: list[Interval], busy: Sequence[Interval], wanted: _Wanted, limit: int) -> list[int]:
    """Two pointers: what is open and what is taken, both in order."""
    length, stride, buffer, earliest, latest = wanted
    margin, at, count = buffer + length, 0, len(busy)
    slots: list[int] = []
    for (begin, _), high in zip(opened, _last_starts(opened, length), strict=True):
        low = begin if begin >= earliest else begin - (begin - earliest) // stride * stride
        while at < count and low <= high:
            taken, free = busy[at]
            if (free := free + buffer) > low:
                if (last := taken - margin) >= high:
                    break  # this one is for a later interval
                if last - low >= stride:
                    slots.extend(range(low, last + 1, stride))
                elif last >= low:
                    slots.append(low)
                low = begin - (begin - free) // stride * stride
                if low > high:
                    break  # this one may reach into the next interval
            at += 1
        slots.extend(range(low, high + 1, stride))
        if len(slots) >= limit:
            break
    return slots[: min(limit, bisect_right(slots, latest))]


def _last_starts(opened: list[Interval], length: int) -> list[int]:
    """For each interval the last second at which a session may start in it.

    Open time that goes on into the next interval may be used to the end of both: 22:00-24:00 and 0:00-2:00
    are one evening.
    """
    lasts = [over - length for _, over in opened]
    going_on = [number for number in range(1, len(opened)) if opened[number][0] == opened[number - 1][1]]
    for number in reversed(going_on):
        lasts[number - 1] = lasts[number]
    for number in going_on:
        lasts[number - 1] = min(lasts[number - 1], opened[number - 1][1] - 1)
    return lasts
