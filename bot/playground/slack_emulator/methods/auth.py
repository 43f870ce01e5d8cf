"""api.test, auth.test, apps.connections.open and bots.info."""

from __future__ import annotations

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.call import Call, Method
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.workspace import APP, BOT, BOT_NAME, BOT_USER, DOMAIN, TEAM


def api_test(call: Call) -> Json:
    """Echoes the arguments, or refuses with the `error` asked for."""
    if "error" in call.args:
        raise Refused(str(call.args["error"]), args=call.args)
    return {"args": call.args}


def auth_test(call: Call) -> Json:
    """Who the token belongs to."""
    return {
        "url": f"https://{DOMAIN}.slack.com/",
        "team": "Playground",
        "user": call.office.workspace.users[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """An address for one socket, good for one use."""
    return {"url": call.office.socket_url()}


def bots_info(call: Call) -> Json:
    """The one bot of this workspace."""
    if call.get("bot") not in (None, BOT):
        raise Refused("bot_not_found")
    bot = {
        "id": BOT,
        "deleted": False,
        "name": BOT_NAME,
        "app_id": APP,
        "user_id": BOT_USER,
        "updated": 0,
    }
    return {"bot": bot}


METHODS = {
    "api.test": Method(answer=api_test, caller="none"),
    "auth.test": Method(answer=auth_test),
    "apps.connections.open": Method(answer=connections_open, caller="app"),
    "bots.info": Method(answer=bots_info, scope="users:read"),
}
