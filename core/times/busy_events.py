"""The times at which the events of a calendar file (RFC 5545) keep somebody busy; nothing else of it is looked at."""

from __future__ import annotations

import codecs
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.timezone import tzp

from core.times.calendar_lines import each_calendar, slimmed
from core.times.event_times import LASTS, BadCalendar, place_moved, settle, several
from core.times.zones import zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
MOST_EVENTS = 5000
"""How many occurrences one calendar may hold in the window: 27 a day for half a year."""
A_MONTH = timedelta(days=30)
"""What recurs is worked out month by month, so that too much is noticed before it fills the memory."""
SAME_NAME = "\n"
"""What no name of an event holds, and so what a number can be put behind."""
NOT_BUSY = frozenset({"FREE", "WORKINGELSEWHERE"})
"""What Outlook says of an event during which its owner may be asked (MS-OXCICAL, X-MICROSOFT-CDO-BUSYSTATUS)."""


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
            start, end = _span(event, home)
            if start < end and start < until and since < end and _is_busy(event):
                yield BusyEvent(str(event.get("UID", "")).partition(SAME_NAME)[0], start, end)


def _calendars(raw: bytes, since: datetime, until: datetime) -> Iterator[Calendar]:
    """Yield each calendar of a file, which must be done with before the next one: a zone of its own is its own."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = raw.decode("utf-16" if wide else "utf-8-sig", errors="replace").strip()
    if text[:15].upper() != "BEGIN:VCALENDAR":
        raise BadCalendar("no_calendar")
    for one in each_calendar(slimmed(text, f"{since:%Y%m%d}", f"{until:%Y%m%d}")):
        tzp.use_default()  # which forgets the zones of the calendar before
        yield from Calendar.from_ical(one, multiple=True)


def _published(calendar: Calendar, home: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times of a calendar that says no more than when its owner is busy (RFC 5545, 3.6.4)."""
    for part in calendar.walk("VFREEBUSY"):
        if part.errors:
            raise BadCalendar("broken")
        for period in several(part, "FREEBUSY"):
            if period.params.get("FBTYPE", "BUSY").upper() != "FREE":
                yield _instant(period.start, home), _instant(period.end, home)


def _trimmed(calendar: Calendar, home: ZoneInfo, since: datetime, until: datetime) -> Calendar:
    """Return a calendar that holds what may matter: one-off events of other times are left out.

    X-WR-TIMEZONE, by which the library would move what recurs in UTC, is gone already: it is for showing a calendar.
    """
    kept, events = Calendar(), calendar.events
    for event in events:
        settle(event, home)
        if "UID" not in event:
            event.add("UID", "nameless")
    place_moved(events)
    _tell_apart(events)
    for event in events:
        if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")) or (
            _instant(event.start, home) < until + A_DAY and since - A_DAY < _span(event, home)[1]
        ):
            kept.add_component(event)
    return kept


def _tell_apart(events: list[Event]) -> None:
    """Give events that share a name, or have none, and are not versions of each other, names of their own."""
    known: dict[tuple[str, int], Event] = {}
    for number, event in enumerate(events):
        if "RECURRENCE-ID" in event:
            continue
        name = str(event["UID"])
        first = known.setdefault((name, int(event.get("SEQUENCE", 0))), event)
        if first is not event and first.to_ical() != event.to_ical():
            event["UID"] = f"{name}{SAME_NAME}{number}"


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


def _span(event: Event, home: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when an event begins and ends, in UTC.

    What is written as a length of hours takes these hours, whatever the clocks do meanwhile (RFC 5545, 3.8.2.5), and
    so does what ends no later than it begins because its hour is skipped (3.3.5). A day that ends on the same day
    is that day: some calendars write it so.
    """
    start, end, length = _instant(event.start, home), _instant(event.end, home), event.end - event.start
    if not isinstance(event.start, datetime):
        return start, end if length else _instant(event.start + A_DAY, home)
    exact = LASTS in event and length < A_DAY
    return start, start + length if exact or end <= start else end
