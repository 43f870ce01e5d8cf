"""Typed times that need no calendar: a Discord timestamp, ISO 8601 with an offset, and "in 2 hours"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from core.times.calendar import real_date
from core.times.readings import LATEST, OLDEST, Reading, Why
from core.times.wall import around_gap, instants

Meanings = tuple[Reading, ...] | Why | None

_STAMP = re.compile(r"<t:(-?\d{1,19})(:[a-z])?>")
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})(?P<sep> ?t ?| )(?P<h>\d{1,2}):(?P<mi>\d{2})"
    r"(?P<seconds>:(?P<s>\d{2})([.,]\d{1,9})?)? ?(?P<zone>z|(?P<sign>[+-])(?P<zh>\d{2}):?(?P<zm>\d{2})?)"
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_COUNTS |= {"ten": 10, "a": 1, "an": 1}
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10_080}
"""First letter of a unit → its minutes."""
_PIECE = re.compile(
    rf"(?P<n>\d{{1,5}}([.,]\d)?|{'|'.join(_COUNTS)}|half an?) ?"
    r"(?P<unit>h|hrs?|hours?|m|mins?|minutes?|d|days?|w|weeks?)(?![a-z])( and a (?P<half>half))?,?( and)? ?"
)
_COMPACT_HOURS = re.compile(r"(\d{1,2}) ?h ?([0-5]\d)(?!\d| ?m)")
_MOST_MINUTES = 1440 * 9999


def absolute(said: str, home: tzinfo, now: datetime) -> Meanings:
    """Return what ``said`` (plain text) means at ``now``, why it can't be meant, or None for other forms."""
    if found := _STAMP.fullmatch(said):
        seconds = min(max(int(found[1]), int(OLDEST.timestamp())), int(LATEST.timestamp()))
        return (Reading((datetime.fromtimestamp(seconds, UTC),)),)
    if found := _ISO.fullmatch(said):
        return _iso(found)
    if (ahead := _ahead(said)) is not None:
        return _from_now(*ahead, home, now)
    return None


def iso_separated(said: str) -> str:
    """Return ``said`` with the T of an ISO date and time as a space, and without fractions of a second."""
    spaced = re.sub(r"(?<=\d-\d\d) ?t ?(?=\d)", " ", said)
    return re.sub(r"(:\d{2}:\d{2})[.,]\d{1,9}", r"\1", spaced)


def _iso(found: re.Match[str]) -> Meanings:
    hour, minute, second = int(found["h"]), int(found["mi"]), int(found["s"] or 0)
    offset_hours, offset_minutes = int(found["zh"] or 0), int(found["zm"] or 0)
    if hour > 23 or minute > 59 or second > 59 or offset_hours > 14 or offset_minutes > 59:  # noqa: PLR2004 - a clock's own numbers
        return Why.NOT_UNDERSTOOD
    day = real_date(int(found["y"]), int(found["mo"]), int(found["d"]))
    if day is None:
        return Why.IMPOSSIBLE_DATE
    if not OLDEST.year < day.year < LATEST.year:
        return Why.PAST if day.year <= OLDEST.year else Why.TOO_FAR
    offset = timedelta(hours=offset_hours, minutes=offset_minutes) * (-1 if found["sign"] == "-" else 1)
    instant = datetime(
        day.year, day.month, day.day, hour, minute, second, tzinfo=timezone(offset)
    ).astimezone(UTC)
    rather_a_range = found["sign"] == "-" and "t" not in found["sep"] and not found["seconds"]
    return (Reading((instant,), Why.WHICH_ZONE if rather_a_range else None),)


def _ahead(said: str) -> tuple[float, bool] | None:
    """Minutes from now and whether they were counted in days, or None."""
    bare = re.sub(r"^in |^\+ ?| from now$", "", said)
    if bare == said:
        return None
    bare = _COMPACT_HOURS.sub(r"\1 h \2 m", bare)
    minutes, at, by_day, by_clock = 0.0, 0, False, False
    while at < len(bare):
        piece = _PIECE.match(bare, at)
        if piece is None:
            return None
        count = (
            0.5
            if piece["n"].startswith("half")
            else float(_COUNTS.get(piece["n"]) or piece["n"].replace(",", "."))
        )
        minutes += (count + (0.5 if piece["half"] else 0)) * _UNITS[piece["unit"][0]]
        by_day, by_clock = by_day or piece["unit"][0] in "dw", by_clock or piece["unit"][0] in "hm"
        at = piece.end()
    return None if by_day and (by_clock or minutes % 1440) else (minutes, by_day)


def _from_now(minutes: float, by_day: bool, home: tzinfo, now: datetime) -> Meanings:  # noqa: FBT001 - unpacked above
    """Hours are counted on the clock of the world; days keep the hour on the wall, which is asked."""
    if minutes > _MOST_MINUTES:
        return Why.TOO_FAR
    if not by_day:
        instant = (now.astimezone(UTC) + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        return (Reading((instant,)),)
    wall = now.astimezone(home).replace(tzinfo=None, second=0, microsecond=0, fold=0) + timedelta(
        minutes=minutes
    )
    shown = instants(wall, home)
    return (Reading(shown, Why.WHICH_HOUR, () if shown else around_gap(wall, home)),)
