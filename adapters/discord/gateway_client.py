"""One session with Discord: what the library hands over of it, and what it is told to leave alone."""

from __future__ import annotations

import logging
from re import Match
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from adapters.discord.parse import with_channel
from adapters.discord.pausing_requests import answer_trace, doubting, pausing
from adapters.discord.said import deleted, edited, said_of
from adapters.quiet import without_traceback

if TYPE_CHECKING:
    from adapters.discord.app import DiscordApp

logging.getLogger("discord.client").addFilter(without_traceback)
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody wants to talk

RATE_LIMIT_SLEEP = 2.0
"""Seconds that discord.py may sleep for a rate limit; a longer wait comes to us as an error."""


class GatewayClient(discord.Client):
    """One session with Discord: no privileged intent, no caches, and no mention ever pings.

    Messages to the bot itself come without the message content intent (Gateway, Message Content Intent).
    """

    def __init__(self, app: DiscordApp) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=answer_trace(),
            proxy=app.proxy,  # with its password: aiohttp deprecates the argument that discord.py has for that
        )
        request = self.http.request  # the one place through which every request of the library goes
        paused = request if app.pauses is None else pausing(request, app.pauses)
        self.http.request = doubting(paused)  # type: ignore[method-assign, assignment]
        self.http.max_ratelimit_timeout = RATE_LIMIT_SLEEP  # the constructor takes nothing below 30 s
        self.app = app
        self.add_dynamic_items(Pressed)
        parsers = (
            self._connection.parsers
        )  # the only place before the library lets go of what it does not read
        read = parsers["INTERACTION_CREATE"]
        parsers["INTERACTION_CREATE"] = lambda payload: read(with_channel(payload))

    async def on_connect(self) -> None:
        """READY has come: this session is told nothing of what was said before it."""
        self.app.up()
        self.app.caught_up()

    async def on_resumed(self) -> None:
        """A broken connection goes on where it was."""
        self.app.up()

    async def on_disconnect(self) -> None:
        """Acts do not arrive until the connection is back."""
        self.app.down()

    async def on_message(self, message: discord.Message) -> None:
        """Hear what somebody writes to the bot."""
        if (said := said_of(message)) is not None:
            await self.app.hear(said)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Hear what somebody has changed; with no cache of messages this is told raw."""
        if (said := edited(payload.message)) is not None:
            await self.app.hear(said)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Hear that a message was deleted; whose it was Discord does not tell."""
        if payload.guild_id is None:
            await self.app.hear(deleted(payload.channel_id, payload.message_id))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer commands, searches and forms; buttons and menus come through ``Pressed`` alone."""
        if interaction.type is not discord.InteractionType.component:
            await self.app.serve(interaction)


class Pressed(ui.DynamicItem[ui.Item[Any]], template=r"[\s\S]+"):
    """Any button or menu of any message, however old: its name says everything."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: Match[str], /
    ) -> Pressed:
        """Wrap what was pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press."""
        await interaction.client.app.serve(interaction)
