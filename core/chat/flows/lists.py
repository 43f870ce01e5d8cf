"""Finding one's sessions and mentors again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.flows.pointers import number, pointer
from core.chat.replies import Page, Reply, Show, Swap
from core.chat.screens import agenda as screen
from core.chat.screens import mentors as mentor_screen
from core.domain.booking import BookingId

if TYPE_CHECKING:
    from core.chat.kit import Card
    from core.chat.router import Hall
    from core.chat.routes import Call
    from core.domain.people import Person


async def my_sessions(hall: Hall, call: Call, me: Person) -> Reply:
    """Show the three sections, or the one that was asked for."""
    asked = call.values.get("show", "").strip().casefold()
    return Show(await (_section(hall, me, asked, None) if asked in screen.SECTIONS else overview(hall, me)))


async def agenda(hall: Hall, call: Call, me: Person) -> Reply:
    """Show one section, from the session after the one pointed at."""
    section = call.args[0] if call.args else ""
    if section not in screen.SECTIONS:
        return Swap(await overview(hall, me))
    after = BookingId(pointer(call, 1)) if call.args[1:] and call.args[1] != "-" else None
    return Swap(await _section(hall, me, section, after))


async def home(hall: Hall, _call: Call, me: Person) -> Reply:
    """Show a person's own page."""
    return Page(await overview(hall, me))


async def overview(hall: Hall, me: Person) -> Card:
    """Return the card with all three sections."""
    counts = dict(zip(screen.SECTIONS, await hall.desk.counts(me), strict=True))
    sections = {name: await hall.desk.agenda(me, name, limit=screen.IN_OVERVIEW) for name in screen.SECTIONS}
    return screen.overview(me, sections, counts)


async def mentors(hall: Hall, call: Call, me: Person) -> Reply:
    """Show mentors who fit the words, or the next ones of all."""
    words = call.values.get("search", "").strip()
    start = min(number(call, 0), 1000) if call.args else 0
    found = await hall.directory.mentors(words, limit=start + mentor_screen.IN_LIST + 1, but=me.id)
    shown = found[start : start + mentor_screen.IN_LIST]
    more = len(found) > start + mentor_screen.IN_LIST
    return Show(mentor_screen.mentor_list(shown, words, start=start, more=more))


async def _section(hall: Hall, me: Person, section: str, after: BookingId | None) -> Card:
    counts = dict(zip(screen.SECTIONS, await hall.desk.counts(me), strict=True))
    found = await hall.desk.agenda(me, section, limit=screen.IN_LIST + 1, after=after)
    shown = found[: screen.IN_LIST]
    return screen.listing(me, section, shown, more=len(found) > screen.IN_LIST, total=counts[section])
