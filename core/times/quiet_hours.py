"""Quiet hours: from 21:00 to 8:00, by the mentor's own clock, nobody is asked again for an answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core.times.wall import around_gap, instants

if TYPE_CHECKING:
    from datetime import tzinfo

EVENING, MORNING = time(21), time(8)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def is_quiet(instant: datetime, zone: tzinfo) -> bool:
    """Say whether clocks in ``zone`` show 21:00 or later, or a time before 8:00."""
    return not MORNING <= instant.astimezone(zone).time() < EVENING


def awake(due: datetime, zone: tzinfo, *, after: datetime, before: datetime) -> datetime | None:
    """Return when to ask instead of at ``due``: at ``due`` itself unless that is in the quiet hours.

    Otherwise at 8:00; and when that is not before the deadline ``before``, in the last minute of the evening.
    None when that minute is not later than ``after``: then there was no better moment, and nobody is woken.
    """
    if not is_quiet(due, zone):
        return due
    local = due.astimezone(zone)
    evening = local.date() if local.time() >= EVENING else local.date() - _DAY
    morning = _shown(evening + _DAY, MORNING, zone)[-1]
    if morning < before:
        return morning
    last = _shown(evening, EVENING, zone)[0] - _MINUTE
    return last if last > after else None


def _shown(day: date, hour: time, zone: tzinfo) -> tuple[datetime, ...]:
    wall = datetime.combine(day, hour)
    return instants(wall, zone) or around_gap(wall, zone)
