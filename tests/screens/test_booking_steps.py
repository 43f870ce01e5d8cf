"""Menus that lead to everything: any number of entries is reached, each once, and no menu is too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.ports.cards import OPTIONS, Option
from core.screens.booking_steps import PAGE, day_of, day_options, paged, times_of_day


def test_every_entry_is_reached_once() -> None:
    for count in (*range(1, 80), 1000):
        options = [Option(f"Number {number}", str(number)) for number in range(count)]
        seen: list[Option] = []
        start: int | None = 0
        while start is not None:
            page = paged(options, start, "More…")
            assert 1 <= len(page) <= OPTIONS, count
            seen += [one for one in page if not one.value.startswith(PAGE)]
            start = int(page[-1].value.removeprefix(PAGE)) if page[-1].label == "More…" else None
        assert seen == options, count


def test_a_place_that_is_gone_is_the_first_one() -> None:
    options = [Option("Only", "1")]
    assert paged(options, 24, "More…") == (options[0],)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("minutes", [15, 30, 240])
def test_every_open_time_stands_behind_one_day(zone: str, minutes: int) -> None:
    first = datetime(2026, 10, 20, tzinfo=UTC)
    starts = [first + timedelta(minutes=minutes * number) for number in range(20 * 1440 // minutes)]
    days = day_options(starts, zone)
    assert len({one.value for one in days}) == len(days)
    behind = [times_of_day(starts, zone, one.value) for one in days]
    assert [start for times in behind for start in times] == starts
    assert all(len(times) <= OPTIONS for times in behind)
    assert all(day_of(times[-1], starts, zone) == one.value for times, one in zip(behind, days, strict=True))
    assert times_of_day(starts, zone, "2026-10-19.9") == ()
