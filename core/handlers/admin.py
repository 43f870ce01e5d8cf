"""Organising a program: the panel, and who may see it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from core.handlers.admin_people import ask_add
from core.ports.replies import Reply, Show
from core.screens.admin import panel as panel_card

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Handler, Services
    from core.ports.call import Call
    from core.ports.cards import Card


def organisers_only(handler: Handler) -> Handler:
    """Return a handler that asks anew, at every command, press and form, whether this person organises.

    Raises NotYours, and NotKnownNow where the platform could not say.
    """

    @wraps(handler)
    async def asked(services: Services, call: Call, me: Person) -> Reply:
        await services.program.require_organiser(me, manages=call.manages)
        return await handler(services, call, me)

    return asked


async def command(services: Services, call: Call, me: Person) -> Reply:
    """Show how the program is set up; with somebody mentioned, ask whether they shall organise."""
    return await (panel(services, call, me) if call.mentioned is None else ask_add(services, call.mentioned))


async def panel(services: Services, _call: Call, _me: Person) -> Reply:
    """Show how the program is set up."""
    return Show(await panel_of(services))


async def panel_of(services: Services) -> Card:
    """Return the panel as it stands in the database."""
    asking = len(await services.standing.asking())
    return panel_card(services.program.policy, await services.program.set_up(), asking)
