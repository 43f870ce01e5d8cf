"""The weather of a storm: calls fail in every way that platforms have, connections break, platforms go away."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.playground.discord_emulator.faults import Fault as DiscordFault
from bot.playground.slack_emulator.faults import Fault as SlackFault

if TYPE_CHECKING:
    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator

HANGS = 12.0
"""Seconds for which a call hangs: longer than a send may take."""
PAUSES = (1, 1, 1, 2, 3)
"""Seconds of a rate limit."""
TROUBLE: dict[str, dict[str, Any]] = {
    "429": {"kind": "limit"},
    "5xx": {"kind": "status", "status": 503},
    "5xx after the effect": {"kind": "status", "status": 502, "after": True},
    "cut": {"kind": "cut"},
    "cut after the effect": {"kind": "drop"},
    "hang": {"kind": "cut", "hangs": True},
    "hang after the effect": {"kind": "drop", "after": True, "hangs": True},
}
OFTEN = {"429": 4, "5xx": 4, "5xx after the effect": 4, "cut": 3, "cut after the effect": 4, "hang": 1}
"""How much more often than a hang after the effect."""


class Weather:
    """Decides about every call; ``share`` of them fail. The same seed decides the same, call by call."""

    def __init__(self, slack: SlackEmulator, discord: DiscordEmulator, *, seed: int, share: float) -> None:
        self.failed: Counter[str] = Counter()
        self._random = random.Random(f"weather {seed}")
        self._share = share
        self._slack, self._discord = slack, discord
        self._away: set[str] = set()
        slack.faults.weather = self._on_slack
        discord.faults.weather = self._on_discord

    @property
    def away(self) -> frozenset[str]:
        """The platforms that answer nothing at all."""
        return frozenset(self._away)

    def clear_up(self) -> None:
        """From now on all is well."""
        self._slack.faults.weather = self._discord.faults.weather = None

    async def break_connections(self) -> None:
        """Break one kind of connection in one way."""
        ways = (
            self._slack.faults.disconnect,
            self._slack.faults.drop_sockets,
            self._discord.faults.reconnect,
            self._discord.faults.drop_gateway,
            self._discord.faults.invalidate,
        )
        way = self._random.choice(ways)
        self.failed[f"connection: {way.__name__}"] += 1
        done = way()
        if asyncio.iscoroutine(done):
            with suppress(ConnectionError):
                await done

    async def outage(self, seconds: float) -> None:
        """Let one platform refuse every call for a while."""
        platform = self._random.choice(("slack", "discord"))
        self.failed[f"outage of {platform}"] += 1
        self._away.add(platform)
        await asyncio.sleep(seconds)
        self._away.discard(platform)

    def _on_slack(self, _method: str) -> SlackFault | None:
        given = self._trouble("slack")
        return None if given is None else SlackFault(**given)

    def _on_discord(self, _method: str, path: str) -> DiscordFault | None:
        given = self._trouble("discord")
        if given is not None and given["kind"] == "limit" and path.startswith("/interactions/"):
            return None  # they have no limits (docs.discord.com, Receiving and Responding, Followup Messages)
        return None if given is None else DiscordFault(method="*", pattern=("**",), **given)

    def _trouble(self, platform: str) -> dict[str, Any] | None:
        if platform in self._away:
            return {"kind": "status", "status": 503}
        if self._random.random() >= self._share:
            return None
        name = self._random.choices(list(TROUBLE), [OFTEN.get(one, 1) for one in TROUBLE])[0]
        self.failed[name] += 1
        given = dict(TROUBLE[name])
        if given["kind"] == "limit":
            given["seconds"] = self._random.choice(PAUSES)
        if given.pop("hangs", False):
            gate = asyncio.Event()
            asyncio.get_running_loop().call_later(HANGS, gate.set)
            given["gate"] = gate
        return given
