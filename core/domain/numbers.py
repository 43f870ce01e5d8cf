"""The program in numbers: the spans that are counted, what each mentor has to do, and how sessions ended."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.domain.feedback import Score
from core.times.wall import around_gap, instants

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from core.domain.people import Person, PersonId

WEEKS_DRAWN = 12
"""How many weeks the picture shows, the present one last."""
ANSWERS_SINCE = timedelta(days=90)
"""How far back answers count for the usual time to answer."""
DAYS_IN_WEEK = 7
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half-open, in UTC; ``first`` is its first day on the calendar of the program."""

    first: date
    start: datetime
    end: datetime


class Ending(enum.StrEnum):
    """How a session stands or has ended, as it is counted."""

    AGREED = "agreed"
    COMPLETED = "completed"
    STUDENT_ABSENT = "student_absent"
    MENTOR_ABSENT = "mentor_absent"
    CANCELLED = "cancelled"
    """Called off after it was agreed."""
    NOT_AGREED = "not_agreed"
    """Declined, withdrawn, or expired without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorNumbers:
    """What one mentor has to do."""

    person: Person
    week: int
    month: int
    waiting: int
    """Requests without an answer."""
    answers_in: timedelta | None
    """The median of the last ``ANSWERS_SINCE``; None where there was no answer."""

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """Who has most to do comes first."""
        return -self.month, -self.week, -self.waiting, self.person.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramNumbers:
    """The program in numbers, at one instant."""

    now: datetime
    zone: str
    """The IANA zone whose weeks and months are counted."""
    week: Span
    month: Span
    of_week: Mapping[Ending, int]
    of_month: Mapping[Ending, int]
    felt: Mapping[tuple[Role, Score], int]
    """How many students and mentors called a session of the month good, and not so good."""
    mentors: tuple[MentorNumbers, ...]
    waiting: int
    """Requests without an answer, of all mentors."""


@dataclass(frozen=True, slots=True)
class WeekNumbers:
    """How the sessions of one week stand."""

    first: date
    endings: Mapping[Ending, int]


def week_of(now: datetime, place: tzinfo, weeks: int = 0) -> Span:
    """Return the week, from Monday, of ``now`` on the calendar of ``place``, or the one so many ``weeks`` after it."""
    today = now.astimezone(place).date()
    monday = today - timedelta(days=today.weekday()) + weeks * timedelta(days=DAYS_IN_WEEK)
    return _span(monday, monday + timedelta(days=DAYS_IN_WEEK), place)


def month_of(now: datetime, place: tzinfo) -> Span:
    """Return the calendar month of ``now`` on the calendar of ``place``."""
    first = now.astimezone(place).date().replace(day=1)
    year, month = (first.year + 1, 1) if first.month == DECEMBER else (first.year, first.month + 1)
    return _span(first, date(year, month, 1), place)


def ending_of(status: Status, closed_by: Role | None, *, agreed: bool) -> Ending | None:
    """Return as what a booking is counted; None for a request that still waits."""
    if status is Status.NO_SHOW:
        return Ending.MENTOR_ABSENT if closed_by is Role.MENTOR else Ending.STUDENT_ABSENT
    if status is Status.CANCELLED and agreed:
        return Ending.CANCELLED
    return {Status.PENDING: None, Status.ACCEPTED: Ending.AGREED, Status.COMPLETED: Ending.COMPLETED}.get(
        status, Ending.NOT_AGREED
    )


def median(waits: Sequence[timedelta]) -> timedelta | None:
    """Return the middle of the one or two waits in the middle."""
    return sum(waits, timedelta(0)) / len(waits) if waits else None


def mentors_in_numbers(
    people: Mapping[PersonId, Person],
    *,
    week: Mapping[PersonId, int],
    month: Mapping[PersonId, int],
    waiting: Mapping[PersonId, int],
    answers: Mapping[PersonId, timedelta],
) -> tuple[MentorNumbers, ...]:
    """Return every mentor of whom there is a number, who has most to do first."""
    found = (
        MentorNumbers(
            person=person,
            week=week.get(who, 0),
            month=month.get(who, 0),
            waiting=waiting.get(who, 0),
            answers_in=answers.get(who),
        )
        for who, person in people.items()
    )
    return tuple(sorted(found, key=lambda one: one.rank))


def instant_of(day: date, clock: time, place: tzinfo) -> datetime:
    """Return when a clock in ``place`` shows a time first, in UTC: where the clocks jump over it, after the jump."""
    wall = datetime.combine(day, clock)
    found = instants(wall, place)
    return found[0] if found else around_gap(wall, place)[-1]


def _span(first: date, after: date, place: tzinfo) -> Span:
    return Span(first, instant_of(first, time(), place), instant_of(after, time(), place))
