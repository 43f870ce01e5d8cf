"""The bot's account, the application, other users and the guild."""

from __future__ import annotations

from bot.playground.discord_emulator.guild import ONLY_ON_ARRIVAL
from bot.playground.discord_emulator.refusal import Json, Refused
from bot.playground.discord_emulator.rest.api_call import ApiCall, Backend, HttpReply


def application(backend: Backend) -> Json:
    """The application object."""
    server = backend.server
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


async def get_me(backend: Backend, _: ApiCall) -> HttpReply:
    """GET /users/@me."""
    extra = {"bot": True, "verified": True, "mfa_enabled": True, "locale": "en-US", "flags": 0, "email": None}
    return HttpReply(body=backend.server.bot.as_json() | extra)


async def get_user(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /users/{user}."""
    return HttpReply(body=backend.server.user(call.ids[0]).as_json())


async def get_application(backend: Backend, _: ApiCall) -> HttpReply:
    """GET /applications/@me and GET /oauth2/applications/@me."""
    return HttpReply(body=application(backend))


async def get_guild(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /guilds/{guild}."""
    _guild(backend, call.ids[0])
    return HttpReply(body={k: v for k, v in backend.server.guild().items() if k not in ONLY_ON_ARRIVAL})


async def get_member(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /guilds/{guild}/members/{user}."""
    _guild(backend, call.ids[0])
    user = backend.server.user(call.ids[1])
    if not user.in_guild:
        raise Refused(10007)
    return HttpReply(body=backend.server.member(user))


async def get_roles(backend: Backend, call: ApiCall) -> HttpReply:
    """GET /guilds/{guild}/roles."""
    _guild(backend, call.ids[0])
    return HttpReply(body=backend.server.guild()["roles"])


def _guild(backend: Backend, guild_id: str) -> None:
    if guild_id != backend.server.guild_id:
        raise Refused(10004)
