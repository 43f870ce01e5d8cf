"""A day, or a part of one, as somebody types it who names no hour: ``thursday evening``, ``tomorrow``."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from core.times.calendar import plain
from core.times.days import read_day
from core.times.hours_en import part_of_day
from core.times.wall import around_gap, instants

if TYPE_CHECKING:
    from datetime import date, tzinfo

_MEANT = {"morning": (6, 12), "afternoon": (12, 18), "evening": (17, 23), "night": (19, 24)}
"""Part of the day → from which hour to which it is looked for."""


def read_stretch(text: str, zone: tzinfo, now: datetime) -> tuple[datetime, datetime] | None:
    """Return from when to when (UTC, half-open) it lasts for somebody in ``zone``, or None for other words.

    Where the day could be two days, the first of them is meant: it is only ever looked through, never taken.
    """
    said = plain(text)
    if said is None:
        return None
    rest, part = part_of_day(" ".join(said.replace(",", " ").split()))
    days = read_day(rest, now.astimezone(zone).date()) if rest else None
    if not days:
        return None
    start, end = (_instant(days[0].date, hour, zone) for hour in (_MEANT[part] if part else (0, 24)))
    return (start, end) if now < end else None


def _instant(day: date, hour: int, zone: tzinfo) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(hours=hour)
    return (instants(wall, zone) or around_gap(wall, zone))[0]
