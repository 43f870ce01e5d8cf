"""A person's settings and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.handlers.arguments import pointer
from core.handlers.drafts import edit_draft, send_kept
from core.handlers.time_questions import beside
from core.ports.replies import Ask, FormReply, Reply, Show, Swap
from core.screens.settings import help_card, settings_card, zone_form, zone_set
from core.screens.zones import OPEN, which_zone
from core.times.zone_names import Candidates, find_zone

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Card


async def settings(services: Services, call: Call, me: Person) -> Reply:
    """Show my settings."""
    return Show(await _settings(services, call, me))


async def help_me(services: Services, _call: Call, _me: Person) -> Reply:
    """Show what can be typed."""
    return Show(help_card(services.program.policy.program))


async def ask_zone(_services: Services, call: Call, me: Person) -> Reply:
    """Ask for my time zone; the arguments are the draft that waits for it, or ``-``, and what is done with it."""
    return Ask(zone_form(me, call.args or ("-",), {}))


async def zone_is(services: Services, call: Call, me: Person) -> Reply:
    """Save the time zone that was chosen and go on with what waited for it."""
    return await _go_on(services, call, await services.people.set_zone(me, call.values.get("choice", "")))


async def save_zone(services: Services, call: Call, me: Person) -> FormReply:
    """Save my time zone and go on with what waited for it, as far as a form can; several places are asked."""
    typed = call.values.get("zone", "")
    found = find_zone(typed)
    if isinstance(found, Candidates) and not call.capabilities.shows_field_errors:
        return beside(call, which_zone(found.choices, call.args or ("-",)))
    placed = await services.people.set_zone(me, typed)
    reply = await _go_on(services, call, placed)
    return beside(call, zone_set(placed, call.args[0])) if isinstance(reply, Ask) else reply


async def _go_on(services: Services, call: Call, placed: Person) -> Reply:
    """Send the form that waits, or open it; where none does the settings are shown."""
    if call.args[:1] in {(), ("-",)}:
        return Swap(await _settings(services, call, placed))
    key = pointer(call, 0)
    if call.args[1:] == (OPEN,):
        return await edit_draft(services, call, placed)
    return await send_kept(services, call, placed, key, {})


async def _settings(services: Services, call: Call, me: Person) -> Card:
    program, now = services.program.policy.program, services.bookings.now()
    return settings_card(
        me,
        now,
        program=program,
        platform_tells_zone=call.capabilities.tells_zone,
        has_feeds=services.calendar_feeds.offered,
        organises=await services.program.is_organiser(me, manages=False),
    )
