"""What the directory tells of a mentor: until when a day lasts, how soon there is an answer, who may have time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.directory import Free, Listed, usual_answer
from core.domain.languages import language_of
from core.domain.open_times import Busy, SessionTerms, open_times
from core.domain.people import Mentor
from core.screens.search import usually
from tests.factories import MENTOR, a_person

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNTIL = [
    (Free.TODAY, "Europe/Berlin", MONDAY, "2026-11-30T23:00"),
    (Free.WEEK, "Europe/Berlin", MONDAY, "2026-12-06T23:00"),
    (Free.TODAY, "Asia/Tokyo", MONDAY.replace(hour=16), "2026-12-01T15:00"),
    (Free.WEEK, "UTC", MONDAY - HOUR * 10, "2026-11-30T00:00"),
    (Free.TODAY, "America/Santiago", datetime(2026, 9, 5, 15, tzinfo=UTC), "2026-09-06T04:00"),
]
"""The last one: on that day the clocks of Chile jump over midnight."""


@pytest.mark.parametrize(("free", "zone", "now", "until"), UNTIL)
def test_a_day_and_a_week_end_by_the_readers_own_calendar(
    free: Free, zone: str, now: datetime, until: str
) -> None:
    assert free.until(ZoneInfo(zone), now).astimezone(UTC).isoformat()[:16] == until


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([], None),
        ([1, 1], None),
        ([1, 9, 2], 2 * HOUR),
        ([4, 1, 2, 3], 2.5 * HOUR),
        ([1] * 20 + [9] * 99, HOUR),
    ],
)
def test_the_usual_answer_is_the_median_of_the_newest(hours: list[int], expected: timedelta | None) -> None:
    assert usual_answer([HOUR * one for one in hours]) == expected


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "~5 min"),
        (18, "~20 min"),
        (49, "~50 min"),
        (50, "~1 h"),
        (170, "~3 h"),
        (20 * 60, "~1 day"),
        (60 * 60, "~2 days"),
    ],
)
def test_an_answer_is_said_as_roughly_as_it_is_known(minutes: int, said: str) -> None:
    assert usually(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("locale", "name"),
    [("de", "German"), ("pt-BR", "Portuguese"), ("en_US", "English"), ("tlh", ""), ("", ""), (None, "")],
)
def test_a_locale_names_a_language(locale: str | None, name: str) -> None:
    assert language_of(locale) == name


@given(
    held=st.lists(st.tuples(st.integers(-2, 60), st.integers(1, 12)), max_size=4),
    hours=st.sampled_from(["", "Mon 9-17", "Mon 9-9:30", "Mon,Tue 0-24", "Sun 10-12", "nonsense"]),
    ahead=st.integers(0, 30),
    ends=st.integers(1, 40),
)
def test_nobody_is_passed_over_who_has_time(
    held: list[tuple[int, int]], hours: str, ahead: int, ends: int
) -> None:
    """The quick look may let somebody through who has no time; it never leaves out somebody who has."""
    now = MONDAY - HOUR * 9 + HOUR * ahead
    until = now + HOUR * ends
    taken = sorted((now + HOUR / 2 * at, now + HOUR / 2 * (at + long)) for at, long in held)
    listed = Listed(MENTOR, "UTC", hours, "", "")
    spans = [(int(start.timestamp()), int(end.timestamp())) for start, end in taken]
    passed = listed.may_have_time(spans, now, until + timedelta(minutes=5))
    if hours == "nonsense":
        assert not passed
        return
    mentor = Mentor(person=a_person(id=MENTOR, zone="UTC"), headline="x", hours=hours, since=now)
    busy = [Busy(start, end) for start, end in taken]
    starts = open_times(mentor, SessionTerms(), of_mentor=busy, now=now, limit=1)
    assert passed or not starts or starts[0] >= until


@pytest.mark.parametrize(
    ("minutes", "held", "passes"), [(5, 0, True), (4, 0, False), (6, 1, True), (5, 1, False)]
)
def test_exactly_the_shortest_session_is_room_enough(minutes: int, held: int, *, passes: bool) -> None:
    begins, minute = int(MONDAY.timestamp()), timedelta(minutes=1)
    listed = Listed(MENTOR, "UTC", "Mon 9-17", "", "")
    taken = [(begins, begins + held * 60)] if held else []
    assert listed.may_have_time(taken, MONDAY, MONDAY + minute * minutes) is passes
