"""usergroups.list and usergroups.users.list."""

from __future__ import annotations

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.refusal import Refused


def listed(call: ApiCall) -> Json:
    """Every group."""
    return {"usergroups": [one.as_json() for one in call.backend.workspace.groups.values()]}


def members(call: ApiCall) -> Json:
    """The people of a group."""
    group = call.backend.workspace.groups.get(str(call.get("usergroup")))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": sorted(group.members)}


METHODS = {
    "usergroups.list": Method(answer=listed, scope="usergroups:read"),
    "usergroups.users.list": Method(answer=members, scope="usergroups:read", needs=("usergroup",)),
}
