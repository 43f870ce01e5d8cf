"""Announcing the program in a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import clean
from core.handlers.admin import panel_of
from core.ports.replies import Ask, FormReply, Reply, Swap
from core.screens.announcement import announce_form, announced_card, announcement_card

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def ask_announce(services: Services, call: Call, _me: Person) -> Reply:
    """Ask where and with which words; the channel in which was pressed is meant first."""
    platform = call.actor.platform
    channel = call.channel or services.program.policy.announcement_channel.get(platform, "")
    return Ask(announce_form(platform, channel, {}))


async def announce(services: Services, call: Call, me: Person) -> FormReply:
    """Post the announcement, and show the panel."""
    program = services.program.policy.program
    words = clean(call.values.get("words", ""), lines=True)
    card = announcement_card(program, words)
    await services.announcements.post(me, call.values.get("channel", "").strip(), card, key=call.key)
    return Swap(await panel_of(services), note=announced_card(program))
