"""The bot's account, the application, the gateway's address, other users and the guild."""

from __future__ import annotations

from bot.playground.discord_emulator.guild import ONLY_ON_ARRIVAL
from bot.playground.discord_emulator.places import VIEW
from bot.playground.discord_emulator.refusal import Form, Json, Refused
from bot.playground.discord_emulator.rest.call import Call, Office, Reply
from bot.playground.discord_emulator.schema import anything, flag, many, may, shape, text, whole

_APPLICATION = shape(
    {
        "description": may(anything),
        "icon": may(anything),
        "flags": may(whole(0, 2**31 - 1)),
        "interactions_endpoint_url": may(text(2048)),
        "tags": may(many(text(20, 1), 5)),
        "custom_install_url": may(text(2048)),
        "install_params": may(anything),
        "role_connections_verification_url": may(text(2048)),
        "integration_types_config": may(anything),
        "event_webhooks_url": may(text(2048)),
        "event_webhooks_status": may(whole(1, 2)),
        "event_webhooks_types": may(many(text(100, 1), 50)),
        "bot_public": may(flag),
    }
)
_CHANGEABLE = (
    "description",
    "tags",
    "flags",
    "custom_install_url",
    "install_params",
    "integration_types_config",
    "interactions_endpoint_url",
    "role_connections_verification_url",
    "event_webhooks_url",
    "event_webhooks_status",
    "event_webhooks_types",
)


def application(office: Office) -> Json:
    """The application object, with what was changed over time."""
    server = office.server
    shown: Json = {
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
    return shown | office.application


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


async def change_application(office: Office, call: Call) -> Reply:
    """PATCH /applications/@me."""
    form = Form()
    _APPLICATION(call.form, (), form)
    form.close()
    office.application.update({name: call.form[name] for name in _CHANGEABLE if name in call.form})
    return Reply(body=application(office))


async def get_gateway(office: Office, _: Call) -> Reply:
    """GET /gateway."""
    return Reply(body={"url": office.gateway.url})


async def get_gateway_bot(office: Office, _: Call) -> Reply:
    """GET /gateway/bot."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1}
    return Reply(body={"url": office.gateway.url, "shards": 1, "session_start_limit": limit})


async def get_guild(office: Office, call: Call) -> Reply:
    """GET /guilds/{guild}."""
    _guild(office, call.ids[0])
    return Reply(body={k: v for k, v in office.server.guild().items() if k not in ONLY_ON_ARRIVAL})


async def get_guild_channels(office: Office, call: Call) -> Reply:
    """GET /guilds/{guild}/channels: without threads."""
    _guild(office, call.ids[0])
    inside = [c for c in office.server.channels.values() if c.guild_id and not c.is_thread]
    return Reply(body=[c.as_json() for c in inside if c.permissions & VIEW])


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
