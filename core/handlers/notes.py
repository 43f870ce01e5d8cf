"""Notes about a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import BookingId
from core.handlers.arguments import pointer
from core.ports.replies import Ask, FormReply, Reply, Swap
from core.screens.notes import SHARED, noted_card, notes_form
from core.screens.session import session_card

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def ask_note(services: Services, call: Call, me: Person) -> Reply:
    """Open my note about a session."""
    return Ask(notes_form(await services.bookings.view(me, BookingId(pointer(call, 0))), {}))


async def save_note(services: Services, call: Call, me: Person) -> FormReply:
    """Keep my note, or remove it."""
    which, text = BookingId(pointer(call, 0)), call.values.get("text", "")
    await services.notes.write(me, which, text, shared=call.values.get("readers") == SHARED, key=call.key)
    view = await services.bookings.view(me, which)
    return Swap(noted_card(view) if call.origin is None else session_card(view))
