"""Receipts: one private line that says what was done; the card itself is a direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Card, Line, Tone
from core.screens.grammar import filled
from core.screens.session import when, who

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView


def receipt_card(view: BookingView) -> Card:
    """Say in one line that a request is on its way: the card itself is a direct message."""
    booking = view.booking
    said = filled(
        "Sent to {other}. They have until {until}.",
        other=who(view.other),
        until=when(booking.lapses_at, view.me),
    )
    return Card(
        title="", tone=Tone.WAITING, summary=f"Sent to {cut(view.other.name, 60)}", parts=(Line(said),)
    )
