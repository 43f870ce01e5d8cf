"""Whatever a booking holds, every screen of it can be shown, on both platforms, and says what is true."""

from __future__ import annotations

from hypothesis import given, settings

from adapters.discord.render import view_of
from adapters.slack.render.message import message
from core.domain.acts import Accept
from core.domain.agenda import Section
from core.domain.booking import Act, Proposal, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.moves import move
from core.domain.notices import Kind
from core.handlers.routes import BUTTON_HANDLERS
from core.ports.cards import Button, Card, Menu, buttons
from core.screens import agenda, booking, notices, session, session_forms
from core.screens.errors import already
from tests.adapters.discord_examples import HERE as DISCORD
from tests.adapters.slack_examples import HERE as SLACK
from tests.contract import discord_spec, slack_spec
from tests.factories import MENTOR, NOON, a_booking, a_person
from tests.plain import plain, plain_form
from tests.screens.bookings import sides

ROUTE_OF = {Act.ACCEPT: "accept", Act.REJECT: "decline", Act.COMPLETE: "complete", Act.SET_LINK: "edit-link"}


def on_both(card: Card) -> None:
    """Render a card for both platforms, and let their specifications judge it."""
    sent = message(card, SLACK)
    assert slack_spec.problems("chat.postMessage", {"channel": "D1", **sent}) == []
    view = view_of(card, DISCORD)
    attachments = [{"id": 0, "filename": card.file.name}] if card.file else []
    body = {"components": view.to_components(), "flags": 1 << 15, "attachments": attachments}  # type: ignore[no-untyped-call]
    assert discord_spec.problems("POST", "/channels/1/messages", body) == []


@given(sides())
@settings(max_examples=30)
def test_every_session_card_can_be_shown(side: BookingView) -> None:
    card = session.session_card(side)
    on_both(card)
    assert side.booking.ref in plain(card)
    for button in buttons(card):
        assert isinstance(button, (Button, Menu))
        assert button.route in BUTTON_HANDLERS, "every button leads somewhere"
    shown = {button.route for button in buttons(card)}
    for act, route in ROUTE_OF.items():
        assert (route in shown) is (act in side.allowed), "the buttons are what the table of moves allows"


@given(sides())
@settings(max_examples=12)
def test_every_ping_and_list_can_be_shown(side: BookingView) -> None:
    for kind in Kind:
        card = notices.message_for(kind, side)
        if card is not None:
            on_both(card)
    on_both(already(side))
    on_both(agenda.listing(side.me, Section.PAST, [side], more=True, total=9))
    assert plain(agenda.overview(side.me, dict.fromkeys(Section, ()), dict.fromkeys(Section, 0)))


@given(sides())
@settings(max_examples=12)
def test_every_form_about_a_session_can_be_opened(side: BookingView) -> None:
    makers = (
        booking.change_form,
        session_forms.accept_form,
        session_forms.decline_form,
        session_forms.cancel_form,
        session_forms.link_form,
        session_forms.propose_form,
    )
    for make in makers:
        assert plain_form(make(side, {}))


def a_side(role: Role = Role.STUDENT, **changes: object) -> BookingView:
    ken = a_person(id=MENTOR, name="Ken", zone="Asia/Tokyo")
    return BookingView(booking=a_booking(**changes), role=role, student=a_person(), mentor=ken, now=NOON)


def test_the_card_of_a_request_reads_like_this() -> None:
    slot = Slot(NOON.replace(day=3), 30)
    card = session.session_card(a_side(slot=slot, message="It is a big one."))
    assert plain(card) == (
        "You asked Ken for a session · Pending\n"
        "Code review\n"
        "Thu 3 Dec 2026, 13:00 (Europe/Berlin, UTC+1) to 13:30\n"
        "Your message:\n> It is a big one.\n"
        "Thu 3 Dec 2026, 21:00 (Asia/Tokyo, UTC+9) for @Ken · "
        "they have until Thu 3 Dec 2026, 13:00 (Europe/Berlin, UTC+1) to answer · S-7F3K2\n"
        "[Change…] [Withdraw] (Chat)"
    )


@given(sides())
@settings(max_examples=60)
def test_a_time_is_called_free_again_only_where_one_was_held(side: BookingView) -> None:
    cards = [session.session_card(side), already(side), *(notices.message_for(kind, side) for kind in Kind)]
    said = [text for card in cards if card is not None for text in (plain(card), card.summary)]
    held = side.booking.slot is not None
    assert held or not any("free again" in text for text in said)


def test_a_link_is_shown_only_after_acceptance() -> None:
    pending = a_side(slot=Slot(NOON.replace(day=3), 30))
    assert "http" not in plain(session.session_card(pending))
    moved = move(pending.booking, Accept(), Role.MENTOR, NOON)
    assert moved is not None
    assert moved.booking.status is Status.ACCEPTED


def test_up_to_three_suggested_times_have_a_button_each() -> None:
    times = tuple(Slot(NOON.replace(day=day), 30) for day in (4, 5, 6))
    card = session.session_card(a_side(slot=times[0], proposal=Proposal(Role.MENTOR, times)))
    labels = [button.label for button in buttons(card) if isinstance(button, Button)]
    assert labels[:4] == ["Fri 4 Dec, 13:00", "Sat 5 Dec, 13:00", "Sun 6 Dec, 13:00", "None of these…"]
