"""The integer sweep equals the minute-stepping oracle around every change of the clocks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from time import perf_counter

import pytest

from core.times.slots import open_slots
from core.times.weekly_hours import Span, WeeklyHours, parse_hours
from core.times.zones import zone
from tests.times.minute_oracle import alike, changes, oracle_slots, wall_minutes

YEARS = (2026, 2027, 2028, 2029)
DAY, WEEK = 86_400, 7 * 86_400
OFFICE = parse_hours("Mon-Fri 9-17").spans
NIGHT = parse_hours("daily 0-6").spans
LATE = parse_hours("daily 21-24, 0-3").spans  # one evening that goes on past midnight
ODD = parse_hours("daily 00:30-02:15, 02:45-05:05, 23:10-23:55").spans
RULES = {"office": OFFICE, "night": NIGHT, "late": LATE, "odd": ODD}
SAMPLE = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Casablanca",  # back for Ramadan
    "America/Havana",  # at midnight
    "Africa/Cairo",  # at midnight, on a Friday
    "Asia/Beirut",
    "America/Nuuk",  # from one day into the next
    "America/Santiago",
    "Antarctica/Troll",  # two hours
    "Asia/Kathmandu",  # never, and at a quarter
    "Pacific/Chatham",
)


def windows(names: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """For each zone and change: the four days around it."""
    for name in names:
        for change in changes(name, YEARS) or (int(datetime(2027, 3, 28, tzinfo=UTC).timestamp()),):
            first = (change // DAY - 2) * DAY
            yield name, first, first + 4 * DAY


def busy_in(random_: random.Random, first: int, last: int) -> list[tuple[int, int]]:
    """A few bookings at any minute, in order, that do not overlap."""
    edges = sorted(random_.sample(range(first // 60, last // 60), 8))
    return [(begin * 60, min(end, begin + 50) * 60) for begin, end in list(pairwise(edges))[::2]]


def compare(
    name: str, window: tuple[int, int], rules: tuple[Span, ...], shown: list[tuple[int, int, int]], seed: int
) -> int:
    """Compare one window and return how many slots it has."""
    random_, (first, last) = random.Random(seed), window
    busy = busy_in(random_, first, last) if seed % 3 else []
    minutes, step = random_.choice(((30, 30), (60, 30), (45, 15), (50, 50), (25, 20)))
    start, end = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
    hours = WeeklyHours(name, rules)
    found = open_slots(
        hours, (), busy, start=start, end=end, minutes=minutes, step=step, now=start, limit=10**6
    )
    expected = oracle_slots(rules, shown, busy, minutes=minutes, step=step, start=first, end=last)
    assert found == expected, f"{name}, {start}, {minutes} min every {step}, seed {seed}"
    return len(found)


@pytest.mark.wide
def test_every_change_of_a_dozen_zones() -> None:
    count = slots = 0
    for name, first, last in windows(SAMPLE):
        shown = wall_minutes(zone(name), first - DAY, last + DAY)
        for rules in (OFFICE, (NIGHT, LATE, ODD)[count % 3]):
            slots += compare(name, (first, last), rules, shown, count)
            count += 1
    assert count > 150
    assert slots > 5_000


@pytest.mark.long
def test_every_zone_every_week_of_two_years() -> None:
    """All IANA zones, each week of 2027 and 2028, at least 50,000 windows; changing weeks under two rules."""
    began, count, slots = perf_counter(), 0, 0
    start, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2027, 2029))
    for names in alike():
        everything = wall_minutes(zone(names[0]), start - DAY, end + 8 * DAY)
        changing = {(change - start) // WEEK for change in changes(names[0], (2027, 2028))}
        for name in names:
            for week, first in enumerate(range(start, end, WEEK)):
                shown = everything[week * 7 * 1440 : (week * 7 + 9) * 1440]
                kinds = ("office", ("night", "late", "odd")[count % 3])
                for kind in kinds if week in changing else (kinds[count % 2],):
                    slots += compare(name, (first, first + WEEK), RULES[kind], shown, count)
                    count += 1
    print(f"{count} windows, {slots} slots, 0 wrong, {perf_counter() - began:.0f} s")  # noqa: T201 - a report
    assert count >= 50_000
