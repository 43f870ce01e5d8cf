"""What stands where somebody pressed, once it is done: the card, the line of news that it was, or a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.screens.notices import message_now
from core.screens.receipts import done_card
from core.screens.session import session_card

if TYPE_CHECKING:
    from core.domain.booking import Act
    from core.domain.booking_view import BookingView
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Card


async def done(services: Services, call: Call, view: BookingView, act: Act) -> Card:
    """Return what a message becomes in which ``act`` was done; one that passes becomes one line."""
    return done_card(view, act) if call.origin is None else await truth(services, call, view)


async def truth(services: Services, call: Call, view: BookingView) -> Card:
    """Return how a session stands, as the message says it in which somebody acted: a line of news stays a line."""
    notice = await services.bookings.news_at(call.origin) if call.origin else None
    return message_now(notice, view) if notice else session_card(view)
