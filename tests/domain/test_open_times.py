"""What a student may choose: the mentor's rules, minus what both already have, exact in every zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from core.domain.open_times import Busy, SessionTerms, looked_at, open_times, terms_of
from core.domain.people import DEFAULT_MINUTES, Mentor, Offering, OfferingId
from tests.factories import MENTOR, a_person

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def a_mentor(**changes: Any) -> Mentor:
    known: dict[str, Any] = {
        "person": a_person(id=MENTOR, name="Ana", zone="Europe/Berlin"),
        "headline": "Design",
        "hours": "Tue 10-12",
        "since": MONDAY,
    }
    return Mentor(**(known | changes))


def starts(mentor: Mentor, offering: Offering | None = None, limit: int = 4, **more: Any) -> list[str]:
    given: dict[str, Any] = {"of_mentor": [], "now": MONDAY, **more}
    found = open_times(mentor, terms_of(mentor, offering), limit=limit, **given)
    return [f"{one:%a %d %H:%M}" for one in found]


def berlin(day: int, hour: int, minute: int = 0, minutes: int = 30) -> Busy:
    start = datetime(2026, 12, day, hour - 1, minute, tzinfo=UTC)
    return Busy(start, start + timedelta(minutes=minutes))


def an_offering(**changes: Any) -> Offering:
    known: dict[str, Any] = {
        "id": OfferingId(UUID(int=5)),
        "mentor": MENTOR,
        "title": "Review",
        "minutes": 60,
    }
    return Offering(**(known | changes))


def test_the_hours_are_read_in_the_mentors_zone() -> None:
    assert starts(a_mentor()) == ["Tue 01 09:00", "Tue 01 09:30", "Tue 01 10:00", "Tue 01 10:30"]
    assert starts(a_mentor(person=a_person(zone="Asia/Tokyo")), limit=1) == ["Tue 01 01:00"]


def test_without_hours_or_zone_nothing_is_offered() -> None:
    assert starts(a_mentor(hours="")) == []
    assert starts(a_mentor(person=a_person(zone=None))) == []


def test_what_the_mentor_has_is_left_out_with_the_buffer_around_it() -> None:
    taken = [berlin(1, 10, 30)]
    assert starts(a_mentor(), of_mentor=taken, limit=3) == ["Tue 01 09:00", "Tue 01 10:00", "Tue 01 10:30"]
    assert starts(a_mentor(buffer=15), of_mentor=taken, limit=2) == ["Tue 01 10:30", "Tue 08 09:00"]


def test_what_the_student_has_is_left_out_without_a_buffer() -> None:
    assert starts(a_mentor(buffer=15), of_student=[berlin(1, 10)], limit=1) == ["Tue 01 09:30"]


def test_notice_and_horizon_are_kept() -> None:
    assert starts(a_mentor(notice=25 * 60), limit=2) == ["Tue 01 10:00", "Tue 01 10:30"]
    assert starts(a_mentor(horizon=1, hours="Wed 10-12")) == []


def test_days_off_and_extra_hours_are_kept() -> None:
    off = a_mentor(exceptions="off 2026-12-01")
    assert starts(off, limit=1) == ["Tue 08 09:00"]
    extra = a_mentor(exceptions="extra 2026-12-05 10-11")
    assert "Sat 05 09:00" in starts(extra, limit=5)


def test_a_full_week_offers_nothing_more() -> None:
    full = a_mentor(weekly_cap=1)
    assert starts(full, of_mentor=[berlin(1, 11, 30)], limit=1) == ["Tue 08 09:00"]
    assert starts(replace(full, weekly_cap=2), of_mentor=[berlin(1, 11, 30)], limit=1) == ["Tue 01 09:00"]


def test_a_session_type_brings_its_own_length_buffer_and_notice() -> None:
    kind = an_offering(buffer=30, notice=0)
    mentor = a_mentor(buffer=0, notice=48 * 60)
    assert terms_of(mentor, kind) == SessionTerms(60, 30, 0)
    assert terms_of(mentor, an_offering()) == SessionTerms(60, 0, 48 * 60)
    assert starts(mentor, kind, limit=3) == ["Tue 01 09:00", "Tue 01 09:30", "Tue 01 10:00"]
    assert starts(mentor, kind, of_mentor=[berlin(1, 10)], limit=1) == ["Tue 01 10:00"]


def test_a_pause_ends_by_itself() -> None:
    paused = a_mentor(paused=True)
    assert starts(paused) == []
    assert starts(replace(paused, paused_until=MONDAY + timedelta(days=1))) == []
    assert starts(replace(paused, paused_until=MONDAY), limit=1) == ["Tue 01 09:00"]


@pytest.mark.parametrize("limit", [0, 1, 25, 100])
def test_no_more_than_asked_for(limit: int) -> None:
    assert len(starts(a_mentor(hours="Mon-Sun 0-24"), limit=limit)) == limit


def test_where_a_session_type_has_to_be_named_yet_the_times_have_room_for_each() -> None:
    short, long, usual = (
        Offering(id=OfferingId(UUID(int=n)), mentor=MENTOR, title=f"{minutes}", minutes=minutes)
        for n, minutes in enumerate((15, 60, DEFAULT_MINUTES))
    )
    assert looked_at((short, long), None) is long
    assert looked_at((short, long), short.id) is short
    assert looked_at((short, long, usual), None) is None, "the usual length needs no name"
    assert looked_at((short,), None) is short
    assert looked_at((), None) is None
