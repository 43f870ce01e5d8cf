"""Files that are no calendars, or of which nobody can tell when something is, each with its word."""

from __future__ import annotations

from tests.calendars.files import NOON
from tests.calendars.writing import GOOGLE, CalendarFile, calendar, event

HOURS = ",".join(map(str, range(24)))
MINUTES = ",".join(map(str, range(0, 60, 2)))

BROKEN: tuple[CalendarFile, ...] = (
    CalendarFile(
        "a page in place of a calendar", b"<!doctype html><title>Sign in</title>", trouble="no_calendar"
    ),
    CalendarFile("nothing at all", b"", trouble="no_calendar"),
    CalendarFile("bytes", bytes(range(256)), trouble="no_calendar"),
    CalendarFile("cut off in an event", calendar(GOOGLE, event(*NOON))[:-40], trouble="broken"),
    CalendarFile("cut off behind an event", calendar(GOOGLE, event(*NOON))[:-15], trouble="broken"),
    CalendarFile(
        "an end that belongs to nothing", calendar(GOOGLE, event(*NOON), "END:VEVENT"), trouble="broken"
    ),
    CalendarFile(
        "a start that is no time", calendar(GOOGLE, event("UID:1", "DTSTART:tomorrow")), trouble="broken"
    ),
    CalendarFile("no start", calendar(GOOGLE, event("UID:1", "DTEND:20261201T130000Z")), trouble="broken"),
    CalendarFile(
        "a day that does not exist",
        calendar(GOOGLE, event("UID:1", "DTSTART:20261131T120000Z", "DURATION:PT1H")),
        trouble="broken",
    ),
    CalendarFile(
        "a zone that nobody knows",
        calendar(GOOGLE, event("UID:1", "DTSTART;TZID=Mars/Olympus:20261201T120000", "DURATION:PT1H")),
        trouble="broken",
    ),
    CalendarFile(
        "a rule that says nothing", calendar(GOOGLE, event(*NOON, "RRULE:FREQ=SOMETIMES")), trouble="broken"
    ),
    CalendarFile(
        "a day that ends at an hour",
        calendar(GOOGLE, event("UID:1", "DTSTART;VALUE=DATE:20261201", "DTEND:20261201T130000Z")),
        trouble="broken",
    ),
    CalendarFile(
        "a rule with exceptions as they were written long ago",
        calendar(GOOGLE, event(*NOON, "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY")),
        trouble="broken",
    ),
    CalendarFile("every second", calendar(GOOGLE, event(*NOON, "RRULE:FREQ=SECONDLY")), trouble="too_much"),
    CalendarFile(
        "every second minute of each hour of each day",
        calendar(
            GOOGLE,
            event(
                *NOON,
                f"RRULE:FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={MINUTES}",
            ),
        ),
        trouble="too_much",
    ),
    CalendarFile(
        "a busy time that is none",
        calendar(GOOGLE, "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261201T120000Z/soon\nEND:VFREEBUSY"),
        trouble="broken",
    ),
)
