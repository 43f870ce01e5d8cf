"""A calendar feed: right by the RFC whatever is in it, the same bytes for the same sessions, the same as the files."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from core.domain.booking import BookingId, Role
from core.domain.calendar_feed import FeedEntry, digest_of
from core.domain.text import clean
from core.ports.cards import Actions, Link
from core.screens.calendar_feed import calendar_feed, new_feed_card
from tests.factories import NOON
from tests.screens.calendar_reader import read, read_all
from tests.screens.test_calendar_file import HOSTILE, LINK, START, agreed, content, seen
from tests.screens.test_screens import on_both


def an_entry(**changes: object) -> FeedEntry:
    known: dict[str, object] = {
        "booking": BookingId(UUID(int=100)),
        "ref": "S-7F3K2",
        "version": 3,
        "topic": "Code review",
        "starts_at": START,
        "ends_at": START + timedelta(minutes=45),
        "changed_at": NOON,
        "link": LINK.url,
        "words": "",
        "other": "Ken",
    }
    return FeedEntry(**(known | changes))  # type: ignore[arg-type]


@given(topic=HOSTILE, words=HOSTILE, other=HOSTILE, name=HOSTILE)
@settings(max_examples=80)
def test_whatever_was_typed_the_feed_is_right(topic: str, words: str, other: str, name: str) -> None:
    feed = calendar_feed([an_entry(topic=topic, words=words, other=other), an_entry()], name)
    hostile, plain = read_all(feed)
    assert " ".join(hostile.summary.split()) == " ".join(clean(topic).split()) or not clean(topic)
    assert clean(words, lines=True) in hostile.description or not clean(words)
    assert plain.summary == "Code review"
    assert len(Calendar.from_ical(feed).walk("VEVENT")) == 2, "the library reads it too"


def test_it_says_what_the_files_say() -> None:
    booking = agreed(topic='A, b; c\\d "e"', reply="Bring\ntea, " + "ü" * 90, version=7)
    file = read(content(seen(booking)))
    assert booking.slot is not None and booking.link is not None
    (entry,) = read_all(
        calendar_feed(
            [
                an_entry(
                    booking=booking.id,
                    version=booking.version,
                    topic=booking.topic,
                    starts_at=booking.slot.starts_at,
                    ends_at=booking.slot.ends_at,
                    link=booking.link.url,
                    words=booking.reply,
                )
            ],
            "Mentoring",
        )
    )
    for name in (
        "uid",
        "sequence",
        "status",
        "start",
        "end",
        "summary",
        "description",
        "location",
        "url",
        "alarms",
    ):
        assert getattr(entry, name) == getattr(file, name), name
    assert seen(booking).role is Role.STUDENT


def test_the_same_sessions_are_the_same_bytes_and_none_are_a_calendar() -> None:
    entries = [an_entry(), an_entry(link=None)]
    assert calendar_feed(entries, "M") == calendar_feed(entries, "M") != calendar_feed(entries[:1], "M")
    assert read_all(calendar_feed([], "M")) == []


def test_a_secret_is_kept_as_a_digest_and_nothing_else_is_one() -> None:
    assert digest_of("A" * 43) != digest_of("B" * 43)
    assert "AAA" not in (digest_of("A" * 43) or "").upper()
    assert [
        digest_of(one) for one in ("", "A" * 42, "A" * 44, "A" * 42 + "/", "A" * 42 + "\n", "é" * 43)
    ] == [None] * 6


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", max_size=200))
def test_the_new_address_is_shown_once_with_its_links(host: str) -> None:
    url = f"https://h{host}.example.org/calendar/{'A' * 43}.ics"
    card = new_feed_card(url)
    on_both(card)
    links = [
        one.url
        for part in card.parts
        if isinstance(part, Actions)
        for one in part.items
        if isinstance(one, Link)
    ]
    assert links[-1] == url and len(links) == 3
