"""What the two have written to each other, on the card of their session: as much of it as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import MESSAGE_LENGTH, REASON_LENGTH, Role
from core.domain.text import cut
from core.ports.cards import Part, Quote, UserText

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView


def words_said(view: BookingView) -> tuple[Part, ...]:
    """Return the message, the answer and the reason, each as its own quote."""
    booking = view.booking
    mentor = "Your answer" if view.role is Role.MENTOR else "Mentor's answer"
    asked = "Message" if view.role is Role.MENTOR else "Your message"
    first, second = _rooms(view)
    said = (
        (booking.message, asked, first),
        (booking.reply, mentor, second),
        (booking.reason, "Reason", REASON_LENGTH),
    )
    return tuple(Quote(UserText(cut(text, longest)), label) for text, label, longest in said if text)


def _rooms(view: BookingView) -> tuple[int, int]:
    """Return how many UTF-16 units of the message and of the answer there is room for."""
    booking = view.booking
    if view.series and (view.notes or view.last_notes):
        return (100, 150) if booking.reply or booking.reason or booking.proposal else (400, 300)
    if view.notes or view.last_notes:
        return (200, 400) if booking.reply or booking.reason or booking.proposal else (600, 500)
    more = booking.reason or booking.proposal
    full = 600 if booking.series is None else 400
    return (full if booking.reply or more else MESSAGE_LENGTH), (1000 if more else 1500)
