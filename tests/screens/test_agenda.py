"""A person's own page: who is greeted, what is shown first, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from core.domain.agenda import Section
from core.domain.booking import BookingId, Proposal, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.links import MeetingLink
from core.ports.cards import Actions, Button, Heading, Look, Row, UserText, buttons
from core.screens import agenda
from tests.factories import MENTOR, NOON, a_booking, a_person
from tests.plain import plain

if TYPE_CHECKING:
    from core.ports.cards import Card

KEN = a_person(id=MENTOR, name="Ken", zone="Asia/Tokyo")
LATER = Slot(NOON + timedelta(days=2), 30)


def a_view(number: int, role: Role = Role.STUDENT, **changes: object) -> BookingView:
    booking = a_booking(id=BookingId(UUID(int=number)), topic=f"Topic {number}", **changes)
    return BookingView(booking=booking, role=role, student=a_person(), mentor=KEN, now=NOON)


def page(*, lasts: bool = True, **sections: list[BookingView]) -> Card:
    held = {section: sections.get(section.value, []) for section in Section}
    me = next((view.me for views in held.values() for view in views), a_person())
    counts = {section: len(views) for section, views in held.items()}
    return agenda.overview(me, held, counts, lasts=lasts)


def test_somebody_who_has_nothing_is_told_how_to_begin() -> None:
    card = page()
    assert [part.text for part in card.parts if isinstance(part, Heading)] == []
    assert plain(card) == (
        "My sessions\n"
        "Hello Sam.\n"
        "Choose a mentor and say what it is about: /book-session.\n"
        "Your mentor answers with one tap, and I tell you here at once. I remind both of you before the start.\n"
        "Everything you have asked for and agreed stands under /my-sessions. Mentors begin with /mentor-panel.\n"
        "[Book a session…] [Find a mentor]"
    )


def test_the_page_reads_like_this() -> None:
    link = MeetingLink("https://meet.example.org/a")
    card = page(
        upcoming=[
            a_view(1, slot=LATER, status=Status.ACCEPTED, link=link),
            a_view(2, status=Status.ACCEPTED),
        ],
        past=[a_view(3, status=Status.REJECTED)],
    )
    assert plain(card) == (
        "My sessions\n"
        "Hello Sam.\n"
        "[Book a session…] [Find a mentor]\n"
        "— Upcoming sessions (2) —\n"
        "Topic 1 · Thu 3 Dec 2026, 13:00 (Europe/Berlin, UTC+1)\n"
        "with @Ken\n"
        "[Start video call → https://meet.example.org/a] [Open]\n"
        "Topic 2 · with @Ken · no time set [Open]\n"
        "— Past sessions (1) —\n"
        "Topic 3 · with @Ken · no time set · Declined [Open]"
    )


def test_an_answer_says_nothing_that_stops_being_true_beside_the_lists_own_names() -> None:
    """Nobody edits an answer when the session is called off: it leads to the session's card instead."""
    link = MeetingLink("https://meet.example.org/a")
    soon = a_view(1, slot=LATER, status=Status.ACCEPTED, link=link)
    answer = page(lasts=False, upcoming=[replace(soon, now=LATER.starts_at - timedelta(minutes=5))])
    assert "Start video call" not in plain(answer)
    assert "Confirmed" not in plain(answer)
    assert "[Open]" in plain(answer)


def test_requests_that_wait_for_the_reader_come_first() -> None:
    suggested = Proposal(Role.MENTOR, (LATER,))
    card = page(
        pending=[a_view(1), a_view(2), a_view(3, proposal=suggested)],
        upcoming=[a_view(4, status=Status.ACCEPTED, slot=LATER)],
    )
    said = plain(card)
    assert "Hello Sam. Something waits for your answer." in said
    assert said.index("Pending requests (3)") < said.index("Topic 3") < said.index("Topic 1")
    assert said.index("Topic 1") < said.index("Upcoming sessions (1)")
    assert "Topic 3 · with @Ken · no time set · Waits for you [Open]" in said
    assert "Topic 2" not in said, "two of a section, and a button for all"
    assert "[All pending]" in said


def test_requests_that_wait_for_others_come_after_the_next_session() -> None:
    said = plain(page(pending=[a_view(1)], upcoming=[a_view(2, status=Status.ACCEPTED, slot=LATER)]))
    assert "waits" not in said.lower()
    assert said.index("Upcoming sessions") < said.index("Pending requests")


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
@pytest.mark.parametrize("by", [None, Role.STUDENT, Role.MENTOR])
@pytest.mark.parametrize("status", list(Status))
def test_who_has_to_answer(role: Role, by: Role | None, status: Status) -> None:
    proposal = Proposal(by, (LATER,)) if by else None
    view = a_view(1, role, status=status, proposal=proposal)
    asked = by.other if by else Role.MENTOR if status is Status.PENDING else None
    assert view.waits_for_me is (status.is_open and asked is role)


def test_topics_are_bold_and_every_entry_has_its_button() -> None:
    listed = agenda.listing(a_person(), Section.PAST, [a_view(1, status=Status.EXPIRED)], more=False, total=1)
    (row,) = (part for part in listed.parts if isinstance(part, Row))
    assert row.parts[0] == UserText("Topic 1", strong=True)
    assert isinstance(row.button, Button)
    assert row.button.label == "Open"


def test_an_empty_list_says_so() -> None:
    assert "No past sessions yet." in plain(agenda.listing(a_person(), Section.PAST, [], more=False, total=0))


def test_who_cannot_be_reached_reads_that_instead_of_a_greeting() -> None:
    view = a_view(1)
    gone = replace(view, student=replace(view.student, unreachable="closed_dms"))
    card = page(pending=[gone])
    assert "I could not send you direct messages." in plain(card)
    assert "Hello" not in plain(card)


def test_where_the_call_stands_out_nothing_else_does() -> None:
    link = MeetingLink("https://meet.example.org/a")
    soon = a_view(1, slot=LATER, status=Status.ACCEPTED, link=link)
    card = page(upcoming=[replace(soon, now=LATER.starts_at - timedelta(minutes=5))])
    items = [item for part in card.parts if isinstance(part, Actions) for item in part.items]
    assert [item.label for item in items if item.look is Look.PRIMARY] == ["Start video call"]


def test_the_first_step_is_the_only_button_that_stands_out() -> None:
    card = page(pending=[a_view(1)], past=[a_view(2, status=Status.EXPIRED)])
    looks = [one.look for one in buttons(card) if isinstance(one, Button)]
    assert looks.count(Look.PRIMARY) == 1
    first = next(part for part in card.parts if isinstance(part, Actions))
    assert first.items[0].label == "Book a session…"
