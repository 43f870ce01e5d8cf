"""Discord's part of the doctor: whether the token is good, and where the bot is added to a server."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import aiohttp

from adapters.discord.errors import REQUEST_SECONDS
from adapters.discord.manifest import application_id, invite_url
from adapters.discord.scheduled_events import VOICE
from core.ports.doctor import Finding, bad, unreached, well

UNREACHED = (aiohttp.ClientError, TimeoutError, ValueError)
"""What is raised where Discord does not answer, or something else does."""


async def examine(
    *, token: str, api_url: str, voice_channel: int | None = None, proxy: str | None = None
) -> list[Finding]:
    """Ask Discord about the token (Get Current User), and about the channel for calls, where one is chosen."""
    api = api_url.rstrip("/")
    try:
        status, me = await _asked(f"{api}/users/@me", token, proxy)
        found, channel = (
            await _asked(f"{api}/channels/{voice_channel}", token, proxy) if voice_channel else (0, {})
        )
    except UNREACHED as error:
        return [unreached("Discord", "DISCORD_API_URL", api, error)]
    if status != HTTPStatus.OK:
        return [
            bad(
                f"Discord refuses DISCORD_TOKEN: {me.get('message')}. Press Reset Token on the application's page "
                "Bot, and copy the new one."
            )
        ]
    invite = invite_url(application_id(token) or str(me.get("id")))
    findings = [well(f"Discord knows the bot as {me.get('username')}. It is added to a server at {invite}")]
    if voice_channel and (found != HTTPStatus.OK or channel.get("type") != VOICE):
        findings.append(
            bad(
                f"DISCORD_VOICE_CHANNEL {voice_channel} is no voice channel that the bot can see. Copy the id of one, "
                "and let the bot's role view it, connect to it and create events."
            )
        )
    return findings


async def _asked(url: str, token: str, proxy: str | None) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS), proxy=proxy) as session,
        session.get(url, headers=headers) as response,
    ):
        return response.status, await response.json()
