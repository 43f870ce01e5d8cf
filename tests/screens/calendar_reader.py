"""Reads calendar files by the grammar of RFC 5545, and refuses whatever is not exactly so.

It shares nothing with the library that writes them. Lines end with CRLF and hold at most 75 octets (3.1), a continued
line begins with one space or tab, names and parameters are those of the grammar, text is escaped (3.3.11), times are in
UTC, and what must be there is there (3.6.1, 3.6.6; RFC 5546, 3.2.2 and 3.2.5).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)"
    r'(?P<params>(?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
    r'(?:,(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*))*)*)'
    r":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
PARAM = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:]*)')
ESCAPED = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*")
OCTETS = 75
TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "STATUS", "PRODID", "METHOD", "VERSION"})
ONCE = frozenset({"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "ORGANIZER"})
URI = re.compile(r"[a-z][a-z0-9+.-]*:[\x21-\x7e]+")


@dataclass(slots=True)
class Property:
    value: str
    params: dict[str, str]


@dataclass(slots=True)
class Component:
    name: str
    properties: dict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))
    inside: list[Component] = field(default_factory=list)

    def the(self, name: str) -> str:
        """The value of a property that stands exactly once."""
        (found,) = self.properties[name]
        return found.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one file says of one event."""

    uid: str
    sequence: int
    method: str
    status: str
    start: datetime
    end: datetime
    stamp: datetime
    summary: str
    description: str
    location: str
    url: str
    alarms: tuple[str, ...]
    people: tuple[str, ...]


def read(raw: bytes) -> Entry:
    """Return the one event of a file. Raises ValueError with what is wrong."""
    (entry,) = read_all(raw)
    return entry


def read_all(raw: bytes) -> list[Entry]:
    """Return the events of a file. Raises ValueError with what is wrong."""
    calendar = _component(_lines(raw))
    _is(calendar.name == "VCALENDAR", "the file is no VCALENDAR")
    _is(calendar.the("VERSION") == "2.0" and bool(calendar.the("PRODID")), "VERSION or PRODID is wrong")
    method = calendar.the("METHOD")
    return [_entry(event, method) for event in calendar.inside]


def _entry(event: Component, method: str) -> Entry:
    _is(event.name == "VEVENT", "no VEVENT")
    has_people = method != "PUBLISH"
    for name in ONCE if has_people else ONCE - {"ORGANIZER"}:
        _is(len(event.properties[name]) == 1, f"{name} stands {len(event.properties[name])} times")
    _is(bool(event.properties["ATTENDEE"]) is has_people, f"{method} and ATTENDEE disagree")
    for one in (*event.properties["ORGANIZER"], *event.properties["ATTENDEE"], *event.properties["URL"]):
        _is(URI.fullmatch(one.value) is not None, f"no address: {one.value}")
    _is((method == "CANCEL") is (event.the("STATUS") == "CANCELLED"), "METHOD and STATUS disagree")
    _is(method != "CANCEL" or not event.inside, "a cancelled event rings")
    start, end = _time(event.the("DTSTART")), _time(event.the("DTEND"))
    _is(start < end, "it ends before it begins")
    return Entry(
        uid=event.the("UID"),
        sequence=int(event.the("SEQUENCE")),
        method=method,
        status=event.the("STATUS"),
        start=start,
        end=end,
        stamp=_time(event.the("DTSTAMP")),
        summary=event.the("SUMMARY"),
        description=event.the("DESCRIPTION"),
        location=event.the("LOCATION") if event.properties["LOCATION"] else "",
        url=event.the("URL") if event.properties["URL"] else "",
        alarms=tuple(_alarm(one) for one in event.inside),
        people=tuple(one.params.get("CN", "") for one in event.properties["ATTENDEE"]),
    )


class Calendar:
    """What a calendar makes of files, in whatever order they come (RFC 5546, 2.1.5): the highest SEQUENCE holds."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def take(self, raw: bytes) -> None:
        entry = read(raw)
        known = self.entries.get(entry.uid)
        if known is None or (entry.sequence, entry.stamp) >= (known.sequence, known.stamp):
            self.entries[entry.uid] = entry


def _lines(raw: bytes) -> list[str]:
    _is(raw.endswith(b"\r\n"), "the last line does not end with CRLF")
    physical = raw[:-2].split(b"\r\n")
    unfolded: list[bytes] = []
    for line in physical:
        _is(b"\r" not in line and b"\n" not in line, "a line break that is no CRLF")
        _is(len(line) <= OCTETS, f"{len(line)} octets in a line")
        _is(bool(line), "an empty line")
        line.decode()  # no character is cut in two
        if line[:1] in {b" ", b"\t"}:
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    return [line.decode() for line in unfolded]


def _component(lines: list[str]) -> Component:
    open_ones: list[Component] = []
    for number, line in enumerate(lines):
        found = LINE.fullmatch(line)
        _is(found is not None, f"not a content line: {line[:60]}")
        assert found is not None
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            open_ones.append(Component(value))
        elif name == "END":
            done = open_ones.pop()
            _is(done.name == value, f"END:{value} closes {done.name}")
            if not open_ones:
                _is(number == len(lines) - 1, "something stands behind the end")
                return done
            open_ones[-1].inside.append(done)
        else:
            params = {key: text.strip('"') for key, text in PARAM.findall(found["params"])}
            open_ones[-1].properties[name].append(Property(_text(value) if name in TEXTS else value, params))
    raise ValueError("the file does not end")


def _text(value: str) -> str:
    _is(ESCAPED.fullmatch(value) is not None, f"not escaped: {value[:60]}")
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _time(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _alarm(alarm: Component) -> str:
    _is(alarm.name == "VALARM" and alarm.the("ACTION") == "DISPLAY", "an alarm of another kind")
    _is(bool(alarm.the("DESCRIPTION")), "an alarm without words")
    return alarm.the("TRIGGER")


def _is(right: bool, wrong: str) -> None:
    if not right:
        raise ValueError(wrong)
