"""The lines of a calendar file (RFC 5545, 3.1) that say when something is; every other word is dropped unread."""

from __future__ import annotations

import re

_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_END = re.compile(r"\r\n|\n|\r")
"""What ends a line. Unicode has more that do, and people's words hold them."""
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_SAYS_NOTHING = re.compile(r"(?:RRULE|RDATE|EXDATE)\b[^:]*:\s*", re.IGNORECASE)
"""Some calendars write the line, and no date in it."""
_EACH = re.compile(r"(?=^BEGIN:VCALENDAR\r\n)", re.MULTILINE)
_DAY = re.compile(r"[;:](?:[^:]*:)?(\d{8})")
RECURS = ("RRULE", "RDATE", "RECURRENCE-ID", "EXRULE")
KEPT_LINES = frozenset(
    {
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        *RECURS,
        "EXDATE",
        "SEQUENCE",
        "STATUS",
        "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    }
)
"""What is kept of an event."""
ZONE_PARTS = frozenset({"VTIMEZONE", "STANDARD", "DAYLIGHT"})
KEPT_PARTS = ZONE_PARTS | {"VEVENT", "VFREEBUSY", "VCALENDAR"}


class Unsound(ValueError):
    """What is begun and ended in the file does not fit together."""


def slimmed(text: str, first: str, last: str) -> str:
    """Return the calendars of a file with zones and the times of events alone; raises Unsound.

    One-off events that end before the day ``first``, or begin after ``last``, both written as YYYYMMDD, are left
    out: to parse an event takes a millisecond, and most of a calendar is past.
    """
    kept, event, open_ = list[str](), list[str](), list[str]()
    for line in _END.split(_FOLD.sub("", text)):
        head, _, rest = line.partition(":")
        word, what = head.strip().upper(), rest.strip().upper()
        if word == "BEGIN":
            open_.append(what)
        within = all(one in KEPT_PARTS for one in open_)
        if word in {"BEGIN", "END"}:
            if word == "END" and (not open_ or open_.pop() != what):
                raise Unsound
            if within:
                (event if what == "VEVENT" else kept).append(f"{word}:{what}")
            if word == "END" and what == "VEVENT":
                kept += event if within and _may_matter(event, first, last) else []
                event = []
        elif within and open_[-1:] == ["VEVENT"]:
            event += [line] if _name(line) in KEPT_LINES and not _SAYS_NOTHING.fullmatch(line) else []
        elif within and open_ and (open_[-1] in ZONE_PARTS or _name(line) == "FREEBUSY"):
            kept.append(line)
    if open_:
        raise Unsound
    return "\r\n".join((*kept, ""))


def each_calendar(slim: str) -> list[str]:
    """Return the calendars of a file whose lines are those of ``slimmed``, each by itself."""
    return [one for one in _EACH.split(slim) if one]


def _name(line: str) -> str:
    found = _NAME.match(line)
    return found[0].upper() if found else ""


def _may_matter(event: list[str], first: str, last: str) -> bool:
    """Whether an event may lie between two days; what can't be read here is left to who reads it in earnest."""
    days: dict[str, str] = {}
    for line in event:
        name = _name(line)
        if name in RECURS:
            return True
        if name in {"DTSTART", "DTEND"} and (found := _DAY.search(line)):
            days[name] = found[1]
    if not {"DTSTART", "DTEND"} <= days.keys():
        return True
    return first <= max(days.values()) and min(days.values()) <= last
