"""Open times: the starts that a student may choose, from a mentor's rules and what both already have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from core.domain.people import DEFAULT_MINUTES
from core.times.day_exceptions import parse_exceptions
from core.times.intervals import merged
from core.times.slots import open_slots
from core.times.weekly_hours import parse_hours
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.domain.people import Mentor, Offering
    from core.times.day_exceptions import DayException
    from core.times.weekly_hours import WeeklyHours

SOONEST = timedelta(minutes=15)
"""No start is offered that may pass while the form is being filled in."""
GRID = 30
"""Minutes between two offered starts of a session that is longer than that."""
LONG_AGO = date(2000, 1, 1)
"""Stored exceptions carry their years, so the day against which they are read does not matter."""


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """How one session is fitted in, in minutes: its length, what is kept free around it, and its notice."""

    minutes: int = DEFAULT_MINUTES
    buffer: int = 0
    notice: int = 0


def terms_of(mentor: Mentor, offering: Offering | None) -> SessionTerms:
    """Return the terms of a session: the session type's own rules before the mentor's."""
    if offering is None:
        return SessionTerms(DEFAULT_MINUTES, mentor.buffer, mentor.notice)
    return SessionTerms(
        offering.minutes,
        mentor.buffer if offering.buffer is None else offering.buffer,
        mentor.notice if offering.notice is None else offering.notice,
    )


@dataclass(frozen=True, slots=True)
class Busy:
    """A half-open stretch of time that an open booking holds for somebody, between two instants in UTC."""

    start: datetime
    end: datetime


def open_times(
    mentor: Mentor,
    terms: SessionTerms,
    *,
    of_mentor: Sequence[Busy],
    of_student: Sequence[Busy] = (),
    now: datetime,
    limit: int,
    since: datetime | None = None,
) -> list[datetime]:
    """Return at most ``limit`` open starts in UTC, soonest first; none when the mentor gives no hours.

    ``of_mentor`` must reach from this week's Monday to the horizon, so that the weekly cap counts. The
    mentor's buffer is kept around the mentor's sessions only: a student may go from one session to the next.
    """
    place = mentor.zone or mentor.person.zone
    if not mentor.hours or place is None or not mentor.has_readable_times or not mentor.takes_requests(now):
        return []
    buffer = timedelta(minutes=terms.buffer)
    kept = [(one.start - buffer, one.end + buffer) for one in of_mentor]
    held = kept + [(one.start, one.end) for one in of_student]
    starts = open_slots(
        _hours(mentor.hours, place),
        _exceptions(mentor.exceptions),
        merged((int(start.timestamp()), int(end.timestamp())) for start, end in held),
        start=since or now + SOONEST,
        end=now + timedelta(days=mentor.horizon),
        minutes=terms.minutes,
        step=min(terms.minutes, GRID),
        notice_minutes=terms.notice,
        now=now,
        limit=limit,
        weekly_cap=mentor.weekly_cap,
        booked_by_week=_by_week(of_mentor, place),
    )
    return [datetime.fromtimestamp(start, UTC) for start in starts]


@lru_cache(maxsize=1024)
def _hours(text: str, place: str) -> WeeklyHours:
    """Reading the text again for every form would take longer than finding the slots."""
    return parse_hours(text, place)


@lru_cache(maxsize=1024)
def _exceptions(text: str) -> tuple[DayException, ...]:
    return parse_exceptions(text, today=LONG_AGO) if text else ()


def monday_of(instant: datetime, place: str) -> date:
    """Return the Monday of the week of ``instant`` on the calendar of ``place``, an IANA zone."""
    local = instant.astimezone(zone_or_utc(place)).date()
    return local - timedelta(days=local.weekday())


def _by_week(held: Iterable[Busy], place: str) -> Counter[date]:
    return Counter(monday_of(one.start, place) for one in held)
