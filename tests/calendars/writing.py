"""How calendars write their files: who they are, their zones, and one event after the other."""

from __future__ import annotations

from dataclasses import dataclass

GOOGLE, OUTLOOK, EXCHANGE = (
    "-//Google Inc//Google Calendar 70.9054//EN",
    "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
    "Microsoft Exchange Server 2010",
)
APPLE, NEXTCLOUD, FASTMAIL = (
    "-//Apple Inc.//macOS 15.1//EN",
    "-//IDN nextcloud.com//Calendar app 5.0.1//EN",
    "-//CyrusIMAP.org/Cyrus 3.11//EN",
)
THUNDERBIRD, EVOLUTION = (
    "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    "-//Ximian//NONSGML Evolution//EN",
)
BERLIN = """
BEGIN:VTIMEZONE
TZID:Europe/Berlin
X-LIC-LOCATION:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
CUSTOM = """
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
FIXED = """
BEGIN:VTIMEZONE
TZID:(UTC+05:45) Kathmandu office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0545
TZOFFSETTO:+0545
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file, and what is made of it: the busy times, or the word for why it can't be read."""

    name: str
    raw: bytes
    busy: tuple[str, ...] = ()
    trouble: str = ""


def event(*lines: str) -> str:
    """One event of these lines."""
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def calendar(product: str, *parts: str, head: str = "") -> bytes:
    """A whole file, with the line ends of RFC 5545."""
    said = ("BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0", head, *parts, "END:VCALENDAR", "")
    return (
        "\n".join(part.strip("\n") for part in said if part or part is said[-1])
        .replace("\n", "\r\n")
        .encode()
    )
