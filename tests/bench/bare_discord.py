"""The smallest Discord bot by discord.py's own examples: ``… bare_discord API_URL GATEWAY_URL TOKEN``.

It remembers nothing: a command is answered for one person's eyes, a button changes the message it stands on.
"""

from __future__ import annotations

import asyncio
import re
import sys
from typing import Any

import discord
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

LABELS = {"pause": "Pause", "resume": "Take requests again"}
OTHER = {"pause": "resume", "resume": "pause"}


class Toggle(ui.DynamicItem[ui.Button[ui.View]], template=r"toggle:(?P<act>pause|resume)"):
    """A button that works after every restart."""

    def __init__(self, act: str) -> None:
        super().__init__(ui.Button(label=LABELS[act], custom_id=f"toggle:{act}"))
        self.act = act

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Toggle:
        return cls(match["act"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(content="Mentor panel", view=panel(OTHER[self.act]))


class Bot(discord.Client):
    """Two commands and the button."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default())
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="booking-settings", description="Your settings")(booking_settings)
        self.tree.command(name="mentor-panel", description="Your mentor panel")(mentor_panel)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Toggle)
        await self.tree.sync()


async def booking_settings(interaction: discord.Interaction[Bot]) -> None:
    await interaction.response.send_message("Your settings", ephemeral=True)


async def mentor_panel(interaction: discord.Interaction[Bot]) -> None:
    await interaction.response.send_message("Mentor panel", view=panel("pause"), ephemeral=True)


def panel(act: str) -> ui.View:
    """One button."""
    return ui.View(timeout=None).add_item(Toggle(act))


async def main(api_url: str, gateway_url: str, token: str) -> None:
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    async with Bot() as bot:
        await bot.start(token)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
