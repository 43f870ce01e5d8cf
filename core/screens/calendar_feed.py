"""A calendar feed: all agreed sessions of one person as one calendar, and the card that gives its address.

A calendar reads it every hour, with thousands of events in it; the library of ``calendar_file.py`` would take a second
for that (0.7 ms an event), so these lines are written here, by the same rules (RFC 5545, 3.1 and 3.3.11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from core.domain.text import clean
from core.ports.cards import Actions, Button, Card, Line, Link, Look, Tone
from core.screens.calendar_file import ALARM, PRODUCT
from core.screens.grammar import filled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.domain.calendar_feed import FeedEntry

OCTETS = 75
"""Of one line, its end not counted; a longer one goes on in the next, behind a space (RFC 5545, 3.1)."""
LEADING_BITS, GOES_ON = 0b1100_0000, 0b1000_0000
"""How a byte of UTF-8 begins that goes on with a character."""
ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
"""The backslash first: the others bring new ones (RFC 5545, 3.3.11)."""
BEGIN = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    )
)
TRIGGER = f"-PT{int(ALARM.total_seconds()) // 60}M"
SUBSCRIBE_GOOGLE, SUBSCRIBE_OUTLOOK = (
    "https://calendar.google.com/calendar/r?cid=",
    "https://outlook.live.com/calendar/0/addfromweb?url=",
)
EXPLAINED = "A calendar that subscribes to this address has all your sessions, also when they move."
SECRECY = "Whoever knows the address can read your sessions. It is shown only now."
NONE = "There is no address for your calendar yet."
ONE = "Your calendar can read your sessions at an address of its own. A new address ends the old one."


def calendar_feed(entries: Iterable[FeedEntry], name: str) -> bytes:
    """Return the calendar of these sessions, called ``name``. The same ones give the same bytes."""
    head = _folded(f"X-WR-CALNAME:{_text(name)}")
    return f"{BEGIN}\r\n{head}\r\n{''.join(map(_event, entries))}END:VCALENDAR\r\n".encode()


def _event(entry: FeedEntry) -> str:
    subject = _text(entry.topic.replace("\n", " ")) or f"Session {entry.ref}"
    about = f"Session {entry.ref} with {entry.other}"
    story = _text(f"{about}\n\n{entry.words}" if entry.words else about)
    summary, description = _folded(f"SUMMARY:{subject}"), _folded(f"DESCRIPTION:{story}")
    link = entry.link
    call = f"{_folded(f'LOCATION:{_text(link)}')}\r\n{_folded(f'URL:{link}')}\r\n" if link else ""
    return (
        f"BEGIN:VEVENT\r\nUID:{entry.booking}\r\nDTSTAMP:{_time(entry.changed_at)}\r\n"
        f"DTSTART:{_time(entry.starts_at)}\r\nDTEND:{_time(entry.ends_at)}\r\nSEQUENCE:{entry.version}\r\n"
        f"STATUS:CONFIRMED\r\n{summary}\r\n{description}\r\n{call}"
        f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:{TRIGGER}\r\n{_folded(f'DESCRIPTION:{subject}')}\r\n"
        "END:VALARM\r\nEND:VEVENT\r\n"
    )


def _time(instant: datetime) -> str:
    """Return an instant in UTC; ``strftime`` takes three times as long."""
    day = instant.year, instant.month, instant.day
    return "%04d%02d%02dT%02d%02d%02dZ" % (*day, instant.hour, instant.minute, instant.second)  # noqa: UP031 - fastest


def _text(words: str) -> str:
    """Return words as a TEXT value; what nobody should meet is dropped (``core/domain/text.py``)."""
    if not words.replace("\n", "").isprintable():
        words = clean(words, lines=True)
    for plain, escaped in ESCAPES:
        words = words.replace(plain, escaped)
    return words


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which ends within a character."""
    raw = line if line.isascii() else line.encode()
    if len(raw) <= OCTETS:
        return line
    if isinstance(raw, str):
        return "\r\n ".join(
            [raw[:OCTETS], *(raw[at : at + OCTETS - 1] for at in range(OCTETS, len(raw), OCTETS - 1))]
        )
    pieces, start, end = [], 0, OCTETS
    while end < len(raw):
        while raw[end] & LEADING_BITS == GOES_ON:
            end -= 1
        pieces.append(raw[start:end])
        start, end = end, end + OCTETS - 1
    return b"\r\n ".join([*pieces, raw[start:]]).decode()


def feed_card(*, known: bool) -> Card:
    """Return how it stands with the person's feed, and what can be done about it."""
    again = (
        Button("New address", "calendar-feed-new")
        if known
        else Button("Make an address", "calendar-feed-new", look=Look.PRIMARY)
    )
    off = (
        Button(
            "Turn off",
            "calendar-feed-off",
            confirm="Turn the address off? Calendars that use it lose your sessions.",
        ),
    )
    return Card(
        title="Calendar subscription",
        summary="Your calendar subscription",
        parts=(Line(filled(ONE if known else NONE)), Actions((again, *(off if known else ())))),
    )


def new_feed_card(url: str) -> Card:
    """Return the address of a feed that was made just now, with the ways into the calendars that people use."""
    webcal = "webcal" + url.removeprefix("https")
    links = (
        Link("Google Calendar", SUBSCRIBE_GOOGLE + quote(webcal, safe="")),
        Link("Outlook.com", SUBSCRIBE_OUTLOOK + quote(url, safe="")),
        Link("The address itself", url),
    )
    return Card(
        title="Calendar subscription",
        summary="Your calendar subscription is on",
        tone=Tone.GOOD,
        parts=(Line(filled(EXPLAINED)), Actions(links), Line(filled(SECRECY), small=True)),
    )
