"""The times at which the events of a calendar file (RFC 5545) keep somebody busy; nothing else of it is looked at."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any

import recurring_ical_events
from icalendar import Calendar, Component, Event
from icalendar.timezone import tzp

from core.times.calendar_lines import slimmed
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
MOST_EVENTS = 5000
"""How many occurrences one calendar may hold in the window: 27 a day for half a year."""
A_MONTH = timedelta(days=30)
"""What recurs is worked out month by month, so that too much is noticed before it fills the memory."""
WHEN_IT_IS = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE")
"""What says when an event is; where one of them can't be read, nobody knows when it is."""
TIMES_OF_EVENT = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
"""No appointment recurs so often, and working it out never ends."""
NOT_BUSY = frozenset({"FREE", "WORKINGELSEWHERE"})
"""What Outlook says of an event during which its owner may be asked (MS-OXCICAL, X-MICROSOFT-CDO-BUSYSTATUS)."""


class BadCalendar(ValueError):
    """The times can't be told; ``code`` says why: ``no_calendar``, ``broken`` or ``too_much``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class BusyEvent:
    """One occurrence of an event, half-open, in UTC."""

    uid: str
    start: datetime
    end: datetime


def busy_events(raw: bytes, place: str, since: datetime, until: datetime) -> list[BusyEvent]:
    """Return every occurrence between two instants that keeps its owner busy, soonest first; raises BadCalendar.

    A time that names no zone, and a whole day, is meant in ``place``, the owner's IANA zone. What is cancelled, or
    marked as free, keeps nobody busy; nor does what takes no time.
    """
    home = zone_or_utc(place)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a zone that is guessed from a long name is a good guess
        try:
            found = set(islice(_busy(raw, home, since, until), MOST_EVENTS + 1))
        except BadCalendar:
            raise
        except Exception as error:  # whatever the libraries stumble over stands in somebody's file
            raise BadCalendar("broken") from error
    if len(found) > MOST_EVENTS:
        raise BadCalendar("too_much")
    return sorted(found, key=lambda one: (one.start, one.end, one.uid))


def _busy(raw: bytes, home: ZoneInfo, since: datetime, until: datetime) -> Iterator[BusyEvent]:
    for calendar in _calendars(raw, since - 2 * A_DAY, until + 2 * A_DAY):
        for start, end in _published(calendar, home):
            if start < end and start < until and since < end:
                yield BusyEvent("", start, end)
        for event in _occurrences(_trimmed(calendar, home, since, until), since, until):
            start, end = _instant(event.start, home), _instant(event.end, home)
            if start < end and start < until and since < end and _is_busy(event):
                yield BusyEvent(str(event.get("UID", "")), start, end)


def _calendars(raw: bytes, since: datetime, until: datetime) -> list[Calendar]:
    text = raw.decode("utf-8-sig", errors="replace").strip()
    if text[:15].upper() != "BEGIN:VCALENDAR":
        raise BadCalendar("no_calendar")
    whole = slimmed(text, f"{since:%Y%m%d}", f"{until:%Y%m%d}")
    return list(Calendar.from_ical(whole, multiple=True))


def _published(calendar: Calendar, home: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times of a calendar that says no more than when its owner is busy (RFC 5545, 3.6.4)."""
    for part in calendar.walk("VFREEBUSY"):
        if part.errors:
            raise BadCalendar("broken")
        for period in _several(part, "FREEBUSY"):
            if period.params.get("FBTYPE", "BUSY").upper() != "FREE":
                yield _instant(period.start, home), _instant(period.end, home)


def _trimmed(calendar: Calendar, home: ZoneInfo, since: datetime, until: datetime) -> Calendar:
    """Return a calendar that holds what may matter: one-off events of other times are left out.

    X-WR-TIMEZONE, by which the library would move what recurs in UTC, is gone already: it is for showing a calendar.
    """
    kept = Calendar()
    for number, event in enumerate(calendar.events):
        _check(event)
        _settle(event, home)
        if "UID" not in event:
            event.add("UID", f"nameless-{number}")  # two without a name are still two
        if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")) or (
            _instant(event.start, home) < until + A_DAY and since - A_DAY < _instant(event.end, home)
        ):
            kept.add_component(event)
    return kept


def _check(event: Event) -> None:
    """Raise BadCalendar where it is not known when an event is, or where that can't be worked out."""
    if "DTSTART" not in event or "EXRULE" in event or any(name in WHEN_IT_IS for name, _ in event.errors):
        raise BadCalendar("broken")
    for rule in _several(event, "RRULE"):
        if TOO_OFTEN & {str(word).upper() for word in rule.get("FREQ", ())}:
            raise BadCalendar("too_much")


def _settle(event: Event, home: ZoneInfo) -> None:
    """Give each time without a zone its owner's; raises BadCalendar for a zone that nobody knows."""
    for name in TIMES_OF_EVENT:
        for value in _several(event, name):
            zone = _named(value.params) or home
            for one in getattr(value, "dts", (value,)):
                if isinstance(one.dt, datetime) and one.dt.tzinfo is None:
                    one.dt = one.dt.replace(tzinfo=zone)


def _named(params: Mapping[str, str]) -> tzinfo | None:
    """Return the zone that a value names, or None where it names none; raises BadCalendar for an unknown one."""
    name = params.get("TZID")
    known = tzp.timezone(str(name)) if name else None
    if name and known is None:
        raise BadCalendar("broken")
    return known


def _several(event: Component, name: str) -> list[Any]:
    value: Any = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _occurrences(calendar: Calendar, since: datetime, until: datetime) -> Iterator[Event]:
    """Yield what occurs, a month at a time; a long event may come more than once."""
    query = recurring_ical_events.of(calendar)
    start = since - A_DAY
    while start < until + A_DAY:
        end = min(start + A_MONTH, until + A_DAY)
        yield from query.between(start, end)
        start = end


def _is_busy(event: Event) -> bool:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return False
    return str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() not in NOT_BUSY


def _instant(moment: date, home: ZoneInfo) -> datetime:
    """Return an instant in UTC; a date is the midnight with which it begins."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), home)
    return moment.replace(tzinfo=moment.tzinfo or home).astimezone(UTC)
