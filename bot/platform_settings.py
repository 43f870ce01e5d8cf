"""The settings of a chat platform: what it takes to be in a workspace or a server."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import SecretStr


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """What it takes to be in a Slack workspace."""

    bot_token: SecretStr
    app_token: SecretStr
    api_url: str
    proxy: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordSettings:
    """What it takes to be in a Discord server; ``api_url`` ends without a slash, as discord.py wants it."""

    token: SecretStr
    api_url: str
    gateway_url: str
    server: int | None
    voice_channel: int | None
    """Where the calls are held; None while another provider makes them."""
    proxy: str | None = field(repr=False)
