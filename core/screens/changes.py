"""Until when a session may be moved or cancelled: what its card says of it, and the form for a mentor's own rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Role, Status
from core.domain.profiles import NUMBER_LENGTH
from core.domain.text import cut
from core.ports.cards import Fact, Who
from core.ports.forms import Form, TextField
from core.screens.grammar import counted, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView
    from core.domain.people import Mentor
    from core.ports.cards import Inline, When

WORDS: dict[tuple[Role, Status, bool], str] = {
    (Role.STUDENT, Status.PENDING, True): "Once agreed, you may move or cancel it until {until}",
    (Role.STUDENT, Status.ACCEPTED, True): "May be moved or cancelled until {until}",
    (Role.STUDENT, Status.ACCEPTED, False): "Too late to move or cancel it here: write to {other}",
    (Role.MENTOR, Status.ACCEPTED, True): "{other} may move or cancel it until {until}",
    (Role.MENTOR, Status.ACCEPTED, False): "{other} can't move or cancel it any more; you can",
}
"""By who reads, how it stands, and whether there is still time for it."""


def changes_said(view: BookingView, until: When | None) -> tuple[tuple[Inline, ...], ...]:
    """Return the words about moving and cancelling, where there is a limit and the session has not begun."""
    booking = view.booking
    start = booking.starts_at
    if until is None or start is None or view.now >= start:
        return ()
    template = WORDS.get((view.role, booking.status, view.now < until.instant))
    other = Who(view.other.name, view.other.address)
    return (filled(template, until=until, other=other),) if template else ()


def changes_fact(mentor: Mentor) -> tuple[Fact, ...]:
    """Return a mentor's own rule for the panel, or nothing where the program's rule holds."""
    minutes = mentor.change_notice
    if minutes is None:
        return ()
    least = f"until {counted(minutes / 60, 'hour')} before the start" if minutes else "until the start"
    return (Fact("Moving and cancelling", (least,)),)


def changes_form(mentor: Mentor, values: Mapping[str, str], usual: timedelta) -> Form:
    """Ask a mentor until when students may move or cancel; ``usual`` is the program's rule."""
    own = mentor.change_notice
    known = values.get("changes", "" if own is None else str(own // 60))
    hours = counted(usual / timedelta(hours=1), "hour") if usual else ""
    return Form(
        title="Moving and cancelling",
        route="changes",
        fields=(
            TextField(
                key="changes",
                label="Hours before the start",
                hint=(
                    f"Students may move or cancel until then. Empty: {hours} before."
                    if hours
                    else "Students may move or cancel until then. Empty: until the start."
                ),
                longest=NUMBER_LENGTH,
                value=cut(known, NUMBER_LENGTH),
            ),
        ),
        submit="Save",
    )
