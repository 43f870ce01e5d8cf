"""Nobody is asked again at night, and nobody too late for it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.booking import Act, Moved, Role, Slot
from core.domain.notices import NUDGES, Kind, notices_for
from core.times.quiet_hours import Night, awake, is_quiet
from core.times.zones import zone
from tests.factories import a_booking

BERLIN = zone("Europe/Berlin")
LONG_AGO, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
ZONES = st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])
INSTANTS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "rings_at"),
    [
        ("2026-12-01 20:59", "2026-12-01 20:59"),
        ("2026-12-01 21:00", "2026-12-02 08:00"),
        ("2026-12-02 07:59", "2026-12-02 08:00"),
        ("2026-12-02 08:00", "2026-12-02 08:00"),
        ("2027-03-27 23:00", "2027-03-28 08:00"),
        ("2026-10-24 23:00", "2026-10-25 08:00"),
    ],
)
def test_a_nudge_of_the_night_comes_at_eight(due: str, rings_at: str) -> None:
    assert awake(berlin(due), BERLIN, after=LONG_AGO, before=FAR) == berlin(rings_at)


def test_where_eight_is_too_late_it_comes_in_the_evening_before() -> None:
    due, deadline = berlin("2026-12-02 01:00"), berlin("2026-12-02 08:00")
    assert awake(due, BERLIN, after=LONG_AGO, before=deadline) == berlin("2026-12-01 20:59")


def test_where_the_evening_is_over_nobody_is_woken() -> None:
    asked, due, deadline = (berlin(f"2026-12-0{text}") for text in ("1 20:59", "2 01:00", "2 03:00"))
    assert awake(due, BERLIN, after=asked, before=deadline) is None


def test_a_program_has_quiet_hours_of_its_own_or_none() -> None:
    due, early = berlin("2026-12-01 21:30"), (time(20), time(7))
    rings_at = awake(due, BERLIN, after=LONG_AGO, before=FAR, quiet=early)
    assert rings_at == berlin("2026-12-02 07:00")
    assert awake(due, BERLIN, after=LONG_AGO, before=FAR, quiet=(time(0), time(0))) == due


@given(due=INSTANTS, place=ZONES, waited=st.integers(0, 3000), left=st.integers(1, 3000))
def test_whatever_comes_is_by_day_and_within_its_time(
    due: datetime, place: str, waited: int, left: int
) -> None:
    asked, deadline = due - timedelta(minutes=waited), due + timedelta(minutes=left)
    rings_at = awake(due, zone(place), after=asked, before=deadline)
    if rings_at is not None:
        assert not is_quiet(rings_at, zone(place))
        assert asked <= rings_at < deadline


def nudges(at: datetime, start: datetime | None, zone_name: str | None) -> dict[Kind, datetime]:
    slot = Slot(start, 30) if start else None
    booking = a_booking(
        slot=slot, created_at=at, answer_by=(start or at + timedelta(hours=49)) - timedelta(hours=1)
    )
    asked = Moved(booking, Act.REQUEST, Role.STUDENT, at)
    found = notices_for(asked, Night(zone(zone_name)) if zone_name else None)
    return {one.kind: one.due_at for one in found if one.kind in NUDGES}


def test_the_mentors_zone_decides_and_without_one_there_is_no_night() -> None:
    at = berlin("2026-12-01 23:00")
    assert nudges(at, None, None)[Kind.NUDGE_HALF] == berlin("2026-12-02 23:00")
    assert nudges(at, None, "Europe/Berlin")[Kind.NUDGE_HALF] == berlin("2026-12-03 08:00")
    assert nudges(at, None, "America/New_York")[Kind.NUDGE_HALF] == berlin("2026-12-02 23:00")


def test_two_nudges_of_one_morning_become_the_last_call() -> None:
    found = nudges(berlin("2026-12-01 20:00"), berlin("2026-12-02 10:00"), "Europe/Berlin")
    assert found == {Kind.NUDGE_LAST: berlin("2026-12-02 08:00")}
