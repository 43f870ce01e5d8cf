"""Whole cards in an answer: only where a message lasts, which is kept up to date; in private there is a look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.screens.look import look_card
from core.screens.session import session_card

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.ports.call import Call
    from core.ports.cards import Card


def card_for(call: Call, view: BookingView) -> Card:
    """Return what may stand where ``call`` was made."""
    return look_card(view) if call.origin is None else session_card(view)
