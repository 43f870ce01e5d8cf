"""The real program in a process of its own, between two emulated platforms that live in the test's process."""

from __future__ import annotations

import asyncio
import copy
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import psycopg

from bot.playground.clock import MovableClock
from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.slack import SlackPilot
from bot.playground.seed import KEN, SAM, settle_in
from bot.playground.slack_emulator.emulator import SlackEmulator
from tests.conftest import refused_by_the_specs

if TYPE_CHECKING:
    from bot.playground.people import Pilot

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds of real time after which something that is awaited is said to be missing."""
LEASE = 30_000_000
"""How long a claim holds, in the microseconds in which SQLite keeps an instant."""
GUARD = """
import sys

def watch(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in ("127.0.0.1", "::1"):
        raise RuntimeError(f"the program wanted to talk to {args[1]}")

sys.addaudithook(watch)
"""
"""Run in the program's process before anything else: it may talk to this machine only."""


class Outside:
    """Both platforms, Sam and Ken on them, and the program as an operator runs it."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self.address = address or f"sqlite:///{self.database}"
        clock = MovableClock()
        self.slack, self.discord = SlackEmulator(now=clock), DiscordEmulator(now=clock)
        self.clock = clock
        self.port = _free_port()
        self.process: asyncio.subprocess.Process | None = None

    def another(self) -> Outside:
        """Return the same world with another process of the program, which is not started yet."""
        other = copy.copy(self)
        other.port, other.process = _free_port(), None
        return other

    @property
    def database(self) -> Path:
        """The file that outlives the process."""
        return self.folder / "bookings.db"

    @property
    def sam(self) -> SlackPilot:
        """The student, on Slack."""
        return SlackPilot(SAM.name, self.slack.client(SAM.user_id), SAM.zone, self.clock)

    @property
    def ken(self) -> Pilot:
        """The mentor, on Discord."""
        return DiscordPilot(KEN.name, self.discord.client(KEN.user_id), KEN.zone, self.clock)

    @property
    def environ(self) -> dict[str, str]:
        """The whole environment of the program: there is no home in it."""
        return {
            "PATH": os.environ.get("PATH", ""),  # noqa: TID251 - a process needs it to find its interpreter
            "PYTHONPATH": f"{self.folder}{os.pathsep}{ROOT}",
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "DATABASE_URL": self.address,
            "HEALTH_PORT": str(self.port),
        }

    async def start(self, *, ready: bool = True) -> None:
        """Run the program on the same file as before; with ``ready`` wait until it serves."""
        with (self.folder / "program.log").open("ab") as said:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                env=self.environ,
                cwd=self.folder,
                stdout=said,
                stderr=said,
            )
        if ready:
            await self.until(self.is_ready)

    async def command(self, *words: str) -> str:
        """Do a command of the operator's while the program runs or not, and return what it prints."""
        command = (sys.executable, "-m", "bot", *words)
        done = await asyncio.create_subprocess_exec(
            *command, env=self.environ, cwd=self.folder, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await done.communicate()
        assert done.returncode == 0, words
        return told.decode()

    async def status(self, page: str) -> int:
        """Return the HTTP status of a page for whoever watches the program; 0 while nobody answers."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/{page}") as response,
            ):
                return response.status
        except aiohttp.ClientError:
            return 0

    async def readiness(self) -> dict[str, str]:
        """Return how each part of the program stands, by its own words; nothing while nobody answers."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/readyz") as response,
            ):
                return dict(await response.json())
        except aiohttp.ClientError:
            return {}

    async def is_ready(self) -> bool:
        """Whether presses arrive on both platforms."""
        return await self.status("readyz") == 200

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something can be seen of the other process; a broken promise fails with its log."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await _answer(holds):  # noqa: ASYNC110 - another process rings no bell here
                    await asyncio.sleep(0.01)
        except TimeoutError:
            log = (self.folder / "program.log").read_text()
            raise AssertionError(f"It did not happen. The program said:\n{log}") from None

    async def opens(self, pilot: Pilot, act: Callable[[], Awaitable[None]]) -> None:
        """Do what opens a form until it is open: a command may not be known yet, or its form come too late."""

        async def tried() -> bool:
            late = _too_late(pilot)
            await act()
            await self.until(lambda: pilot.form or pilot.last_error or _too_late(pilot) > late)
            return pilot.form is not None

        await self.until(tried)

    async def kill(self) -> None:
        """End the program as a power cut does, and let the half minute pass that ends its claims."""
        await self.cut_power()
        self._claims_end()

    async def cut_power(self) -> None:
        """End the program as a power cut does, and let its claims end by themselves."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask the program to end, and return its exit code."""
        code = await self._end(signal.SIGTERM)
        self._claims_end()
        return code

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        process, self.process = self.process, None
        if process.returncode is None:
            process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await process.wait()

    def _claims_end(self) -> None:
        """Let the leases of the ended program lapse, which the passing of their time does otherwise."""
        if self.address.startswith("postgresql:"):
            with psycopg.connect(self.address) as server:
                server.execute("UPDATE outbox SET due_at = now() WHERE state = 'unknown'")
                server.execute("UPDATE lease SET until = now()")
            return
        with closing(sqlite3.connect(self.database)) as file, file:
            file.execute("UPDATE outbox SET due_at = due_at - ? WHERE state = 'unknown'", (LEASE,))

    def when(self, days: int) -> str:
        """Return ten o'clock some days ahead, as Sam picks it."""
        return f"{self.clock() + timedelta(days=days):%Y-%m-%d} 10:00"


@asynccontextmanager
async def outside(folder: Path, address: str = "") -> AsyncIterator[Outside]:
    """Start both platforms; the program is started by whoever asks for it, and ended with them."""
    (folder / "sitecustomize.py").write_text(GUARD)
    world = Outside(folder, address)
    await world.slack.start()
    await world.discord.start()
    settle_in(world.slack, world.discord)
    try:
        yield world
    finally:
        if world.process is not None:
            await world.kill()
        await world.slack.stop()
        await world.discord.stop()
    refused = refused_by_the_specs(world.slack, world.discord)
    assert refused == [], refused[:5]


def _too_late(pilot: Pilot) -> int:
    return sum("That took too long" in card.text for card in pilot.cards)


async def _answer(holds: Callable[[], object]) -> bool:
    found = holds()
    return bool(await found if asyncio.iscoroutine(found) else found)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
