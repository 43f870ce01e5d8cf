"""The calendar file of a session: right by the RFC whatever people typed, and one event for its whole life."""

from __future__ import annotations

import itertools
import warnings
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.booking import Booking, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.links import MeetingLink
from core.domain.notices import Kind
from core.domain.people import NAME_LENGTH
from core.domain.text import clean, cut
from core.ports.cards import Actions, Card, Link
from core.screens.add_to_calendar import ADDRESS_LENGTH, calendar_card, calendar_links
from core.screens.calendar_file import calendar_file
from core.screens.look import look_card
from core.screens.notices import message_for
from core.screens.session import session_card
from tests.factories import MENTOR, NOON, a_booking, a_person
from tests.promises.shelves import judged
from tests.screens.bookings import sides
from tests.screens.calendar_reader import Calendar, read

LINK = MeetingLink("https://meet.example.org/room;a,b?x=1&y=%22")
START = NOON + timedelta(days=2)
PIECES = (
    *'\\;,:"\n\r\t^=\u2028\u2029\x85\x00\x1f\x7f\ufeff',
    "\r\n",
    "\r\nEND:VEVENT\r\n",
    "\\N",
    "\\n",
    "\\\\N;",
    "👩‍💻" * 9,
    "é" * 40,
)
HOSTILE = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=9), max_size=20
).map("".join)


def agreed(**changes: object) -> Booking:
    known = {"status": Status.ACCEPTED, "accepted_at": NOON, "slot": Slot(START, 45), "link": LINK}
    return a_booking(**(known | changes))


def seen(booking: Booking, role: Role = Role.STUDENT, *, name: str = "Ken", after: int = 0) -> BookingView:
    return BookingView(
        booking=booking,
        role=role,
        student=a_person(name="Sam"),
        mentor=a_person(id=MENTOR, name=name),
        now=NOON + timedelta(minutes=after),
    )


def content(view: BookingView) -> bytes:
    file = calendar_file(view)
    assert file is not None
    return file.content


def test_a_calendar_learns_all_it_needs() -> None:
    booking = agreed(
        topic='Reading; writing, and \\ "quotes"',
        message="Where\nto begin?",
        reply="At the end, say I.",
        version=4,
    )
    entry = read(content(seen(booking)))
    assert (entry.uid, entry.sequence, entry.method, entry.status) == (
        str(booking.id),
        4,
        "REQUEST",
        "CONFIRMED",
    )
    assert (entry.start, entry.end, entry.stamp) == (START, START + timedelta(minutes=45), NOON)
    assert entry.summary == booking.topic
    assert (entry.location, entry.url) == (LINK.url, LINK.url)
    assert entry.description == f"Session {booking.ref} with Ken\n\nAt the end, say I."
    assert entry.alarms == ("-PT10M",)
    assert entry.people == ("Ken", "Sam")
    for_mentor = read(content(seen(booking, Role.MENTOR)))
    assert for_mentor.description == f"Session {booking.ref} with Sam\n\nWhere\nto begin?"
    assert (for_mentor.uid, for_mentor.sequence) == (entry.uid, entry.sequence), "one event for both"


@given(topic=HOSTILE, words=HOSTILE, name=HOSTILE, role=st.sampled_from([Role.STUDENT, Role.MENTOR]))
@settings(max_examples=60)
def test_whatever_was_typed_the_file_is_right(topic: str, words: str, name: str, role: Role) -> None:
    booking = agreed(topic=topic, message=words, reply=words)
    (entry,) = judged(content(seen(booking, role, name=name)))
    assert entry.summary == (clean(topic) or f"Session {booking.ref}")
    assert clean(words, lines=True) in entry.description


def test_a_backslash_before_a_letter_is_no_end_of_a_line() -> None:
    booking = agreed(topic=r"C:\New;\nice,\\n", message=r"\N", reply=r"\N")
    entry = read(content(seen(booking, Role.MENTOR)))
    assert entry.summary == booking.topic
    assert entry.description.endswith("\n\n\\N")


@given(sides())
@settings(max_examples=30)
def test_only_what_was_agreed_is_in_a_calendar(view: BookingView) -> None:
    booking, file = view.booking, calendar_file(view)
    wanted = booking.status in {Status.ACCEPTED, Status.CANCELLED} and booking.slot and booking.accepted_at
    assert (file is not None) is bool(wanted)
    assert session_card(view).file == file
    if file is not None:
        assert read(file.content).sequence == booking.version


def life() -> list[BookingView]:
    """Created, moved, given a new link, and called off."""
    created = agreed(version=2)
    moved = replace(created, version=4, slot=Slot(START + timedelta(days=1), 30))
    linked = replace(moved, version=5, link=MeetingLink("https://meet.example.org/other"))
    cancelled = replace(linked, version=6, status=Status.CANCELLED, closed_by=Role.STUDENT)
    return [seen(one, after=number) for number, one in enumerate((created, moved, linked, cancelled))]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_any_order_of_arrival_one_event_ends_cancelled(order: tuple[int, ...]) -> None:
    files, calendar = [content(view) for view in life()], Calendar()
    for number in order:
        calendar.take(files[number])
    (entry,) = calendar.entries.values()
    assert (entry.status, entry.method, entry.sequence) == ("CANCELLED", "CANCEL", 6)
    assert (entry.start, entry.url) == (START + timedelta(days=1), "https://meet.example.org/other")


def test_each_change_has_a_higher_sequence_and_another_mark() -> None:
    files = [calendar_file(view) for view in life()]
    numbers = [read(file.content).sequence for file in files if file]
    assert numbers == sorted(set(numbers))
    assert len({file.mark for file in files if file}) == len(files)
    assert [file.name for file in files if file] == [*["session.ics"] * 3, "session-cancelled.ics"]


def test_a_published_reader_reads_the_same() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import vobject  # noqa: PLC0415 - it warns while it is imported
    for view in life():
        raw, entry = content(view), read(content(view))
        event = vobject.readOne(raw.decode()).vevent
        assert (event.uid.value, int(event.sequence.value)) == (entry.uid, entry.sequence)
        assert (event.dtstart.value, event.dtend.value) == (entry.start, entry.end)
        assert (event.summary.value, event.status.value) == (entry.summary, entry.status)
        assert event.description.value == entry.description


NEWS = {Kind.ACCEPTED: True, Kind.LINK: True, Kind.AGREED: True, Kind.REMIND_SOON: False, Kind.KEPT: False}


@pytest.mark.parametrize(("kind", "has_file"), NEWS.items())
def test_news_of_a_change_brings_the_file(kind: Kind, *, has_file: bool) -> None:
    card = message_for(kind, seen(agreed()))
    assert card is not None
    assert (card.file is not None) is has_file


def links(card: Card) -> list[Link]:
    return [
        one for part in card.parts if isinstance(part, Actions) for one in part.items if isinstance(one, Link)
    ]


def test_google_and_outlook_are_given_the_session() -> None:
    booking = agreed(topic="C++ & “quotes” / 100%")
    google, outlook, work = links(calendar_card(seen(booking)))
    told = parse_qs(urlsplit(google.url).query)
    assert told["text"] == [booking.topic] and told["location"] == [LINK.url]
    assert told["dates"] == ["20261203T120000Z/20261203T124500Z"]
    for link in (outlook, work):
        told = parse_qs(urlsplit(link.url).query)
        assert told["subject"] == [booking.topic] and told["location"] == [LINK.url]
        assert (told["startdt"], told["enddt"]) == (["2026-12-03T12:00:00Z"], ["2026-12-03T12:45:00Z"])
    assert urlsplit(outlook.url).hostname == "outlook.live.com"
    assert urlsplit(work.url).hostname == "outlook.office.com"


@given(topic=HOSTILE, name=HOSTILE, room=st.integers(1, 480))
@settings(max_examples=60)
def test_an_address_is_never_too_long(topic: str, name: str, room: int) -> None:
    link = MeetingLink("https://meet.example.org/" + "a" * room)
    view = seen(agreed(topic=cut(clean(topic), 120), link=link), name=cut(clean(name), NAME_LENGTH))
    for one in calendar_links(view):
        told = parse_qs(urlsplit(one.url).query)
        assert len(one.url) <= ADDRESS_LENGTH and one.url.isascii()
        assert told.get("location", [link.url]) == [link.url], "whole, or not at all"


def test_what_was_never_agreed_is_in_no_calendar() -> None:
    pending = seen(a_booking(slot=Slot(START, 30)))
    assert calendar_card(pending) == look_card(pending)
    withdrawn = a_booking(slot=Slot(START, 30), status=Status.CANCELLED, closed_by=Role.STUDENT)
    assert calendar_file(seen(withdrawn)) is None
