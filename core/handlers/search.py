"""Finding a mentor: the list of mentors, and the answers to what is typed into a search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.domain.directory import Free
from core.domain.drafts import Draft
from core.domain.errors import BadInput, NotFound
from core.domain.text import clean
from core.handlers.arguments import number, pointer
from core.handlers.booking_form import is_anybody, mentor_by_id, mentor_named, offering_of
from core.handlers.time_questions import beside
from core.handlers.times import candidates
from core.ports.cards import Option
from core.ports.replies import Reply
from core.screens import search as screen
from core.screens.booking import any_option, mentor_option, offering_option
from core.screens.times import time_option
from core.services.directory import Search

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call

SEARCHED = 25
"""How many choices a search shows: Discord's limit for autocomplete."""
_FREE = re.compile(r"\W*\bfree\s+(today|this\s+week)\b\W*", re.IGNORECASE)
LAST_PLACE = 100_000
"""No list is leafed through further."""
LOOKED_AT = 200
"""How many open times are compared with what is typed."""


async def mentors(services: Services, call: Call, me: Person) -> Reply:
    """Show mentors who fit the words, and then the next ones; the words wait in a draft meanwhile."""
    words, free = await _looked_for(services, call, me)
    start = min(number(call, 0), LAST_PLACE) if call.args else 0
    page = await services.directory.page(
        me, Search(words=words, free=free, start=start, count=screen.MENTORS_IN_LIST)
    )
    key = await services.people.keep(me, Draft("find-mentor", (), {"search": words})) if words else None
    leafing = screen.Leafing(words=words, free=free, start=start, draft=key.hex if key else "")
    return beside(call, screen.mentor_list(page, me, leafing))


async def _looked_for(services: Services, call: Call, me: Person) -> tuple[str, Free | None]:
    """Return the words and by when there must be time, from a button or as typed: ``rust, free this week``."""
    if len(call.args) > 1:
        name = call.args[2].upper() if call.args[2:] else ""
        free = Free[name] if name in Free.__members__ else None
        if call.args[1] == screen.NO_DRAFT:
            return "", free
        draft = await services.people.draft(me, pointer(call, 1))
        if draft is None:
            raise NotFound("draft_gone")
        return draft.values.get("search", ""), free
    typed, chosen = call.values.get("search", ""), call.values.get("free", "")
    said = _FREE.search(typed)
    if said is not None:
        typed = f"{typed[: said.start()]} {typed[said.end() :]}"
        chosen = chosen or " ".join(said[1].casefold().split())
    return " ".join(typed.split()), Free(chosen) if chosen in set(Free) else None


async def find_mentors(services: Services, call: Call, me: Person) -> tuple[Option, ...]:
    """Answer a search for mentors."""
    most, words = call.capabilities.menu_options, call.values.get("words", "")
    found = await services.people.mentors(words, limit=most, but=me.id)
    options = [mentor_option(one) for one in found]
    anybody = any_option()
    if clean(words).casefold() in anybody.label.casefold():
        options.insert(0, anybody)
    elif options:
        options = [*options[: most - 1], anybody]
    return tuple(options[:most])


async def find_offerings(services: Services, call: Call, _me: Person) -> tuple[Option, ...]:
    """Answer a search for the kinds of session of the mentor chosen so far."""
    chosen = await mentor_by_id(services, call.values.get("mentor", ""))
    offerings = await services.people.offerings(chosen.person.id) if chosen else []
    words = call.values.get("words", "").casefold()
    return tuple(offering_option(one) for one in offerings if words in one.title.casefold())[:SEARCHED]


async def find_times(services: Services, call: Call, me: Person) -> tuple[Option, ...]:
    """Answer what is typed as a time: what it is understood as, then the mentor's open times that fit the words."""
    typed = call.values.get("words", "").strip()
    understood = candidates(typed, me, services.bookings.now())
    options = {one.value: one for one in (time_option(start, me) for start in understood)}
    for option in await _open(services, call, me):
        if typed.casefold() in option.label.casefold():
            options.setdefault(option.value, option)
    return tuple(options.values())[:SEARCHED]


async def _open(services: Services, call: Call, me: Person) -> list[Option]:
    if is_anybody(call.values):
        return [
            time_option(start, me) for start in await services.mentor_search.starts(me, "", limit=SEARCHED)
        ]
    try:
        mentor = (
            await mentor_named(services, me, call.values["mentor"]) if call.values.get("mentor") else None
        )
    except BadInput:
        mentor = None
    if mentor is None:
        return []
    _, starts = await services.open_times.shown_by(
        mentor, student=me.id, offering=offering_of(call.values), limit=LOOKED_AT
    )
    return [time_option(start, me) for start in starts]
