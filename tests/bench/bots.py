"""The product, and the two bare bots beside it: each has emulators of its own, in the measuring process."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from bot.playground.clock import MovableClock
from bot.playground.discord_emulator.client import DiscordClient
from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.slack_emulator.client import SlackClient
from bot.playground.slack_emulator.emulator import SlackEmulator
from tests.bench.process import Process

LOOK_EVERY = 0.005
PATIENCE = 30.0
"""Seconds that a start may take before the measurement gives up."""
ON_SLACK, ON_DISCORD = ("U0BUSY00001", "U0CALM00001"), ("1001000000000000091", "1001000000000000092")
"""One person who types commands, and one who presses the buttons of a panel."""


class Wires:
    """Slack and Discord with two people on each."""

    def __init__(self) -> None:
        clock = MovableClock()
        self.slack = SlackEmulator(now=clock)
        self.discord = DiscordEmulator(now=clock)
        for number, user in enumerate(ON_SLACK):
            self.slack.add_user(user, name=f"person{number}", real_name=f"Person {number}")
        for number, user in enumerate(ON_DISCORD):
            self.discord.add_user(user, username=f"person{number}", global_name=f"Person {number}")

    async def __aenter__(self) -> Self:
        await self.slack.start()
        await self.discord.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.slack.stop()
        await self.discord.stop()

    @property
    def busy(self) -> tuple[SlackClient, DiscordClient]:
        """Who types commands."""
        return self.slack.client(ON_SLACK[0]), self.discord.client(ON_DISCORD[0])

    @property
    def calm(self) -> tuple[SlackClient, DiscordClient]:
        """Who presses buttons."""
        return self.slack.client(ON_SLACK[1]), self.discord.client(ON_DISCORD[1])

    async def connected(self, *processes: Process) -> None:
        """Return once both platforms have a connection. Raises RuntimeError when a process has ended."""
        try:
            await self.slack.wait_connected(seconds=PATIENCE)
            await self.discord.wait_connected(seconds=PATIENCE)
        finally:
            for process in processes:
                process.check()


async def start_product(folder: Path, emulators: Wires, stack: AsyncExitStack) -> tuple[Process, float]:
    """Start the product on the database of ``folder``; returns it and the seconds until it was ready."""
    port = _free_port()
    settings = {
        "SLACK_BOT_TOKEN": emulators.slack.bot_token,
        "SLACK_APP_TOKEN": emulators.slack.app_token,
        "SLACK_API_URL": emulators.slack.api_url,
        "DISCORD_TOKEN": emulators.discord.token,
        "DISCORD_API_URL": emulators.discord.api_url,
        "DISCORD_GATEWAY_URL": emulators.discord.gateway_url,
        "DATABASE_URL": f"sqlite:///{folder / 'bookings.db'}",
        "HEALTH_PORT": str(port),
    }
    began = time.perf_counter()
    process = await Process.start(folder, "bot", "run", settings=settings)
    stack.push_async_callback(process.stop)
    await _ready(f"http://127.0.0.1:{port}/readyz", process, began + PATIENCE)
    return process, time.perf_counter() - began


async def start_bare(folder: Path, emulators: Wires, stack: AsyncExitStack) -> tuple[list[Process], float]:
    """Start both bare bots at once; returns them and the seconds until both were connected."""
    slack, discord = emulators.slack, emulators.discord
    began = time.perf_counter()
    processes = [
        await Process.start(
            folder, "tests.bench.bare_slack", slack.api_url, slack.bot_token, slack.app_token
        ),
        await Process.start(
            folder, "tests.bench.bare_discord", discord.api_url, discord.gateway_url, discord.token
        ),
    ]
    for process in processes:
        stack.push_async_callback(process.stop)
    await emulators.connected(*processes)
    return processes, time.perf_counter() - began


async def _ready(address: str, process: Process, until: float) -> None:
    async with aiohttp.ClientSession() as session:
        while time.perf_counter() < until:
            process.check()
            try:
                async with session.get(address) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(LOOK_EVERY)
    raise RuntimeError(f"the bot did not become ready:\n{process.log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
