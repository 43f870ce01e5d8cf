"""One state, one next step: every card in every state, for both sides, before, at and after its time."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import product
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from core.domain.booking import Proposal, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.links import MeetingLink
from core.domain.notices import NUDGES, Kind, Notice
from core.domain.people import Address, Mentor, PersonId
from core.ports.cards import Actions, Button, Card, Fact, Line, Link, Look, Quote, Struck, Tone, buttons
from core.screens.look import BRING, look_card
from core.screens.notices import PINGS, message_for, message_now
from core.screens.session import session_card
from tests.factories import MENTOR, NOON, a_booking, a_person
from tests.plain import plain
from tests.screens.test_screens import on_both

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

START = NOON + timedelta(days=2)
LINK = MeetingLink("https://meet.example.org/room")
CLOCKS = {
    "long before": NOON,
    "soon": START - timedelta(minutes=10),
    "begun": START + timedelta(minutes=12),
    "over": START + timedelta(hours=3),
}
TIMES = tuple(Slot(START + timedelta(days=day), 30) for day in (1, 2, 3))
SOME = 19
"""Every so many views are looked at with each kind of news; it divides no number of what they vary in."""
SUGGESTIONS = {"none": (), "one time": TIMES[:1], "three times": TIMES}


@cache
def views(status: Status) -> tuple[tuple[str, BookingView], ...]:
    """Return a view of a booking in ``status`` for every role, clock, suggestion, time and platform."""
    return tuple(_views(status))


def _views(status: Status) -> Iterator[tuple[str, BookingView]]:
    for role, clock, slots, by, timed, far, lost in product(
        (Role.STUDENT, Role.MENTOR), CLOCKS, SUGGESTIONS, Role, (True, False), (True, False), (True, False)
    ):
        if by not in {Role.STUDENT, Role.MENTOR} or (slots == "none" and by is Role.MENTOR):
            continue
        agreed = status in {Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW}
        booking = a_booking(
            status=status,
            slot=Slot(START, 30) if timed else None,
            proposal=Proposal(by, SUGGESTIONS[slots]) if SUGGESTIONS[slots] and status.is_open else None,
            accepted_at=NOON if agreed else None,
            link=LINK if agreed else None,
            closed_by=Role.STUDENT if status is Status.CANCELLED else None,
        )
        other = a_person(
            id=MENTOR,
            name="Ken",
            zone="Asia/Tokyo",
            unreachable="closed_dms" if lost else None,
            address=Address("discord", "-", "2") if far else Address("slack", "T1", "U2"),
        )
        view = BookingView(booking=booking, role=role, student=a_person(), mentor=other, now=CLOCKS[clock])
        yield f"{role} {clock} {slots} by {by} {timed=} {far=} {lost=}", view


def seen(card: Card) -> list[Button | Link]:
    return [item for part in card.parts if isinstance(part, Actions) for item in part.items]


@pytest.mark.parametrize("status", Status)
def test_a_card_has_three_buttons_and_one_next_step_at_most(status: Status) -> None:
    for name, view in views(status):
        card = session_card(view)
        items = seen(card)
        assert len(items) <= 3, (name, plain(card))
        assert sum(item.look is Look.PRIMARY for item in items) <= 1, (name, plain(card))
        said = []
        for part in card.parts:
            if isinstance(part, Quote):
                break
            said += [part] if isinstance(part, Line | Fact) else []
        assert len(said) <= 8, (name, plain(card))
        if view.now == START - timedelta(minutes=10):
            on_both(card)


@pytest.mark.parametrize("status", Status)
def test_only_a_confirmed_session_with_a_time_is_called_so_and_has_a_call(status: Status) -> None:
    for name, view in views(status):
        card = session_card(view)
        confirmed = status is Status.ACCEPTED and view.booking.slot is not None
        assert (card.badge == "Confirmed") is confirmed, name
        called = [item for item in seen(card) if isinstance(item, Link)]
        assert len(called) == (confirmed and view.booking.link is not None), (name, plain(card))
        offered = [item.label for part in card.parts if isinstance(part, Actions) for item in part.more]
        assert (
            "Chat" in {*offered, *(item.label for item in seen(card))} or not confirmed or "far=True" in name
        )


@pytest.mark.parametrize("status", Status)
def test_a_look_says_nothing_that_may_cease_to_be_so_and_has_every_button(status: Status) -> None:
    for name, view in views(status)[::3]:
        look, card = look_card(view), session_card(view)
        assert look.badge in {"", "Declined", "Cancelled", "Withdrawn", "Expired", "Did not take place"}, name
        assert "Confirmed" not in plain(look) and look.tone is Tone.PLAIN, name
        assert look.about is None and look.file is None, name
        items = seen(look)
        assert not any(isinstance(item, Link) for item in items), name
        assert len(items) <= 3 and sum(item.look is Look.PRIMARY for item in items) <= 1, (name, plain(look))
        ways = [one for one in buttons(look) if one.route == "show"]
        assert [one for one in buttons(look) if one not in ways] == list(buttons(card)), name
        assert [one.args for one in ways] == [(view.booking.id.hex, BRING)], name
        if view.now == START - timedelta(minutes=10):
            on_both(look)


@pytest.mark.parametrize(
    ("clock", "primary"), [("long before", False), ("soon", True), ("begun", True), ("over", False)]
)
def test_the_call_is_what_somebody_looks_for_from_a_quarter_of_an_hour_before(
    clock: str, primary: bool
) -> None:
    booking = a_booking(status=Status.ACCEPTED, slot=Slot(START, 30), accepted_at=NOON, link=LINK)
    view = BookingView(
        booking=booking, role=Role.STUDENT, student=a_person(), mentor=a_person(id=MENTOR), now=CLOCKS[clock]
    )
    (call,) = [item for item in seen(session_card(view)) if isinstance(item, Link)]
    assert (call.look is Look.PRIMARY) is primary


def test_without_a_time_the_next_step_is_to_pick_one() -> None:
    booking = a_booking(status=Status.ACCEPTED, slot=None, accepted_at=NOON, link=LINK)
    view = BookingView(
        booking=booking, role=Role.MENTOR, student=a_person(), mentor=a_person(id=MENTOR), now=NOON
    )
    card = session_card(view)
    first = seen(card)[0]
    assert card.badge == "Time to be agreed"
    assert (first.label, first.look) == ("Pick a time…", Look.PRIMARY)


def told(kind: Kind, start: datetime | None) -> Notice:
    return Notice(
        booking=a_booking().id, version=2, kind=kind, recipient=a_person().id, due_at=NOON, start=start
    )


@pytest.mark.parametrize("status", Status)
def test_old_news_says_what_has_become_of_it(status: Status) -> None:
    """Whatever a line of news said once, it leads to no call and claims no state that is over."""
    for name, view in views(status)[::SOME]:
        for kind in PINGS:
            card = message_now(told(kind, view.booking.starts_at), view)
            confirmed = status is Status.ACCEPTED
            assert any(isinstance(item, Link) for item in seen(card)) <= confirmed, (kind, name)
            words = [part for line in card.parts if isinstance(line, Line) for part in line.parts]
            claims = [part for part in words if isinstance(part, str) and "accepted" in part]
            assert not claims or confirmed, (kind, name)
            assert len(seen(card)) <= 3, (kind, name)
            if not confirmed and kind is Kind.ACCEPTED:
                assert Struck("Confirmed") in words, (kind, name)


def test_the_key_of_a_notice_tells_what_it_said() -> None:
    for kind in Kind:
        for start in (None, START):
            known = told(kind, start)
            read = Notice.of_key(known.key, NOON)
            assert read is not None
            assert (read.booking, read.kind, read.recipient, read.start) == (
                known.booking,
                known.kind,
                known.recipient,
                start,
            )
    for odd in ("", "a:b:c:d", "x", f"{'0' * 32}:v1:nothing:{'0' * 32}", f"{'0' * 32}:v:card:{'0' * 32}"):
        assert Notice.of_key(odd, NOON) is None


@pytest.mark.parametrize("kind", PINGS)
def test_news_has_three_buttons_at_most_however_many_others_could_be_asked(kind: Kind) -> None:
    known = [a_person(id=PersonId(UUID(int=at)), name=f"Other {at}") for at in range(3)]
    others = [Mentor(person=one, headline="Asks", since=NOON) for one in known]
    for status in Status:
        for name, view in views(status)[::SOME]:
            card = message_for(kind, view, others)
            assert card is not None and len(seen(card)) <= 3, name
            behind = [item.label for part in card.parts if isinstance(part, Actions) for item in part.more]
            assert "Open" in {*behind, *(item.label for item in seen(card))} or kind in {
                Kind.PROPOSED,
                Kind.NUDGED,
                *NUDGES,
            }


def test_news_is_one_line() -> None:
    for kind in PINGS:
        booking = a_booking(status=Status.ACCEPTED, slot=Slot(START, 30), accepted_at=NOON, link=LINK)
        view = BookingView(
            booking=booking, role=Role.STUDENT, student=a_person(), mentor=a_person(id=MENTOR), now=NOON
        )
        card = message_for(kind, view)
        assert card is not None and not card.title
        assert isinstance(card.parts[0], Line)
        assert len(seen(card)) <= 2
