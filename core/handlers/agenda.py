"""One's own sessions: the three sections, the lists behind them, and the person's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.agenda import Section
from core.domain.booking import BookingId
from core.handlers.arguments import pointer
from core.ports.replies import Reply, Show, Swap
from core.screens import agenda as screen

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Card


async def my_sessions(services: Services, call: Call, me: Person) -> Reply:
    """Show the three sections, or the one that was asked for."""
    section = _named(call.values.get("show", "").strip().casefold())
    return Show(await (_listing(services, me, section, None) if section else overview(services, me)))


async def agenda(services: Services, call: Call, me: Person) -> Reply:
    """Show one section, from the session after the one pointed at."""
    section = _named(call.args[0]) if call.args else None
    if section is None:
        return Swap(await overview(services, me))
    after = BookingId(pointer(call, 1)) if call.args[1:] and call.args[1] != "-" else None
    return Swap(await _listing(services, me, section, after))


async def home(services: Services, _call: Call, me: Person) -> Reply:
    """Show a person's own page, on which a newcomer reads how to begin."""
    await services.people.first_contact(me)
    return Show(await overview(services, me, lasts=True))


async def overview(services: Services, me: Person, *, lasts: bool = False) -> Card:
    """Return the card with all three sections, for an answer or for a page that ``lasts``."""
    limits = dict.fromkeys(Section, screen.IN_OVERVIEW) | {Section.PENDING: screen.PENDING_READ}
    found = await services.bookings.agenda(me, limits)
    return screen.overview(me, found.views, found.counts, lasts=lasts, places=found.places)


def _named(text: str) -> Section | None:
    """Return the section of this name, or None for anything else: it may come from anywhere."""
    return Section(text) if text in set(Section) else None


async def _listing(services: Services, me: Person, section: Section, after: BookingId | None) -> Card:
    found = await services.bookings.agenda(me, {section: screen.IN_LIST + 1}, after=after)
    views = found.views[section]
    shown, more = views[: screen.IN_LIST], len(views) > screen.IN_LIST
    return screen.listing(me, section, shown, more=more, total=found.counts[section])
