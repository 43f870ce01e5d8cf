"""Chat rooms: the way to a private place to talk, and the first words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.cards import Actions, Card, Line, Link, Look
from core.screens.session import who

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.domain.people import Person


def chat_card(other: Person, url: str) -> Card:
    """Return the way to the place where the two can talk."""
    return Card(
        title="Chat",
        summary=f"Chat with {other.name}",
        parts=(
            Line(("Here you can talk with ", who(other), ".")),
            Actions((Link("Open chat", url, Look.PRIMARY),)),
        ),
    )


def opening_card(view: BookingView, program: str) -> Card:
    """Return the first message of a chat between two people; it holds no private text.

    ``program`` is the programme's name.
    """
    return Card(
        title=f"{program} chat",
        summary=f"A chat about session {view.booking.ref}",
        parts=(
            Line(
                (
                    who(view.student),
                    " and ",
                    who(view.mentor),
                    f", talk here about session {view.booking.ref}.",
                )
            ),
        ),
    )
