"""The video call on the card of a session: its button, where it leads, and what is said while there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import LinkState, Role, Status
from core.domain.notices import UNFOLDINGS, Kind
from core.ports.cards import Inline, Link, Look

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView

LINK_FOLLOWS, NEW_LINK_FOLLOWS = "The call link follows", "A new call link follows"
NO_CALL_MADE = "The video service made no call, so this is a spare room. Edit link… asks for another one."


def call_link(view: BookingView) -> Link | None:
    """Return the button that opens the meeting link, once a session is agreed and not over.

    From a quarter of an hour before the start it is the primary one, until the end.
    """
    booking = view.booking
    if booking.status is not Status.ACCEPTED or booking.link is None or booking.slot is None:
        return None
    near = booking.slot.starts_at + UNFOLDINGS[Kind.NEARING] <= view.now < booking.slot.ends_at
    return Link("Start video call", booking.link.url, Look.PRIMARY if near else Look.PLAIN)


def call_pieces(view: BookingView) -> list[tuple[Inline, ...]]:
    """Return for the small print where the call opens, and that a link is still to come."""
    booking, pieces = view.booking, list[tuple[Inline, ...]]()
    if booking.status is not Status.ACCEPTED or booking.slot is None:
        return pieces
    if booking.link is not None:
        pieces.append((f"The video call opens {booking.link.host}",))
    if booking.link_state is LinkState.COMING:
        pieces.append((LINK_FOLLOWS if booking.link is None else NEW_LINK_FOLLOWS,))
    return pieces


def call_remarks(view: BookingView) -> list[tuple[Inline, ...]]:
    """Tell the mentor, who can do something about it, that the link is not the provider's."""
    booking = view.booking
    fell_back = booking.status is Status.ACCEPTED and booking.link_state is LinkState.FALLBACK
    return [(NO_CALL_MADE,)] if fell_back and view.role is Role.MENTOR else []
