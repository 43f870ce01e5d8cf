"""What is stored about me, the files of it, and the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import BadInput, Problem
from core.ports.replies import Ask, FormReply, Reply, Show, Swap
from core.screens.privacy import ERASE_WORD, erase_form, erased_card, export_started, privacy_card

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def privacy(services: Services, _call: Call, me: Person) -> Reply:
    """Show what is stored about me."""
    return Show(privacy_card(me, await services.privacy.kept(me)))


async def export(services: Services, call: Call, me: Person) -> Reply:
    """Send me the files of it."""
    await services.privacy.send_files(me, key=call.key)
    return Show(export_started())


async def ask_erase(services: Services, _call: Call, me: Person) -> Reply:
    """Say what will happen, and ask for the word."""
    return Ask(erase_form(await services.privacy.kept(me)))


async def erase(services: Services, call: Call, me: Person) -> FormReply:
    """Erase me, if I typed the word."""
    if call.values.get("word", "").strip().upper() != ERASE_WORD:
        raise BadInput({"word": Problem("erase_word")})
    services.people.let_go(me.address)
    await services.privacy.erase(me.id)
    return Swap(erased_card())
