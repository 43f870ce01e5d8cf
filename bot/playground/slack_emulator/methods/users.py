"""users.info."""

from __future__ import annotations

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.web_arguments import flag
from bot.playground.slack_emulator.workspace import TEAM


def info(call: ApiCall) -> Json:
    """One person."""
    workspace = call.backend.workspace
    user = workspace.user(call.get("user"))
    locale = flag(call.get("include_locale"))
    return {"user": user.as_json(TEAM, workspace.now(), include_locale=locale)}


METHODS = {
    "users.info": Method(answer=info, scope="users:read", needs=("user",)),
}
