"""Answers to what is typed into a search: mentors, kinds of session, and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.flows.asking import mentor_by_id, mentor_named, offering_of
from core.chat.flows.times import candidates
from core.chat.kit import Option
from core.chat.replies import Found, Reply
from core.chat.screens.forms import mentor_option, offering_option
from core.chat.screens.times import time_option
from core.domain.errors import BadInput

if TYPE_CHECKING:
    from core.chat.router import Hall
    from core.chat.routes import Call
    from core.domain.people import Person

SEARCHED = 25
"""How many choices a search shows: Discord's limit for autocomplete."""
LOOKED_AT = 200
"""How many open times are compared with what is typed."""


async def find_mentors(hall: Hall, call: Call, me: Person) -> Reply:
    """Answer a search for mentors."""
    found = await hall.directory.mentors(call.values.get("words", ""), limit=SEARCHED, but=me.id)
    return Found(tuple(mentor_option(one) for one in found))


async def find_offerings(hall: Hall, call: Call, _me: Person) -> Reply:
    """Answer a search for the kinds of session of the mentor chosen so far."""
    chosen = await mentor_by_id(hall, call.values.get("mentor", ""))
    offerings = await hall.directory.offerings(chosen.person.id) if chosen else []
    words = call.values.get("words", "").casefold()
    return Found(tuple(offering_option(one) for one in offerings if words in one.title.casefold())[:SEARCHED])


async def find_times(hall: Hall, call: Call, me: Person) -> Reply:
    """Answer what is typed as a time: what it is understood as, then the mentor's open times that fit the words."""
    typed = call.values.get("words", "").strip()
    understood = candidates(typed, me, hall.desk.now())
    options = {one.value: one for one in (time_option(start, me) for start in understood)}
    for option in await _open(hall, call, me):
        if typed.casefold() in option.label.casefold():
            options.setdefault(option.value, option)
    return Found(tuple(options.values())[:SEARCHED])


async def _open(hall: Hall, call: Call, me: Person) -> list[Option]:
    try:
        mentor = await mentor_named(hall, me, call.values["mentor"]) if call.values.get("mentor") else None
    except BadInput:
        mentor = None
    if mentor is None:
        return []
    starts = await hall.openings.of(
        mentor.person.id, student=me.id, offering=offering_of(call.values), limit=LOOKED_AT
    )
    return [time_option(start, me) for start in starts]
