"""What comes next for the student of a session that is over, or will not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.ports.cards import Button
from core.screens.turns import went_on

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView

OTHER_MENTORS = Button("Other mentors", "find-mentor", ("0",))
_AGAIN = {
    Status.REJECTED: "Book again…",
    Status.CANCELLED: "Book again…",
    Status.EXPIRED: "Ask again…",
    Status.COMPLETED: "Book next…",
    Status.NO_SHOW: "Book again…",
}


def next_steps(view: BookingView) -> list[Button]:
    """Return the student's ways on once a session is over, or will not be."""
    label = _AGAIN.get(view.booking.status)
    if label is None or view.role is not Role.STUDENT:
        return []
    if (onward := went_on(view)) is not None:
        return [onward]
    steps = [Button(label, "again", (view.booking.id.hex,))]
    if view.booking.status in {Status.REJECTED, Status.EXPIRED, Status.CANCELLED}:
        steps.append(OTHER_MENTORS)
    return steps
