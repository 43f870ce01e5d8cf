"""Discord's part of the doctor: whether the token is good, and where the bot is added to a server."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import aiohttp

from adapters.discord.errors import REQUEST_SECONDS
from adapters.discord.manifest import application_id, invite_url
from core.ports.doctor import Finding, bad, unreached, well

UNREACHED = (aiohttp.ClientError, TimeoutError, ValueError)
"""What is raised where Discord does not answer, or something else does."""


async def examine(*, token: str, api_url: str, proxy: str | None = None) -> list[Finding]:
    """Ask Discord about the token (Get Current User)."""
    api = api_url.rstrip("/")
    headers = {"Authorization": f"Bot {token}"}
    timeout = aiohttp.ClientTimeout(total=REQUEST_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, proxy=proxy) as session,
            session.get(f"{api}/users/@me", headers=headers) as response,
        ):
            me: dict[str, Any] = await response.json()
    except UNREACHED as error:
        return [unreached("Discord", "DISCORD_API_URL", api, error)]
    if response.status != HTTPStatus.OK:
        return [
            bad(
                f"Discord refuses DISCORD_TOKEN: {me.get('message')}. Press Reset Token on the application's page "
                "Bot, and copy the new one."
            )
        ]
    invite = invite_url(application_id(token) or str(me.get("id")))
    return [well(f"Discord knows the bot as {me.get('username')}. It is added to a server at {invite}")]
