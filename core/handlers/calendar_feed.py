"""The address at which a person's calendar reads their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.replies import Reply, Show
from core.screens.calendar_feed import feed_card, new_feed_card

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def feed(services: Services, _call: Call, me: Person) -> Reply:
    """Say whether I have an address."""
    return Show(feed_card(known=await services.calendar_feeds.known(me)))


async def make(services: Services, _call: Call, me: Person) -> Reply:
    """Make a new address; it is shown this once."""
    return Show(new_feed_card(await services.calendar_feeds.make(me)))


async def end(services: Services, _call: Call, me: Person) -> Reply:
    """End my address."""
    await services.calendar_feeds.end(me)
    return Show(feed_card(known=False))
