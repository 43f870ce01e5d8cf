"""Files that bend the rules of RFC 5545, or stand at their edge, as calendars and scripts write them all the same."""

from __future__ import annotations

from tests.calendars.files import IS_NOON, NOON
from tests.calendars.writing import EVOLUTION, EXCHANGE, GOOGLE, OUTLOOK, CalendarFile, calendar, event

HOUR = "DURATION:PT1H"
DAILY = ("UID:1", "DTSTART;TZID=Europe/Berlin:20261130T130000", HOUR, "RRULE:FREQ=DAILY;COUNT=3")
THREE_NOONS = ("30 12:00-30 13:00", "01 12:00-01 13:00", "02 12:00-02 13:00")


def _zone(offset: str) -> str:
    """Return a zone that goes by the same name in each file, and means another offset."""
    rules = (
        f"BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD"
    )
    return f"BEGIN:VTIMEZONE\nTZID:Customized Time Zone 1\n{rules}\nEND:VTIMEZONE"


def _in_that_zone(uid: int, day: int) -> str:
    return event(f"UID:{uid}", f"DTSTART;TZID=Customized Time Zone 1:202612{day:02}T130000", HOUR)


SKIPPED = """
BEGIN:VTIMEZONE
TZID:Skips an hour
BEGIN:STANDARD
DTSTART:20260101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20261202T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""Summer time begins on 2 December, at 01:00 UTC."""

ODD: tuple[CalendarFile, ...] = (
    CalendarFile(
        "until a day, the last one with it",
        calendar(GOOGLE, event(*DAILY[:3], "RRULE:FREQ=DAILY;UNTIL=20261202")),
        THREE_NOONS,
    ),
    CalendarFile(
        "until a day that is another one in UTC",
        calendar(
            GOOGLE,
            event(
                "UID:1",
                "DTSTART;TZID=America/New_York:20261130T220000",
                HOUR,
                "RRULE:FREQ=DAILY;UNTIL=20261201",
            ),
        ),
        ("01 03:00-01 04:00", "02 03:00-02 04:00"),
    ),
    CalendarFile(
        "two that share a name",
        calendar(EVOLUTION, event(*NOON), event("UID:1", "DTSTART:20261203T120000Z", HOUR), event(*NOON)),
        (*IS_NOON, "03 12:00-03 13:00"),
    ),
    CalendarFile(
        "two series that share a name, and one day that was moved",
        calendar(
            EVOLUTION,
            event("UID:1", "DTSTART:20261201T120000Z", HOUR, "RRULE:FREQ=DAILY;COUNT=2"),
            event("UID:1", "DTSTART:20261205T120000Z", HOUR, "RRULE:FREQ=DAILY;COUNT=2"),
            event("UID:1", "RECURRENCE-ID:20261202T120000Z", "DTSTART:20261202T150000Z", HOUR),
        ),
        (*IS_NOON, "02 15:00-02 16:00", "05 12:00-05 13:00", "06 12:00-06 13:00"),
    ),
    CalendarFile(
        "two calendars with one name for two zones",
        calendar(OUTLOOK, _zone("+0100"), _in_that_zone(1, 1))
        + calendar(OUTLOOK, _zone("+0300"), _in_that_zone(2, 3)),
        (*IS_NOON, "03 10:00-03 11:00"),
    ),
    CalendarFile(
        "moved away from a day, of which the hour is not said",
        calendar(
            EXCHANGE,
            event("UID:1", "RECURRENCE-ID;VALUE=DATE:20261201", "DTSTART:20261201T150000Z", HOUR),
            event(*DAILY),
        ),
        (THREE_NOONS[0], "01 15:00-01 16:00", THREE_NOONS[2]),
    ),
    CalendarFile(
        "words with other ends of lines in them, as they are pasted from documents",
        calendar(
            OUTLOOK,
            event(
                *NOON,
                "DESCRIPTION:Agenda\u2028Duration: soon\x0bStatus: CANCELLED\x85Dtstart: never\x0cEND:VEVENT",
            ),
        ),
        IS_NOON,
    ),
    CalendarFile(
        "ends of lines of long ago, folded",
        calendar(EVOLUTION, event("UID:1", "DTSTART:2026120\n 1T120000Z", HOUR)).replace(b"\r\n", b"\r"),
        IS_NOON,
    ),
    CalendarFile(
        "a day that ends on the same day",
        calendar(OUTLOOK, event("UID:1", "DTSTART;VALUE=DATE:20261202", "DTEND;VALUE=DATE:20261202")),
        ("01 23:00-02 23:00",),
    ),
    CalendarFile(
        "lines for dates, without one", calendar(OUTLOOK, event(*DAILY, "EXDATE:", "RDATE:")), THREE_NOONS
    ),
    CalendarFile(
        "sixteen bits for each letter", calendar(OUTLOOK, event(*NOON)).decode().encode("utf-16"), IS_NOON
    ),
    CalendarFile(
        "three hours, of which one is skipped",
        calendar(
            OUTLOOK, SKIPPED, event("UID:1", "DTSTART;TZID=Skips an hour:20261202T010000", "DURATION:PT3H")
        ),
        ("02 00:00-02 03:00",),
    ),
    CalendarFile(
        "from one to four, while an hour is skipped",
        calendar(
            OUTLOOK,
            SKIPPED,
            event(
                "UID:1",
                "DTSTART;TZID=Skips an hour:20261202T010000",
                "DTEND;TZID=Skips an hour:20261202T040000",
            ),
        ),
        ("02 00:00-02 02:00",),
    ),
    CalendarFile(
        "again and again without a step",
        calendar(GOOGLE, event(*NOON, "RRULE:FREQ=DAILY;INTERVAL=0")),
        trouble="broken",
    ),
)
