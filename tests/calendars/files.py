"""Calendar files in the manner of the calendars that people use, and when each of them keeps its owner busy.

The window is ten days from Monday, 30 November 2026, 00:00 UTC; the owner lives in Berlin. Times are written as
``DD HH:MM-DD HH:MM`` in UTC, in December but for the 30th.
"""

from __future__ import annotations

from tests.calendars.writing import (
    APPLE,
    BERLIN,
    CUSTOM,
    EVOLUTION,
    EXCHANGE,
    FASTMAIL,
    FIXED,
    GOOGLE,
    NEXTCLOUD,
    OUTLOOK,
    THUNDERBIRD,
    CalendarFile,
    calendar,
    event,
)


def _weekly(*more: str) -> str:
    return event(
        "UID:weekly@google.com",
        "DTSTART;TZID=Europe/Berlin:20260907T100000",
        "DTEND;TZID=Europe/Berlin:20260907T110000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
        "SUMMARY:Stand-up, with a comma\\, and a\\nline",
        *more,
    )


def _moved(start: str, end: str, *more: str) -> str:
    return event(
        "UID:weekly@google.com",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261202T100000",
        f"DTSTART;TZID=Europe/Berlin:{start}",
        f"DTEND;TZID=Europe/Berlin:{end}",
        *more,
    )


MONDAYS = ("30 09:00-30 10:00", "07 09:00-07 10:00")
WEDNESDAYS = ("02 09:00-02 10:00", "09 09:00-09 10:00")
NOON = ("UID:1", "DTSTART:20261201T120000Z", "DTEND:20261201T130000Z")
IS_NOON = ("01 12:00-01 13:00",)

FILES: tuple[CalendarFile, ...] = (
    CalendarFile(
        "google, one event in UTC",
        calendar(
            GOOGLE, event(*NOON, "TRANSP:OPAQUE", "STATUS:CONFIRMED"), head="X-WR-TIMEZONE:Europe/Berlin"
        ),
        IS_NOON,
    ),
    CalendarFile("google, weekly", calendar(GOOGLE, BERLIN, _weekly()), (*MONDAYS, *WEDNESDAYS)),
    CalendarFile(
        "google, weekly with one left out",
        calendar(GOOGLE, BERLIN, _weekly("EXDATE;TZID=Europe/Berlin:20261202T100000")),
        (*MONDAYS, WEDNESDAYS[1]),
    ),
    CalendarFile(
        "google, weekly with one moved",
        calendar(GOOGLE, BERLIN, _moved("20261203T150000", "20261203T160000"), _weekly()),
        (*MONDAYS, WEDNESDAYS[1], "03 14:00-03 15:00"),
    ),
    CalendarFile(
        "google, weekly with one cancelled",
        calendar(GOOGLE, BERLIN, _weekly(), _moved("20261202T100000", "20261202T110000", "STATUS:CANCELLED")),
        (*MONDAYS, WEDNESDAYS[1]),
    ),
    CalendarFile(
        "google, weekly with one marked as free",
        calendar(
            GOOGLE, BERLIN, _weekly(), _moved("20261202T100000", "20261202T110000", "TRANSP:TRANSPARENT")
        ),
        (*MONDAYS, WEDNESDAYS[1]),
    ),
    CalendarFile(
        "google, moved into the window from far ahead",
        calendar(
            GOOGLE,
            BERLIN,
            event(
                "UID:far",
                "DTSTART;TZID=Europe/Berlin:20270301T100000",
                "DTEND;TZID=Europe/Berlin:20270301T110000",
                "RRULE:FREQ=MONTHLY;COUNT=3",
            ),
            event(
                "UID:far",
                "RECURRENCE-ID;TZID=Europe/Berlin:20270301T100000",
                "DTSTART;TZID=Europe/Berlin:20261201T100000",
                "DTEND;TZID=Europe/Berlin:20261201T110000",
            ),
        ),
        ("01 09:00-01 10:00",),
    ),
    CalendarFile(
        "google, a day that is taken and one that is not",
        calendar(
            GOOGLE,
            event("UID:1", "DTSTART;VALUE=DATE:20261202", "DTEND;VALUE=DATE:20261203", "TRANSP:OPAQUE"),
            event("UID:2", "DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20261205", "TRANSP:TRANSPARENT"),
        ),
        ("01 23:00-02 23:00",),
    ),
    CalendarFile(
        "google, a birthday every year, free",
        calendar(
            GOOGLE,
            event(
                "UID:1",
                "DTSTART;VALUE=DATE:19801202",
                "DURATION:P1D",
                "RRULE:FREQ=YEARLY",
                "TRANSP:TRANSPARENT",
            ),
        ),
    ),
    CalendarFile(
        "outlook, Windows names of zones",
        calendar(
            OUTLOOK,
            event(
                "UID:040000008200E00074C5B7101A82E008",
                'DTSTART;TZID="W. Europe Standard Time":20261201T130000',
                'DTEND;TZID="W. Europe Standard Time":20261201T140000',
            ),
            event(
                "UID:2",
                "DTSTART;TZID=Pacific Standard Time:20261201T100000",
                "DTEND;TZID=Pacific Standard Time:20261201T110000",
            ),
            event(
                "UID:3",
                "DTSTART;TZID=India Standard Time:20261203T100000",
                "DTEND;TZID=India Standard Time:20261203T110000",
            ),
        ),
        (*IS_NOON, "01 18:00-01 19:00", "03 04:30-03 05:30"),
    ),
    CalendarFile(
        "outlook, a zone of its own",
        calendar(
            OUTLOOK,
            CUSTOM,
            event(
                "UID:1",
                "DTSTART;TZID=Customized Time Zone:20261201T140000",
                "DTEND;TZID=Customized Time Zone:20261201T150000",
            ),
        ),
        IS_NOON,
    ),
    CalendarFile(
        "outlook, a zone of its own behind the events",
        calendar(
            OUTLOOK,
            event(
                "UID:1",
                'DTSTART;TZID="(UTC+05:45) Kathmandu office":20261201T174500',
                'DTEND;TZID="(UTC+05:45) Kathmandu office":20261201T184500',
            ),
            FIXED,
        ),
        IS_NOON,
    ),
    CalendarFile(
        "outlook, free, busy, away, tentative and working elsewhere",
        calendar(
            EXCHANGE,
            *(
                event(
                    f"UID:{hour}",
                    f"DTSTART:20261201T{hour}0000Z",
                    f"DTEND:20261201T{hour}3000Z",
                    "TRANSP:OPAQUE",
                    f"X-MICROSOFT-CDO-BUSYSTATUS:{word}",
                )
                for hour, word in (
                    (10, "FREE"),
                    (12, "BUSY"),
                    (13, "OOF"),
                    (14, "TENTATIVE"),
                    (16, "WORKINGELSEWHERE"),
                )
            ),
        ),
        ("01 12:00-01 12:30", "01 13:00-01 13:30", "01 14:00-01 14:30"),
    ),
    CalendarFile(
        "outlook, the second Tuesday of each month",
        calendar(
            EXCHANGE,
            event(
                "UID:1",
                "DTSTART;TZID=W. Europe Standard Time:20260113T130000",
                "DTEND;TZID=W. Europe Standard Time:20260113T140000",
                "RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU",
            ),
            event(
                "UID:2",
                "DTSTART;TZID=W. Europe Standard Time:20260106T130000",
                "DTEND;TZID=W. Europe Standard Time:20260106T140000",
                "RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=TU;BYSETPOS=1",
            ),
        ),
        ("08 12:00-08 13:00", *IS_NOON),
    ),
    CalendarFile(
        "outlook, until a last day in UTC",
        calendar(
            OUTLOOK,
            event(
                "UID:1",
                "DTSTART;TZID=W. Europe Standard Time:20261130T130000",
                "DTEND;TZID=W. Europe Standard Time:20261130T140000",
                "RRULE:FREQ=DAILY;UNTIL=20261202T120000Z;INTERVAL=1",
            ),
        ),
        ("30 12:00-30 13:00", "01 12:00-01 13:00", "02 12:00-02 13:00"),
    ),
    CalendarFile(
        "apple, floating times are the owner's",
        calendar(APPLE, event("UID:1", "DTSTART:20261201T130000", "DTEND:20261201T140000")),
        IS_NOON,
    ),
    CalendarFile(
        "apple, floating, daily but for one",
        calendar(
            APPLE,
            event(
                "UID:1",
                "DTSTART:20261130T130000",
                "DTEND:20261130T140000",
                "RRULE:FREQ=DAILY;COUNT=3",
                "EXDATE:20261201T130000",
            ),
        ),
        ("30 12:00-30 13:00", "02 12:00-02 13:00"),
    ),
    CalendarFile(
        "apple, a holiday of three days that has begun",
        calendar(APPLE, event("UID:1", "DTSTART;VALUE=DATE:20261129", "DTEND;VALUE=DATE:20261202")),
        ("28 23:00-01 23:00",),
    ),
    CalendarFile(
        "apple, a length in place of an end",
        calendar(APPLE, event("UID:1", "DTSTART:20261201T120000Z", "DURATION:PT1H")),
        IS_NOON,
    ),
    CalendarFile(
        "apple, an alarm with a time of its own",
        calendar(
            APPLE,
            event(
                *NOON, "BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:19760401T005545Z", "UID:alarm", "END:VALARM"
            ),
        ),
        IS_NOON,
    ),
    CalendarFile(
        "apple, everything that follows is moved",
        calendar(
            APPLE,
            event(
                "UID:1",
                "DTSTART;TZID=Europe/Berlin:20261130T130000",
                "DTEND;TZID=Europe/Berlin:20261130T140000",
                "RRULE:FREQ=DAILY;COUNT=3",
            ),
            event(
                "UID:1",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261201T130000",
                "DTSTART;TZID=Europe/Berlin:20261201T150000",
                "DTEND;TZID=Europe/Berlin:20261201T160000",
            ),
        ),
        ("30 12:00-30 13:00", "01 14:00-01 15:00", "02 14:00-02 15:00"),
    ),
    CalendarFile(
        "nextcloud, more times and a period",
        calendar(
            NEXTCLOUD,
            event(*NOON, "RDATE:20261202T120000Z", "RDATE;VALUE=PERIOD:20261203T120000Z/PT2H"),
        ),
        (*IS_NOON, "02 12:00-02 13:00", "03 12:00-03 14:00"),
    ),
    CalendarFile(
        "nextcloud, to-dos and journals are no appointments",
        calendar(
            NEXTCLOUD,
            "BEGIN:VTODO\nUID:t\nDTSTART:20261201T080000Z\nDUE:20261201T090000Z\nEND:VTODO",
            "BEGIN:VJOURNAL\nUID:j\nDTSTART:20261201T080000Z\nEND:VJOURNAL",
            event(*NOON),
        ),
        IS_NOON,
    ),
    CalendarFile(
        "exchange, nothing but busy times",
        calendar(
            EXCHANGE,
            "BEGIN:VFREEBUSY\nUID:f\nDTSTART:20261130T000000Z\nDTEND:20261210T000000Z",
            "FREEBUSY;FBTYPE=BUSY:20261201T120000Z/PT1H,20261202T120000Z/20261202T130000Z",
            "FREEBUSY;FBTYPE=FREE:20261203T120000Z/PT1H",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261204T120000Z/PT1H\nEND:VFREEBUSY",
        ),
        (*IS_NOON, "02 12:00-02 13:00", "04 12:00-04 13:00"),
    ),
    CalendarFile(
        "nextcloud, folded lines and a byte order mark",
        b"\xef\xbb\xbf"
        + calendar(NEXTCLOUD, event("UID:1", "DTSTART:2026120\n 1T120000Z", "DTEND:20261201T1\n\t30000Z")),
        IS_NOON,
    ),
    CalendarFile(
        "fastmail, summer time in New York ends while Berlin's has ended",
        calendar(
            FASTMAIL,
            event(
                "UID:1",
                "DTSTART;TZID=America/New_York:20260701T070000",
                "DTEND;TZID=America/New_York:20260701T080000",
                "RRULE:FREQ=WEEKLY;BYDAY=TU",
            ),
        ),
        ("01 12:00-01 13:00", "08 12:00-08 13:00"),
    ),
    CalendarFile(
        "fastmail, what takes no time",
        calendar(
            FASTMAIL,
            event("UID:1", "DTSTART:20261201T120000Z"),
            event("UID:2", "DTSTART:20261201T120000Z", "DTEND:20261201T120000Z"),
        ),
    ),
    CalendarFile(
        "fastmail, the newest of two versions",
        calendar(
            FASTMAIL,
            event(*NOON, "SEQUENCE:2"),
            event("UID:1", "DTSTART:20261201T080000Z", "DTEND:20261201T090000Z", "SEQUENCE:1"),
        ),
        IS_NOON,
    ),
    CalendarFile(
        "thunderbird, a long name of a zone",
        calendar(
            THUNDERBIRD,
            event(
                "UID:1",
                "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261201T130000",
                "DTEND;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261201T140000",
            ),
        ),
        IS_NOON,
    ),
    CalendarFile(
        "evolution, line ends of Unix and small letters",
        calendar(EVOLUTION, event("uid:1", "dtstart:20261201T120000Z", "dtend:20261201T130000Z")).replace(
            b"\r\n", b"\n"
        ),
        IS_NOON,
    ),
    CalendarFile(
        "two without a name are two",
        calendar(EVOLUTION, event(*NOON[1:]), event("DTSTART:20261203T120000Z", "DTEND:20261203T130000Z")),
        (*IS_NOON, "03 12:00-03 13:00"),
    ),
    CalendarFile("two calendars in one file", calendar(APPLE, event(*NOON)) * 2, IS_NOON),
    CalendarFile("an empty calendar", calendar(GOOGLE)),
    CalendarFile(
        "what lies outside the window",
        calendar(
            GOOGLE,
            event("UID:1", "DTSTART:20261129T230000Z", "DTEND:20261130T000000Z"),
            event("UID:2", "DTSTART:20261210T000000Z", "DTEND:20261210T010000Z"),
            event("UID:3", "DTSTART:20161210T000000Z", "DTEND:20161210T010000Z"),
        ),
    ),
    CalendarFile(
        "a word that is no letter of any alphabet",
        calendar(GOOGLE, event(*NOON, "SUMMARY:")).replace(b"SUMMARY:", b"SUMMARY:\xff\xfe\x00"),
        IS_NOON,
    ),
)
