"""What a person reads when something is not done: the sentence of every refusal, by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.ports.cards import Card, Line, Part
from core.screens.session import when

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView


DECIDED = {
    Status.ACCEPTED: "accepted",
    Status.REJECTED: "declined",
    Status.CANCELLED: "cancelled",
    Status.COMPLETED: "completed",
}


def already(view: BookingView, sentence: str) -> Card:
    """Return the answer to a press that came second: what was decided, by whom, and when."""
    booking = view.booking
    parts: list[Part] = [Line((sentence,))]
    decider = {Status.ACCEPTED: Role.MENTOR, Status.REJECTED: Role.MENTOR}.get(
        booking.status, booking.closed_by
    )
    verb = DECIDED.get(booking.status)
    if booking.decided_at is not None and verb and decider in {Role.STUDENT, Role.MENTOR}:
        name = "You" if decider is view.role else view.other.name
        parts.append(Line((f"{name} {verb} it: ", when(booking.decided_at, view.me), ".")))
    return Card(title="Already done", summary="This was already decided", parts=tuple(parts))
