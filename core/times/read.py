"""A time that a person typed: understood, asked or refused, and never guessed.

What is read (English; case, spaces and the script of digits do not matter):

    2026-12-01 15:00 · 2026-12-01T15:00:00+01:00 · <t:1796133600> · 1.12.2026 15:00 · 1 Dec 3pm
    today, tomorrow, fri, in 3 days + an hour · tonight 8 · fri evening 8 · in 2 hours · 15:00 UTC

Asked: a time that happens twice, ``3/4`` (both orders), ``fri 9`` and ``3:30`` (before or after noon),
``next fri`` (this one or the one after), midnight, an abbreviated zone, and ``in 3 days`` (at this hour?).
An hour alone is today's while that is ahead; once it has passed, tomorrow's is offered as a question. A
weekday is the next one, which is today while its hour is ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.times.absolute import absolute, iso_separated
from core.times.calendar import DAY_NAMES, plain, print_date
from core.times.readings import Reading, Why, readings
from core.times.zones import zone_label

__all__ = ["Ambiguous", "Read", "Refused", "Understood", "Why", "read_time", "show"]

HORIZON = timedelta(days=180)
TYPED_TIME_LENGTH = 100
"""Characters of a typed time; longer text is not read at all."""


@dataclass(frozen=True, slots=True)
class Understood:
    """There is one meaning. ``instant`` is aware UTC, exists, lies ahead and within the horizon."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """There may be another meaning: the person chooses. ``candidates``: aware UTC, ahead, in order."""

    candidates: tuple[datetime, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be taken. ``candidates`` (aware UTC, ahead) are the times around one that the clocks skip."""

    why: Why
    candidates: tuple[datetime, ...] = ()


Read = Understood | Ambiguous | Refused


def read_time(text: str, *, zone: ZoneInfo, now: datetime, horizon: timedelta = HORIZON) -> Read:
    """Read ``text`` typed by somebody in ``zone`` at ``now`` (aware); never raises on any text."""
    if len(text) > TYPED_TIME_LENGTH:
        return Refused(Why.TOO_LONG)
    said = plain(text)
    if said is None:
        return Refused(Why.NOT_UNDERSTOOD)
    said = said.strip(" !?")
    if not said:
        return Refused(Why.EMPTY)
    meanings = absolute(said, zone, now) or readings(iso_separated(said), zone, now)
    return Refused(meanings) if isinstance(meanings, Why) else _decide(meanings, now.astimezone(UTC), horizon)


def _decide(meanings: tuple[Reading, ...], now: datetime, horizon: timedelta) -> Read:
    """Understand one certain meaning; ask when there is doubt; refuse when nothing bookable is left."""

    def bookable(found: set[datetime]) -> tuple[datetime, ...]:
        return tuple(sorted(one for one in found if now < one <= now + horizon))

    every = {one for meaning in meanings for one in meaning.instants}
    ahead = bookable(every)
    doubts = [meaning.doubt for meaning in meanings if meaning.doubt]
    if not every:
        return Refused(Why.GAP, bookable({one for meaning in meanings for one in meaning.around}))
    if not ahead:
        first = next(meaning for meaning in meanings if meaning.instants)
        return Refused(Why.PAST if first.instants[0] <= now else first.beyond)
    if doubts or len(every) > 1:
        certain = Why.TWICE if len(meanings) == 1 else Why.WHICH_DAY
        return Ambiguous(ahead, doubts[0] if doubts else certain)
    return Understood(ahead[0])


def show(instant: datetime, zone: tzinfo) -> str:
    """Return an aware instant as it is said back: ``Tue 1 Dec 2026, 15:00 (Europe/Berlin, UTC+1)``."""
    local = instant.astimezone(zone)
    minutes = round((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    offset = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    label = zone_label(str(zone))
    place = label if label.startswith("UTC") else f"{label}, {offset}"
    second = f":{local.second:02}" if local.second else ""
    return f"{DAY_NAMES[local.weekday()]} {print_date(local.date())}, {local:%H:%M}{second} ({place})"
