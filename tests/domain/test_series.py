"""The dates of a series: the same hour by the student's clock, whatever the clocks do meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.acts import Accept, Cancel, Expire, OneByOne
from core.domain.booking import Act, Booking, BookingId, Moved, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.moves import ACTORS, move
from core.domain.notices import NUDGES, Kind, notices_for
from core.domain.series import FEWEST_SESSIONS, MOST_SESSIONS, Date, Every, dates, joined
from core.times.quiet_hours import Night
from tests.factories import MENTOR, NOON, STUDENT, a_booking, a_person

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo", "America/Sao_Paulo", "UTC"]
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31))  # noqa: DTZ001 - it is put into UTC
COUNTS = st.integers(FEWEST_SESSIONS, MOST_SESSIONS)


@given(start=STARTS, every=st.sampled_from(Every), count=COUNTS, place=st.sampled_from(ZONES))
def test_every_date_is_at_the_same_hour_or_says_that_there_is_none(
    start: datetime, every: Every, count: int, place: str
) -> None:
    zone = ZoneInfo(place)
    first = start.replace(tzinfo=UTC)
    found = dates(first, every, count, zone)
    assert len(found) == count and found[0] == Date(first)
    wall = first.astimezone(zone).replace(tzinfo=None)
    for number, one in enumerate(found):
        shown = one.start.astimezone(zone).replace(tzinfo=None)
        assert (shown == wall + number * every.step) is not one.skipped
        assert not one.skipped or timedelta(0) < shown - (wall + number * every.step) <= timedelta(hours=1)
    assert [one.start for one in found] == sorted({one.start for one in found})


@pytest.mark.parametrize(
    ("start", "place", "shown"),
    [
        ("2026-10-19T13:00+00:00", "Europe/Berlin", ["15:00 +0200", "15:00 +0100", "15:00 +0100"]),
        ("2026-03-22T01:30+00:00", "Europe/Berlin", ["02:30 +0100", "skipped", "02:30 +0200"]),
        ("2026-10-18T00:30+00:00", "Europe/Berlin", ["02:30 +0200", "02:30 +0200", "02:30 +0100"]),
        ("2026-10-25T01:30+00:00", "Europe/Berlin", ["02:30 +0100", "02:30 +0100", "02:30 +0100"]),
    ],
)
def test_known_weeks_in_which_the_clocks_change(start: str, place: str, shown: list[str]) -> None:
    found = dates(datetime.fromisoformat(start), Every.WEEK, 3, ZoneInfo(place))
    said = [
        "skipped" if one.skipped else f"{one.start.astimezone(ZoneInfo(place)):%H:%M %z}" for one in found
    ]
    assert said == shown


def a_series(count: int = 4) -> tuple[Moved, ...]:
    asked = [
        Moved(
            a_booking(
                id=BookingId(UUID(int=200 + week)),
                slot=Slot(NOON + timedelta(days=3, weeks=week), 30),
                answer_by=NOON + timedelta(days=2, hours=week),
            ),
            Act.REQUEST,
            Role.STUDENT,
            NOON,
        )
        for week in range(count)
    ]
    return joined(asked)


def kinds(moved: Moved) -> set[tuple[Kind, str]]:
    """Return what is told to whom because of this, but for what only brings a page or a card up to date."""
    silent = {Kind.CARD, Kind.HOME, Kind.SERIES}
    sides = {STUDENT: "student", MENTOR: "mentor"}
    now = [one for one in notices_for(moved, Night(ZoneInfo("UTC"))) if one.due_at == moved.at]
    return {(one.kind, sides[one.recipient]) for one in now if one.kind not in silent}


def moved_to(
    booking: Booking,
    doing: Accept | Cancel | Expire | OneByOne,
    by: Role,
    told_with: BookingId | None = None,
) -> Moved:
    at = NOON + timedelta(days=2) if isinstance(doing, Expire) else NOON
    found = move(booking, doing, by, at, told_with=told_with)
    assert found is not None
    return found


def test_a_single_request_is_no_series() -> None:
    (one,) = a_series(1)
    assert (one.booking.series, one.booking.told_with) == (None, None)


def test_the_first_speaks_for_all_until_one_is_spoken_of() -> None:
    first, *others = (one.booking for one in a_series())
    assert {one.answer_by for one in others} == {first.answer_by}
    assert [kinds(one) for one in a_series()] == [
        {(Kind.RECEIPT, "student"), (Kind.REQUESTED, "mentor")},
        *[set[tuple[Kind, str]]()] * 3,
    ]
    for one in others:
        together = moved_to(one, Accept(), Role.MENTOR, told_with=first.id)
        assert kinds(together) == set()
        assert {it.kind for it in notices_for(together)} >= {Kind.REMIND_DAY, Kind.REMIND_SOON}
        assert kinds(moved_to(one, Accept(), Role.MENTOR)) == {(Kind.ACCEPTED, "student")}
        assert kinds(moved_to(one, Expire(), Role.SYSTEM)) == set()
        alone = moved_to(one, OneByOne(), Role.MENTOR)
        assert kinds(alone) == {(Kind.REQUESTED, "mentor")}
        assert kinds(moved_to(alone.booking, Expire(), Role.SYSTEM)) == {(Kind.EXPIRED, "student")}
        assert {it.kind for it in notices_for(alone, Night(ZoneInfo("UTC")))} & set(NUDGES)
    assert Role.STUDENT not in ACTORS[Act.ONE_BY_ONE]


def test_a_view_knows_what_waits_with_it_and_what_follows_it() -> None:
    first, second, *later = (one.booking for one in a_series())
    people = {STUDENT: a_person(), MENTOR: a_person(id=MENTOR)}
    gone = moved_to(second, Cancel(), Role.STUDENT).booking
    view = BookingView.of(first, MENTOR, people, NOON)
    whole = BookingView(
        booking=first,
        role=Role.MENTOR,
        student=view.student,
        mentor=view.mentor,
        now=NOON,
        series=(gone, *later),
    )
    assert gone.status is Status.CANCELLED
    assert whole.together == tuple(later) == whole.following == whole.along
