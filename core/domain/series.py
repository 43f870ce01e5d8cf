"""A series: the dates of several sessions with one mentor, by the clock on the student's wall."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.availability import OVERRULES, Objection, Wanted, Way, objections
from core.domain.booking import Booking, Moved, Slot
from core.domain.open_times import Busy
from core.times.wall import around_gap, instants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime, tzinfo

FEWEST_SESSIONS, MOST_SESSIONS = 2, 12
"""How many sessions a series has."""


class Every(enum.StrEnum):
    """How far apart the sessions of a series are."""

    WEEK = "week"
    FORTNIGHT = "fortnight"

    @property
    def step(self) -> timedelta:
        """The time between two of them, by the clock on a wall."""
        return timedelta(weeks={Every.WEEK: 1, Every.FORTNIGHT: 2}[self])


@dataclass(frozen=True, slots=True)
class Date:
    """One start of a series, in UTC. ``skipped`` when the clocks jump over it: it is then behind the jump."""

    start: datetime
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A date, what speaks against it, and whether it is asked for all the same."""

    date: Date
    against: Objection | None = None
    is_free: bool = True


def dates(start: datetime, every: Every, count: int, zone: tzinfo) -> tuple[Date, ...]:
    """Return ``count`` starts from ``start`` (aware) on, each at the same hour by the clock in ``zone``.

    Of an hour that happens twice, the one with the offset of ``start`` is taken, or else the first.
    """
    local = start.astimezone(zone)
    wall, offset = local.replace(tzinfo=None, fold=0), local.utcoffset()

    def at(number: int) -> Date:
        shown = wall + number * every.step
        found = instants(shown, zone)
        if not found:
            return Date(around_gap(shown, zone)[-1], skipped=True)
        alike = (one for one in found if one.astimezone(zone).utcoffset() == offset)
        return Date(next(alike, found[0]))

    return tuple(at(number) for number in range(count))


def judged(days: Iterable[Date], minutes: int, wanted: Callable[[Slot], Wanted]) -> tuple[Judged, ...]:
    """Say of each date whether it may be asked for, those before it being taken; ``wanted`` knows all the rest.

    Outside the mentor's hours it may: the mentor sees it, and answers.
    """
    taken: list[Busy] = []
    found: list[Judged] = []
    for day in days:
        slot = Slot(day.start, minutes)
        one = wanted(slot)
        against = objections(
            replace(one, of_mentor=(*one.of_mentor, *taken), of_student=(*one.of_student, *taken))
        )
        counts = next((it for it in against if it not in OVERRULES[Way.SUGGESTED]), None)
        is_free = counts is None and not day.skipped
        found.append(Judged(day, counts or next(iter(against), None), is_free))
        if is_free:
            taken.append(Busy(slot.starts_at, slot.ends_at, one.terms.buffer))
    return tuple(found)


def joined(requests: Sequence[Moved]) -> tuple[Moved, ...]:
    """Make a series of requests that were just made, the first one first: they wait together for one answer.

    All of them expire with the first, and its messages tell of all. A single one stays on its own.
    """
    if len(requests) < FEWEST_SESSIONS:
        return tuple(requests)
    first = requests[0].booking

    def member(booking: Booking) -> Booking:
        told_with = None if booking.id == first.id else first.id
        return replace(booking, series=first.id, told_with=told_with, answer_by=first.answer_by)

    return tuple(replace(one, booking=member(one.booking)) for one in requests)
