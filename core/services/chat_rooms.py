"""Chat rooms: a private place where the two people of a booking can talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import NotAvailable
from core.ports.platform import DeliveryError
from core.screens.chat_rooms import opening_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView
    from core.ports.platform import Platform
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store


class ChatRooms:
    """Opens a chat once and remembers where it is; ``policy`` says what it is called after."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform], policy: CurrentPolicy) -> None:
        self._store = store
        self._platforms = platforms
        self._policy = policy

    async def link(self, view: BookingView) -> str:
        """Return the address of the chat of a booking; raises NotAvailable."""
        here, there = view.student.address, view.mentor.address
        platform = self._platforms.get(here.platform)
        if platform is None:
            raise NotAvailable("no_chat")
        known = await self._store.read(lambda tx: tx.room(view.booking.id))
        if known:
            return known
        try:
            policy, key = self._policy(), f"{view.booking.id.hex}:chat"
            opening = opening_card(view, policy.program)
            url = await platform.chat(here, there, opening, key=key, channel=policy.chat_channel)
        except DeliveryError:
            raise NotAvailable("no_chat") from None
        await self._store.write(lambda tx: tx.set_room(view.booking.id, url))
        return url
