"""First contact: whatever is written to the bot is answered, the first time with a welcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.replies import Reply, Show
from core.screens.welcome import short_help, welcome

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def hello(services: Services, _call: Call, me: Person) -> Reply:
    """Answer words that are no command; they are neither read nor kept."""
    first = await services.people.first_contact(me)
    return Show(welcome(me, services.program.policy.program) if first else short_help())
