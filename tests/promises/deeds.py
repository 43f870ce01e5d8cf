"""What people do in a small world, in few words, and what they were told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.call import Trigger
from core.ports.cards import Button, Card, buttons
from tests.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.domain.booking import Booking
    from core.ports.replies import Reply
    from tests.promises.world import World


async def asks(world: World, who: str, mentor: str, topic: str, when: datetime | None = None) -> Booking:
    """Make a request and return it."""
    to = world.people[mentor].id.hex
    known = {one.id for one in await world.all_bookings()}
    await world.does(
        who, Trigger.FORM, "book-session", mentor=to, topic=topic, when=when.isoformat() if when else ""
    )
    (made,) = [one for one in await world.all_bookings() if one.id not in known]
    return made


async def presses(world: World, who: str, route: str, booking: Booking, *more: str) -> Reply:
    """Press a button of a session as it now stands."""
    (now,) = [one for one in await world.all_bookings() if one.id == booking.id]
    return await world.does(who, Trigger.BUTTON, route, now.id.hex, *(more or (str(now.version),)))


def pings_of(world: World, who: str, title: str = "") -> list[Card]:
    """Return every message that somebody was sent, as it now reads, or those that begin so."""
    sent = [
        message.card
        for platform in world.platforms.values()
        for message in platform.messages.values()
        if message.to.user == who
    ]
    return [card for card in sent if card.title.startswith(title) or card.summary.startswith(title)]


def text(card: Card) -> str:
    """Return everything that is written on a card."""
    return plain(card)


def labels(card: Card) -> list[str]:
    """Return what can be pressed."""
    return [one.label for one in buttons(card) if isinstance(one, Button)]


def said(cards: Iterable[Card], topic: str) -> int:
    """Return how many messages speak of a topic."""
    return sum(topic in text(card) for card in cards)
