"""What the card says of a time that came free, while it is held for somebody who waited for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Act, Role, Status
from core.ports.cards import Button, Look

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView

NOT_FOR_ME = "Give this time up? It is then held for the next in line."


def held_title(view: BookingView, other: str) -> str:
    """Return the title: what the student is offered, or why the mentor's time is not open."""
    if view.booking.status is not Status.PENDING:
        return f"A time with {other}"
    return f"Held for {other}" if view.role is Role.MENTOR else f"{other} has a time for you"


def while_held(view: BookingView) -> list[Button]:
    """Return the student's two answers; the mentor has none to give yet."""
    if view.booking.held_until is None or Act.TAKE not in view.allowed:
        return []
    args = (view.booking.id.hex, str(view.booking.version))
    return [
        Button("Book it", "take", args),
        Button("Not for me", "withdraw", args, Look.DANGER, NOT_FOR_ME),
    ]
