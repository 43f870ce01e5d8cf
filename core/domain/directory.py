"""The directory: what is told of each mentor who may be asked, and who may have time before an instant."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING

from core.domain.booking import SHORTEST_SESSION
from core.domain.open_times import read_opening
from core.times.slots import open_intervals
from core.times.wall import around_gap, instants

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from core.domain.people import Mentor, Offering, PersonId
    from core.times.intervals import Interval

ANSWERS = 20
"""From how many of the newest answers of a mentor the usual time is taken."""
ENOUGH_ANSWERS = 3
"""Fewer tell nothing."""


class Free(enum.StrEnum):
    """Until when somebody must have time to be shown."""

    TODAY = "today"
    WEEK = "this week"

    def until(self, place: tzinfo, now: datetime) -> datetime:
        """Return the first instant behind the day, or behind the Sunday, of ``now`` on the calendar of ``place``."""
        today = now.astimezone(place).date()
        days = 1 if self is Free.TODAY else 7 - today.weekday()
        midnight = datetime.combine(today + timedelta(days), time())
        return (instants(midnight, place) or around_gap(midnight, place))[-1]


@dataclass(frozen=True, slots=True)
class Listed:
    """A mentor as the whole list is looked through: what is needed of each, and no more."""

    person: PersonId
    zone: str | None
    """The IANA zone of ``hours``."""
    hours: str
    exceptions: str
    said: str
    """Name, headline, skills and languages, a line for each that is given, as they are searched."""
    rests: bool = False
    """Whether the mentor takes no requests until a pause ends by itself."""

    def may_have_time(self, held: Sequence[Interval], start: datetime, end: datetime) -> bool:
        """Return False only where the hours, without what is ``held``, have no room for a session.

        ``held`` are epoch seconds. It is asked of everybody, so it knows no buffers, notice or caps: who passes is
        asked again with all rules. Hours that can't be read leave nothing open.
        """
        if not self.hours or self.zone is None or self.rests:
            return False
        try:
            hours, exceptions = read_opening(self.hours, self.exceptions, self.zone)
        except ValueError:
            return False
        opened = open_intervals(hours, exceptions, int(start.timestamp()), int(end.timestamp()))
        return any(_has_room(one, held) for one in opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mentor as the directory shows them."""

    mentor: Mentor
    offerings: tuple[Offering, ...] = ()
    next_open: datetime | None = None
    """The next start (UTC) that the reader could take."""
    answers_in: timedelta | None = None
    """How long the mentor usually takes to answer; None while too little is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some entries of the directory, and the place at which the next ones begin; None where there are none."""

    entries: tuple[Entry, ...]
    following: int | None = None


def usual_answer(waits: Sequence[timedelta]) -> timedelta | None:
    """Return the median of how long a mentor's newest answers took, or None while they are too few."""
    newest = [wait.total_seconds() for wait in waits[:ANSWERS]]
    return timedelta(seconds=median(newest)) if len(newest) >= ENOUGH_ANSWERS else None


def _has_room(opened: Interval, held: Sequence[Interval]) -> bool:
    """Whether between what is held, in order of its start, some part is as long as the shortest session."""
    at, end = opened
    for start, over in held:
        if min(start, end) - at >= SHORTEST_SESSION * 60:
            return True
        at = max(at, over)
    return end - at >= SHORTEST_SESSION * 60
