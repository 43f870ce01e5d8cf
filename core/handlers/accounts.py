"""Link accounts: the code, the form for it, the answer to it, what is decided before, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.accounts import Obstacles, Stands
from core.domain.errors import BadInput
from core.handlers.arguments import pointer
from core.ports.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.screens.accounts import (
    accounts_card,
    code_card,
    code_form,
    obstacles_card,
    refused_card,
    type_again,
    typed_card,
)
from core.screens.errors import sentence, sentences

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.call import Call


async def shown(services: Services, call: Call, me: Person) -> Reply:
    """Say how it stands with my accounts."""
    others = services.accounts.others(call.actor.platform)
    return Show(accounts_card(await services.accounts.of(me), others))


async def make_code(services: Services, call: Call, me: Person) -> Reply:
    """Show a fresh code for another platform."""
    platform = (*call.args, "")[0]
    code, request = await services.accounts.issue(me, call.actor, platform)
    return Swap(code_card(code, request, me))


async def ask_code(_services: Services, _call: Call, _me: Person) -> Reply:
    """Ask for the code that my other account shows."""
    return Ask(code_form())


async def type_in(services: Services, call: Call, me: Person) -> FormReply:
    """Take the code. What was typed is not kept where it is wrong: it may be somebody's secret."""
    try:
        request = await services.accounts.type_in(me, call.actor, call.values.get("code", ""))
    except BadInput as bad:
        return Refuse(why=(), fields=sentences(bad), edit=type_again())
    return Swap(typed_card(request))


async def confirm(services: Services, call: Call, me: Person) -> Reply:
    """Link both accounts, or ask what has to be decided before."""
    return await _confirmed(services, call, me, (*call.args[1:], "-")[0])


async def refuse(services: Services, call: Call, me: Person) -> Reply:
    """Link nothing."""
    await services.accounts.refuse(me, call.actor, pointer(call, 0))
    return Swap(refused_card())


async def drop(services: Services, call: Call, me: Person) -> Reply:
    """Call off a session that stands in the way, and go on."""
    stands, ref = (*call.args[1:], "-", "")[:2]
    done = await services.accounts.give_up(me, call.actor, pointer(call, 0), ref, call.key)
    if done.error is not None:
        return Refuse(why=sentence(done.error))
    return await _confirmed(services, call, me, stands)


async def prefer(services: Services, call: Call, me: Person) -> Reply:
    """Choose where my messages come."""
    linked = await services.accounts.prefer(me, (*call.args, "")[0])
    return Swap(accounts_card(linked, services.accounts.others(call.actor.platform)))


async def unlink(services: Services, call: Call, me: Person) -> Reply:
    """Let my accounts be two people again."""
    linked = await services.accounts.unlink(me, call.actor)
    return Swap(accounts_card(linked, services.accounts.others(call.actor.platform)))


async def _confirmed(services: Services, call: Call, me: Person, said: str) -> Reply:
    stands = Stands(said) if said in set(Stands) else None
    found = await services.accounts.confirm(me, call.actor, pointer(call, 0), stands)
    if isinstance(found, Obstacles):
        return Swap(obstacles_card(found))
    return Swap(accounts_card(found, services.accounts.others(call.actor.platform)))
