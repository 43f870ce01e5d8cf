"""A look at a session, for an answer that nobody can edit later: it says nothing that may cease to be so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.ports.cards import Actions, Button, Card, Line, Part, Tone, UserText
from core.screens.grammar import filled
from core.screens.session import VISIBLE, session_card, when

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView

BRING = "card"
"""The argument of the button that asks for the card itself."""
FINAL = frozenset({Status.REJECTED, Status.CANCELLED, Status.EXPIRED, Status.NO_SHOW})
"""States that nothing follows: a look may name them."""
SEEN = "As of {at}. The card in our direct messages is kept up to date."
SEEN_AGREED = "As of {at}. The card in our direct messages is kept up to date and has the link to meet."
COMES = "The card of {topic} comes to the end of our direct messages."


def look_card(view: BookingView) -> Card:
    """Return the session without its state and its call, with everything that can be done, and the way to its card."""
    booking = view.booking
    card = session_card(replace(view, booking=replace(booking, link=None), notes=(), last_notes=()))
    seen = SEEN_AGREED if booking.status is Status.ACCEPTED and booking.slot else SEEN
    said = Line(filled(seen, at=when(view.now, view.me)), small=True)
    is_final = booking.status in FINAL
    return replace(
        card,
        badge=card.badge if is_final else "",
        tone=Tone.PLAIN,
        summary=card.summary if is_final else f"Session {booking.ref} with {view.other.name}",
        parts=_with_way(card.parts, said, Button("Send me the card", "show", (booking.id.hex, BRING))),
        about=None,
        file=None,
    )


def brought_card(view: BookingView) -> Card:
    """Say where the card will be."""
    said = filled(COMES, topic=UserText(view.booking.topic, strong=True))
    return Card(title="", summary="The card comes", parts=(Line(said),))


def _with_way(parts: tuple[Part, ...], said: Line, way: Button) -> tuple[Part, ...]:
    """Put a button into the last row, in sight where there is room for it, and a line above the row."""
    rows = [part for part in parts if isinstance(part, Actions)]
    if not rows or parts[-1] is not rows[-1]:
        return (*parts, said, Actions((way,)))
    row, seen = rows[-1], sum(len(one.items) for one in rows)
    seen_too, behind = ((way,), ()) if seen < VISIBLE else ((), (way,))
    return (*parts[:-1], said, Actions((*row.items, *seen_too), (*row.more, *behind)))
