"""The same time again: the weekday and the hour of a session, in the next week in which they lie ahead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.times.wall import around_gap, instants

if TYPE_CHECKING:
    from datetime import tzinfo

_WEEK = timedelta(weeks=1)


def next_same_time(start: datetime, zone: tzinfo, now: datetime) -> datetime | None:
    """Return the first instant (UTC) whole weeks after ``start``, by the clock in ``zone``, that is after ``now``.

    None when the clocks jump over that time: it is then left to the person. Of a time that happens twice, the
    one with the offset of ``start`` is taken, or else the first. ``start`` and ``now`` are aware.
    """
    wall = start.astimezone(zone).replace(tzinfo=None, fold=0)
    weeks = max(1, (now - start) // _WEEK)
    while True:
        found = instants(wall + weeks * _WEEK, zone)
        if (found or around_gap(wall + weeks * _WEEK, zone))[-1] > now:
            break
        weeks += 1
    offset = start.astimezone(zone).utcoffset()
    ahead = [one for one in found if one > now]
    alike = [one for one in ahead if one.astimezone(zone).utcoffset() == offset]
    return next(iter(alike or ahead), None)
