"""The bot's account, the application, other users and the guild."""

from __future__ import annotations

from bot.playground.discord_emulator.guild import ONLY_ON_ARRIVAL
from bot.playground.discord_emulator.refusal import Json, Refused
from bot.playground.discord_emulator.rest.call import Call, Office, Reply


def application(office: Office) -> Json:
    """The application object."""
    server = office.server
    return {
        "id": server.application_id,
        "name": "Booking Bot",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": server.owner.as_json(),
        "team": None,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "integration_types_config": {"0": {}},
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "rpc_origins": [],
    }


async def get_me(office: Office, _: Call) -> Reply:
    """GET /users/@me."""
    extra = {"bot": True, "verified": True, "mfa_enabled": True, "locale": "en-US", "flags": 0, "email": None}
    return Reply(body=office.server.bot.as_json() | extra)


async def get_user(office: Office, call: Call) -> Reply:
    """GET /users/{user}."""
    return Reply(body=office.server.user(call.ids[0]).as_json())


async def get_application(office: Office, _: Call) -> Reply:
    """GET /applications/@me and GET /oauth2/applications/@me."""
    return Reply(body=application(office))


async def get_guild(office: Office, call: Call) -> Reply:
    """GET /guilds/{guild}."""
    _guild(office, call.ids[0])
    return Reply(body={k: v for k, v in office.server.guild().items() if k not in ONLY_ON_ARRIVAL})


async def get_member(office: Office, call: Call) -> Reply:
    """GET /guilds/{guild}/members/{user}."""
    _guild(office, call.ids[0])
    user = office.server.user(call.ids[1])
    if not user.in_guild:
        raise Refused(10007)
    return Reply(body=office.server.member(user))


def _guild(office: Office, guild_id: str) -> None:
    if guild_id != office.server.guild_id:
        raise Refused(10004)
