"""users.info and users.list."""

from __future__ import annotations

import base64

from bot.playground.slack_emulator.arguments import flag, whole
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.call import Call, Method
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.workspace import TEAM


def info(call: Call) -> Json:
    """One person."""
    workspace = call.office.workspace
    user = workspace.user(call.get("user"))
    locale = flag(call.get("include_locale"))
    return {"user": user.as_json(TEAM, workspace.now(), include_locale=locale)}


def listing(call: Call) -> Json:
    """Pages of `limit` people; the cursor is opaque. Raises Refused("invalid_cursor")."""
    workspace = call.office.workspace
    limit = whole(call.get("limit"), 0) or 1000
    start = _start_of(call.get("cursor"))
    everybody = list(workspace.users.values())
    locale = flag(call.get("include_locale"))
    page = [
        user.as_json(TEAM, workspace.now(), include_locale=locale)
        for user in everybody[start : start + limit]
    ]
    more = start + limit < len(everybody)
    cursor = base64.b64encode(f"user:{start + limit}".encode()).decode() if more else ""
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _start_of(cursor: object) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(str(cursor), validate=True).decode().removeprefix("user:"))
    except ValueError as wrong:
        raise Refused("invalid_cursor") from wrong


METHODS = {
    "users.info": Method(answer=info, scope="users:read", needs=("user",)),
    "users.list": Method(answer=listing, scope="users:read"),
}
