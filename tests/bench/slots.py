"""Four weeks of open slots: the integer sweep beside dateutil's rrule doing the same, interleaved."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from dateutil import rrule

from core.times.day_exceptions import DayException
from core.times.slots import open_slots
from core.times.weekly_hours import WeeklyHours, parse_hours
from core.times.zones import zone
from tests.bench.row import Row

ZONE, STEP, DAYS = "Europe/Berlin", 30, 28
START = datetime(2027, 3, 14, 23, tzinfo=UTC)  # Monday 15 March in Berlin; the clocks change on the 28th
HOURS = parse_hours("Mon-Fri 9-17", ZONE)
OVERRIDES = (
    DayException(date(2027, 3, 24), date(2027, 3, 24)),
    DayException(date(2027, 3, 27), date(2027, 3, 27), (600, 720)),
)
BOOKINGS = (0, 20, 100)
ROUNDS = 200
ROUNDS_SAID = f"{ROUNDS} rounds by turns, the best of each"
AGAINST = "dateutil's rrule, the same hours, overrides and bookings"
GOAL = 1 / 12


def busy(count: int) -> list[tuple[int, int]]:
    """``count`` bookings of half an hour on working days, spread over the window, in order."""
    first = int(START.timestamp()) + 9 * 3600
    taken = []
    for number in range(count):
        day, turn = divmod(number * 20 // count if count else 0, 5)
        start = first + (day * 7 + turn) * 86_400 + (number * 7 % 16) * 1800
        taken.append((start, start + 1800))
    return sorted(set(taken))


def sweep(taken: list[tuple[int, int]], hours: WeeklyHours = HOURS) -> list[int]:
    """The product."""
    end = START + timedelta(days=DAYS)
    return open_slots(hours, OVERRIDES, taken, start=START, end=end, minutes=STEP, now=START, limit=1000)


def with_rrule(taken: list[tuple[int, int]], place: ZoneInfo) -> list[int]:
    """The same by the book: a recurrence per rule, wall-clock times made aware, overlaps looked up."""
    first = START.astimezone(place).replace(tzinfo=None)
    until = first + timedelta(days=DAYS)
    rules = rrule.rruleset()
    rules.rrule(
        rrule.rrule(
            rrule.WEEKLY,
            dtstart=first,
            until=until,
            byweekday=range(5),
            byhour=range(9, 17),
            byminute=(0, 30),
            bysecond=0,
        )
    )
    found = [one for one in rules if one.date() != OVERRIDES[0].first]
    extra = datetime(2027, 3, 27, 10, tzinfo=place).replace(tzinfo=None)
    found += rrule.rrule(rrule.MINUTELY, interval=STEP, dtstart=extra, count=4)
    slots, at = [], 0
    for start in sorted(int(one.replace(tzinfo=place).timestamp()) for one in found):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at == len(taken) or taken[at][0] >= start + STEP * 60:
            slots.append(start)
    return slots


def run() -> list[Row]:
    """Measure both in turn and return one row for each number of bookings (best of many, microseconds)."""
    place = zone(ZONE)
    return [_compare(count, place) for count in BOOKINGS]


def _compare(count: int, place: ZoneInfo) -> Row:
    taken = busy(count)
    if sweep(taken) != with_rrule(taken, place):
        raise AssertionError("the two ways disagree, so their speed says nothing")
    product, peer = partial(sweep, taken), partial(with_rrule, taken, place)
    times = [(_microseconds(product, 10), _microseconds(peer, 1)) for _ in range(ROUNDS)]
    ours, theirs = min(one for one, _ in times), min(one for _, one in times)
    return Row(f"4 weeks, {count} bookings", ours, theirs, "µs", AGAINST, ratio_at_most=GOAL)


def _microseconds(work: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times * 1e6
