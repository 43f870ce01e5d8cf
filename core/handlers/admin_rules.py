"""The rules of the program, asked for and saved a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.errors import NotFound
from core.domain.rules import check_groups, read_rules, rules_of
from core.handlers.admin import panel_of
from core.ports.replies import Ask, FormReply, Reply, Swap
from core.screens.admin_forms import BY_PLATFORM, PEOPLE_PAGE, RULE_PAGES, rules_form, rules_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Person
    from core.domain.rules import Rules
    from core.handlers.router import Services
    from core.ports.call import Call
    from core.ports.forms import Form


async def ask_rules(services: Services, call: Call, _me: Person) -> Reply:
    """Open a page of rules as they are now."""
    return Ask(await form_of(services, call, _page(call.args), {}))


async def form_of(services: Services, call: Call, page: str, values: Mapping[str, str]) -> Form:
    """Return a page of rules with what was typed over it; raises NotKnownNow where the groups can't be asked for."""
    platform = call.actor.platform
    groups = await services.program.groups(platform) if page == PEOPLE_PAGE else ()
    return rules_form(page, services.program.policy, platform, groups, values)


async def save_rules(services: Services, call: Call, me: Person) -> FormReply:
    """Let the rules of a page be so from now on, and show the panel; raises BadInput naming every wrong field."""
    policy = services.program.policy
    known = rules_of(policy)
    shown = rules_shown(_page(call.args), policy, call.actor.platform)
    typed = {name: call.values.get(name, "") for name in shown}  # a field that was emptied is absent on Slack
    read = read_rules({name: _whole(name, typed[name], known, call) for name in typed})
    check_groups({**known, **read})
    await services.program.decide(read, by=me.id, key=call.key)
    return Swap(await panel_of(services))


def _page(args: tuple[str, ...]) -> str:
    if not args or args[0] not in RULE_PAGES:
        raise NotFound
    return args[0]


def _whole(name: str, typed: str, known: Rules, call: Call) -> object:
    """Return what was typed for this platform beside what is known of the others."""
    others = known[name]
    if name not in BY_PLATFORM or not isinstance(others, dict):
        return typed
    return {**others, call.actor.platform: typed}
