"""Any booking that can exist, with the longest words that may stand in it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from core.domain.booking import Booking, LinkState, Proposal, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.links import MeetingLink
from core.domain.notes import Note
from core.domain.people import Address, Person
from tests.factories import MENTOR, NOON, STUDENT, a_booking, a_person

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
LONG = st.sampled_from(["", "x", "word " * 399, "👩‍💻" * 180, "*_`~|<@U1>" * 190])
SLOTS = st.builds(
    Slot,
    st.integers(-2000, 4000).map(lambda hours: NOON + timedelta(hours=hours)),
    st.sampled_from([5, 30, 480]),
)
PROPOSALS = st.builds(
    Proposal,
    st.sampled_from([Role.STUDENT, Role.MENTOR]),
    st.lists(SLOTS, min_size=1, max_size=3).map(tuple),
    LONG.map(lambda text: text[:250]),
)
NOTES = st.builds(
    Note,
    booking=st.just(a_booking().id),
    writer=st.sampled_from([STUDENT, MENTOR]),
    text=LONG.map(lambda text: text[:500]),
    shared=st.booleans(),
    at=st.just(NOON),
)
ZONES = st.sampled_from([None, "Europe/Berlin", "Asia/Tokyo", "America/Argentina/ComodRivadavia"])


@st.composite
def bookings(draw: st.DrawFn) -> Booking:
    status = draw(st.sampled_from(list(Status)))
    agreed = status in {Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW} or draw(st.booleans())
    return a_booking(
        status=status,
        topic=draw(WORDS),
        message=draw(LONG)[:1000],
        reply=draw(LONG)[:1000],
        reason=draw(LONG)[:250],
        slot=draw(st.none() | SLOTS),
        link=draw(st.none() | st.just(MeetingLink("https://meet.example.org/" + "a" * 480))),
        link_state=draw(st.sampled_from(list(LinkState))),
        proposal=draw(st.none() | PROPOSALS) if status.is_open else None,
        decided_at=None if status is Status.PENDING else NOON,
        accepted_at=NOON if agreed and status is not Status.PENDING else None,
        closed_by=draw(st.sampled_from([None, *Role])),
        change_notice=draw(st.sampled_from([0, 720, 43200])),
    )


@st.composite
def people(draw: st.DrawFn, who: object) -> Person:
    platform = draw(st.sampled_from(["slack", "discord"]))
    name = draw(st.sampled_from(["Sam", "N" * 80, "👩‍💻" * 16, "@everyone *b*"]))
    address = Address(platform, "T1" if platform == "slack" else "-", "100000000000000001")
    return a_person(
        id=who, name=name, address=address, zone=draw(ZONES), unreachable=draw(st.none() | st.just("closed"))
    )


@st.composite
def sides(draw: st.DrawFn) -> BookingView:
    return BookingView(
        booking=draw(bookings()),
        role=draw(st.sampled_from([Role.STUDENT, Role.MENTOR])),
        student=draw(people(STUDENT)),
        mentor=draw(people(MENTOR)),
        now=NOON + timedelta(hours=draw(st.integers(-3000, 5000))),
        kind_words=draw(LONG)[:1000],
        last_topic=draw(st.sampled_from(["", "T" * 120])),
        notes=tuple(draw(st.lists(NOTES, max_size=2, unique_by=lambda one: one.writer))),
        last_notes=tuple(draw(st.lists(NOTES, max_size=2, unique_by=lambda one: one.writer))),
    )
