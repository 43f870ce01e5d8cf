"""Open times: the starts that a student may choose, from a mentor's rules and what both already have.

They are what ``core/domain/availability.py`` lets somebody take, found at once instead of one by one.
"""

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
from core.times.weekly_hours import WeeklyHours, parse_hours
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.domain.people import Mentor, Offering, OfferingId
    from core.times.day_exceptions import DayException

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
    offered: bool = True
    """Whether the mentor still offers this kind of session."""


def terms_of(mentor: Mentor, offering: Offering | None) -> SessionTerms:
    """Return the terms of a session: the session type's own rules before the mentor's."""
    if offering is None:
        return SessionTerms(DEFAULT_MINUTES, mentor.buffer, mentor.notice)
    return SessionTerms(
        offering.minutes,
        mentor.buffer if offering.buffer is None else offering.buffer,
        mentor.notice if offering.notice is None else offering.notice,
    )


def meant(offered: Sequence[Offering], which: OfferingId | None) -> Offering | None:
    """Return the session type that is meant: the one that was named, or else the only one there is.

    None where nothing is named and there are none, or several: the session then has the usual length.
    """
    if which is None:
        return offered[0] if len(offered) == 1 else None
    return next((one for one in offered if one.id == which), None)


def looked_at(offered: Sequence[Offering], which: OfferingId | None) -> Offering | None:
    """Return the session type whose open times are shown, or None for the usual length.

    Where one of several still has to be named, it is the longest: what has room for it has room for each of them.
    """
    found = meant(offered, which)
    if found is None and which is None and offered and all(one.minutes != DEFAULT_MINUTES for one in offered):
        return max(offered, key=lambda one: one.minutes)
    return found


@dataclass(frozen=True, slots=True)
class Busy:
    """A half-open stretch of time at which somebody is not free, between two instants in UTC."""

    start: datetime
    end: datetime
    buffer: int = 0
    """Minutes that the mentor of that session keeps free around it."""
    as_mentor: bool = True
    """Whether the person who is busy is its mentor. Learning counts against no cap, and keeps nothing free."""
    engaged: bool = False
    """Whether it stands in their own calendar and is no session; then ``as_mentor`` is False."""


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

    ``of_mentor`` must reach from this week's Monday to the end of the horizon's week, so that the weekly cap and
    the last buffer count. Between two sessions of the mentor the larger of their buffers is kept, and around
    other sessions nothing: a student may go from one session to the next.
    """
    opening = opening_of(mentor) if mentor.hours else None
    if opening is None or not mentor.takes_requests(now):
        return []
    hours, exceptions = opening
    held = [*(_kept(one, terms) for one in of_mentor), *((one.start, one.end) for one in of_student)]
    starts = open_slots(
        hours,
        exceptions,
        merged((int(start.timestamp()), int(end.timestamp())) for start, end in held),
        start=since or now + SOONEST,
        end=now + timedelta(days=mentor.horizon),
        minutes=terms.minutes,
        step=min(terms.minutes, GRID),
        notice_minutes=terms.notice,
        now=now,
        limit=limit,
        weekly_cap=mentor.weekly_cap,
        booked_by_week=_by_week(of_mentor, hours.zone),
    )
    return [datetime.fromtimestamp(start, UTC) for start in starts]


@lru_cache(maxsize=4096)
def _hours(text: str, place: str) -> WeeklyHours:
    """Reading the text again for every form would take longer than finding the slots."""
    return parse_hours(text, place)


@lru_cache(maxsize=4096)
def _exceptions(text: str) -> tuple[DayException, ...]:
    return parse_exceptions(text, today=LONG_AGO) if text else ()


def place_of(mentor: Mentor) -> str | None:
    """Return the IANA zone of a mentor's hours and weeks, or None while none is known."""
    return mentor.zone or mentor.person.zone


def opening_of(mentor: Mentor) -> tuple[WeeklyHours, tuple[DayException, ...]] | None:
    """Return a mentor's weekly hours and exceptions, or None where there is neither, or no zone to read them in."""
    place = place_of(mentor)
    if place is None or not mentor.has_readable_times or not (mentor.hours or mentor.exceptions):
        return None
    return read_opening(mentor.hours, mentor.exceptions, place)


def read_opening(hours: str, exceptions: str, place: str) -> tuple[WeeklyHours, tuple[DayException, ...]]:
    """Return weekly hours and exceptions as they are stored, read in an IANA zone; raises ValueError for others."""
    return _hours(hours, place) if hours else WeeklyHours(place, ()), _exceptions(exceptions)


def gap_between(terms: SessionTerms, other: Busy) -> int:
    """Return the minutes that stay free between a session of a mentor and another one: the larger buffer counts."""
    return max(terms.buffer, other.buffer) if other.as_mentor else 0


def sessions_in_week(held: Iterable[Busy], place: str, instant: datetime) -> int:
    """Return how many sessions the mentor gives in the week of ``instant``, on the calendar of ``place``."""
    return _by_week(held, place)[monday_of(instant, place)]


def monday_of(instant: datetime, place: str) -> date:
    """Return the Monday of the week of ``instant`` on the calendar of ``place``, an IANA zone."""
    local = instant.astimezone(zone_or_utc(place)).date()
    return local - timedelta(days=local.weekday())


def _by_week(held: Iterable[Busy], place: str) -> Counter[date]:
    return Counter(monday_of(one.start, place) for one in held if one.as_mentor)


def _kept(one: Busy, terms: SessionTerms) -> tuple[datetime, datetime]:
    around = timedelta(minutes=gap_between(terms, one))
    return one.start - around, one.end + around
