"""What must be settled of each event before its times are worked out: its zones, its last day, which one was moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import TYPE_CHECKING, Any

from icalendar.timezone import tzp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from icalendar import Component, Event
    from icalendar.prop import vRecur

WHEN_IT_IS = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE")
"""What says when an event is; where one of them can't be read, nobody knows when it is."""
TIMES_OF_EVENT = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
"""No appointment recurs so often, and working it out never ends."""
LASTS = "X-LASTS"
"""Marks an event whose file says how long it takes, and not when it ends; the library drops the difference."""
A_DAYS_END = time(23, 59, 59)


class BadCalendar(ValueError):
    """The times can't be told; ``code`` says why: ``no_calendar``, ``broken`` or ``too_much``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def settle(event: Event, home: ZoneInfo) -> None:
    """Give each time without a zone its owner's; raises BadCalendar where it is not known when an event is."""
    if "DTSTART" not in event or "EXRULE" in event or any(name in WHEN_IT_IS for name, _ in event.errors):
        raise BadCalendar("broken")
    for name in TIMES_OF_EVENT:
        for value in several(event, name):
            zone = _named(value.params) or home
            for one in getattr(value, "dts", (value,)):
                if isinstance(one.dt, datetime) and one.dt.tzinfo is None:
                    one.dt = one.dt.replace(tzinfo=zone)
    for rule in several(event, "RRULE"):
        _settle_rule(rule, event.start)
    if "DURATION" in event:
        event.add(LASTS, "1")


def _settle_rule(rule: vRecur, start: date) -> None:
    """Let what recurs until a day recur on that day too; raises BadCalendar where it can't be worked out."""
    if TOO_OFTEN & {str(word).upper() for word in rule.get("FREQ", ())}:
        raise BadCalendar("too_much")
    if any(step < 1 for step in rule.get("INTERVAL", ())):
        raise BadCalendar("broken")
    if isinstance(start, datetime) and "UNTIL" in rule:
        rule["UNTIL"] = [
            last
            if isinstance(last, datetime)
            else datetime.combine(last, A_DAYS_END, start.tzinfo).astimezone(UTC)
            for last in rule["UNTIL"]
        ]


def place_moved(events: list[Event]) -> None:
    """Give what was moved the hour that it was moved from, where the file tells of its day alone."""
    starts = {str(event["UID"]): event.start for event in events if "RECURRENCE-ID" not in event}
    for event in events:
        moved, start = event.get("RECURRENCE-ID"), starts.get(str(event["UID"]))
        if moved is not None and isinstance(start, datetime) and not isinstance(moved.dt, datetime):
            moved.dt = datetime.combine(moved.dt, start.timetz())


def several(event: Component, name: str) -> list[Any]:
    """Return all values of a property, of which there may be none."""
    value: Any = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _named(params: Mapping[str, str]) -> tzinfo | None:
    """Return the zone that a value names, or None where it names none; raises BadCalendar for an unknown one."""
    name = params.get("TZID")
    known = tzp.timezone(str(name)) if name else None
    if name and known is None:
        raise BadCalendar("broken")
    return known
