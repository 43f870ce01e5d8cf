"""A mentor's own calendar, whose times are kept free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import BadInput
from core.ports.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.screens.busy_calendar import address_form, busy_calendar_card, try_again
from core.screens.errors import sentences

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def shown(services: Services, call: Call, me: Person) -> Reply:
    """Say how it stands with my calendar; with an argument in the place of what was said before."""
    card = busy_calendar_card(me, await services.busy_calendars.of(me))
    return Swap(card) if call.args else Show(card)


async def ask_address(_services: Services, _call: Call, _me: Person) -> Reply:
    """Ask for the address of my calendar."""
    return Ask(address_form())


async def save_address(services: Services, call: Call, me: Person) -> FormReply:
    """Keep the times of my calendar free. What was typed is not kept where it is wrong: it may be a secret."""
    try:
        calendar = await services.busy_calendars.connect(me, call.values.get("address", ""))
    except BadInput as bad:
        return Refuse(why=(), fields=sentences(bad), edit=try_again())
    return Swap(busy_calendar_card(me, calendar))


async def end(services: Services, _call: Call, me: Person) -> Reply:
    """Forget my calendar."""
    await services.busy_calendars.end(me)
    return Swap(busy_calendar_card(me, None))
