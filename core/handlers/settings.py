"""A person's settings and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.handlers.arguments import pointer
from core.handlers.drafts import SENT, send_kept
from core.ports.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.screens.settings import go_on, help_card, settings_card, zone_form, zone_set, zone_told

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.cards import Card


async def settings(services: Services, call: Call, me: Person) -> Reply:
    """Show my settings."""
    return Show(_settings(services, call, me))


async def help_me(services: Services, _call: Call, _me: Person) -> Reply:
    """Show what can be typed."""
    return Show(help_card(services.bookings.policy.program))


async def ask_zone(_services: Services, call: Call, me: Person) -> Reply:
    """Ask for my time zone; the argument is the draft that waits for it, or ``-``."""
    return Ask(zone_form(me, call.args[0] if call.args else "-", {}))


async def save_zone(services: Services, call: Call, me: Person) -> FormReply:
    """Save my time zone and go on with what waited for it."""
    placed = await services.people.set_zone(me, call.values.get("zone", ""))
    if not call.args or call.args[0] == "-":
        return Swap(_settings(services, call, placed))
    draft = await services.people.draft(placed, pointer(call, 0))
    if draft is None or draft.route not in SENT:
        told = Refuse(why=zone_told(placed), edit=go_on(call.args[0]))
        return told if draft else Show(zone_set(placed))
    return await send_kept(services, call, placed, pointer(call, 0), {})


def _settings(services: Services, call: Call, me: Person) -> Card:
    program, now = services.bookings.policy.program, services.bookings.now()
    return settings_card(me, now, program=program, platform_tells_zone=call.capabilities.tells_zone)
