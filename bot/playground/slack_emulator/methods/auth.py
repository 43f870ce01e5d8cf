"""auth.test and apps.connections.open."""

from __future__ import annotations

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.workspace import BOT, BOT_USER, DOMAIN, TEAM


def auth_test(call: ApiCall) -> Json:
    """Who the token belongs to."""
    return {
        "url": f"https://{DOMAIN}.slack.com/",
        "team": "Playground",
        "user": call.backend.workspace.users[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def connections_open(call: ApiCall) -> Json:
    """An address for one socket, good for one use."""
    return {"url": call.backend.socket_url()}


METHODS = {
    "auth.test": Method(answer=auth_test),
    "apps.connections.open": Method(answer=connections_open, caller="app"),
}
