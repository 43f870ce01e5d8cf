"""When a person is reminded of their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import NotFound
from core.domain.reminders import Ahead
from core.ports.replies import Reply, Show, Swap
from core.screens.reminders import ALL, OFF, ON, reminders_card

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def reminders(_services: Services, _call: Call, me: Person) -> Reply:
    """Show when I am reminded."""
    return Show(reminders_card(me))


async def remind(services: Services, call: Call, me: Person) -> Reply:
    """Turn one of my reminders on or off, or all of them off."""
    ahead, turn = (*call.args, "", "")[:2]
    if (ahead, turn) == (ALL, OFF):
        return Swap(reminders_card(await services.people.remind(me, None, on=False)))
    if ahead not in set(Ahead) or turn not in {ON, OFF}:
        raise NotFound
    return Swap(reminders_card(await services.people.remind(me, Ahead(ahead), on=turn == ON)))
