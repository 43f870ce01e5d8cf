"""Quiet hours: from 21:00 to 8:00, by the mentor's own clock, nobody is asked again; a program may have others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

from core.times.wall import around_gap, instants

EVENING, MORNING = time(21), time(8)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


Quiet: TypeAlias = tuple[time, time]
"""When the quiet hours begin, in the evening, and when they end; two equal times for none."""


@dataclass(frozen=True, slots=True)
class Night:
    """The quiet hours of one place."""

    zone: tzinfo
    quiet: Quiet = (EVENING, MORNING)

    def awake(self, due: datetime, *, after: datetime, before: datetime) -> datetime | None:
        """Return when to ask instead of at ``due``, as ``awake`` does."""
        return awake(due, self.zone, after=after, before=before, quiet=self.quiet)


def is_quiet(instant: datetime, zone: tzinfo, quiet: Quiet = (EVENING, MORNING)) -> bool:
    """Say whether clocks in ``zone`` show a time in the evening, or one before the morning."""
    begin, end = quiet
    return begin != end and not end <= instant.astimezone(zone).time() < begin


def awake(
    due: datetime,
    zone: tzinfo,
    *,
    after: datetime,
    before: datetime,
    quiet: Quiet = (EVENING, MORNING),
) -> datetime | None:
    """Return when to ask instead of at ``due``: at ``due`` itself unless that is in the quiet hours.

    Otherwise when they end; and when that is not before the deadline ``before``, in the last minute of the evening.
    None when that minute is not later than ``after``: then there was no better moment, and nobody is woken.
    """
    if not is_quiet(due, zone, quiet):
        return due
    begin, end = quiet
    local = due.astimezone(zone)
    evening = local.date() if local.time() >= begin else local.date() - _DAY
    morning = _shown(evening + _DAY, end, zone)[-1]
    if morning < before:
        return morning
    last = _shown(evening, begin, zone)[0] - _MINUTE
    return last if last > after else None


def _shown(day: date, hour: time, zone: tzinfo) -> tuple[datetime, ...]:
    wall = datetime.combine(day, hour)
    return instants(wall, zone) or around_gap(wall, zone)
