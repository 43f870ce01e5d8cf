"""Organisers beside those whom a platform names: listed, added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.people import PersonId
from core.handlers.arguments import pointer
from core.ports.replies import Reply, Show, Swap
from core.screens.organisers import add_card, organisers_card

if TYPE_CHECKING:
    from core.domain.people import Address, Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def organisers(services: Services, _call: Call, _me: Person) -> Reply:
    """Show who was made an organiser."""
    return Show(organisers_card(await services.program.organisers()))


async def ask_add(services: Services, address: Address) -> Reply:
    """Ask whether whoever was mentioned shall organise."""
    known = await services.people.at(address)
    if known is None:
        known = await services.people.greet(address, await services.program.profile(address), own=False)
    return Show(add_card(known))


async def add(services: Services, call: Call, me: Person) -> Reply:
    """Make somebody an organiser, and show everybody who is one."""
    found = await services.standing.member(PersonId(pointer(call, 0)))
    await services.program.add_organiser(found.person, by=me.id, key=call.key)
    return Swap(organisers_card(await services.program.organisers()))


async def remove(services: Services, call: Call, me: Person) -> Reply:
    """Take it back, and show who is left."""
    await services.program.remove_organiser(PersonId(pointer(call, 0)), by=me.id, key=call.key)
    return Swap(organisers_card(await services.program.organisers()))
