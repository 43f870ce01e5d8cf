"""A day or a part of one that names no hour is understood as a stretch, by the reader's own clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.times.stretch import read_stretch

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MEANT = [
    ("Thursday evening", "2026-12-03T16:00", "2026-12-03T22:00"),
    ("thu, in the evening", "2026-12-03T16:00", "2026-12-03T22:00"),
    ("tomorrow", "2026-11-30T23:00", "2026-12-01T23:00"),
    ("this evening", "2026-11-30T16:00", "2026-11-30T22:00"),
    ("tonight", "2026-11-30T18:00", "2026-11-30T23:00"),
    ("next friday morning", "2026-12-04T05:00", "2026-12-04T11:00"),
    ("5 Dec", "2026-12-04T23:00", "2026-12-05T23:00"),
]


@pytest.mark.parametrize(("typed", "start", "end"), MEANT)
def test_a_stretch_is_read_by_the_readers_clock(typed: str, start: str, end: str) -> None:
    found = read_stretch(typed, BERLIN, MONDAY)
    assert found is not None
    assert [one.isoformat()[:16] for one in found] == [start, end]


@pytest.mark.parametrize("typed", ["", "evening", "whenever", "fri 9:30", "30 Feb", "x" * 500])
def test_other_words_are_no_stretch(typed: str) -> None:
    assert read_stretch(typed, BERLIN, MONDAY) is None


def test_what_is_over_is_no_stretch_any_more() -> None:
    assert read_stretch("today, in the morning", BERLIN, MONDAY.replace(hour=12)) is None
