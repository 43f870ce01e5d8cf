"""The same weekday and hour again, by the student's clock, in the next week that is ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.times.next_week import next_same_time
from core.times.zones import zone

BERLIN = zone("Europe/Berlin")
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
INSTANTS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "now", "again"),
    [
        ("2026-12-02 15:00", "2026-12-02 16:00", "2026-12-09 15:00"),
        ("2026-12-02 15:00", "2026-12-09 14:59", "2026-12-09 15:00"),
        ("2026-12-02 15:00", "2026-12-09 15:00", "2026-12-16 15:00"),
        ("2026-12-02 15:00", "2027-01-31 12:00", "2027-02-03 15:00"),
        ("2027-03-24 15:00", "2027-03-24 16:00", "2027-03-31 15:00"),
        ("2026-10-21 15:00", "2026-10-21 16:00", "2026-10-28 15:00"),
    ],
)
def test_it_is_the_same_hour_by_the_clock_on_the_wall(start: str, now: str, again: str) -> None:
    assert next_same_time(berlin(start), BERLIN, berlin(now)) == berlin(again)


def test_a_time_that_does_not_exist_is_left_empty() -> None:
    assert next_same_time(berlin("2027-03-21 02:30"), BERLIN, berlin("2027-03-21 03:30")) is None


def test_after_such_a_week_it_exists_again() -> None:
    found = next_same_time(berlin("2027-03-21 02:30"), BERLIN, berlin("2027-03-28 09:00"))
    assert found == berlin("2027-04-04 02:30")


def test_of_a_time_that_happens_twice_the_same_offset_is_meant() -> None:
    assert next_same_time(berlin("2026-10-18 02:30"), BERLIN, berlin("2026-10-18 04:00")) == berlin(
        "2026-10-25 02:30"
    )


@given(start=INSTANTS, place=ZONES, later=st.integers(-5000, 100_000))
def test_it_is_the_first_one_ahead_and_shows_the_same_clock(start: datetime, place: str, later: int) -> None:
    there, now = zone(place), start + timedelta(minutes=later)
    found = next_same_time(start, there, now)
    if found is None:
        return
    was, then = start.astimezone(there), found.astimezone(there)
    assert found > max(now, start)
    assert (then.weekday(), then.hour, then.minute) == (was.weekday(), was.hour, was.minute)
    assert found - max(now, start) <= timedelta(days=7, hours=1)
