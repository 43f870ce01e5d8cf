"""Metered: a platform and a dispatcher that count what goes through them and change nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from core.ports.platform import Unknown

if TYPE_CHECKING:
    from datetime import datetime

    from bot.metrics import Metrics
    from core.domain.people import Address
    from core.ports.call import Call, Dispatcher, Say
    from core.ports.cards import Card, Option
    from core.ports.platform import Group, Platform, Posted, Profile
    from core.ports.said import Hearing, Said, Talk

T = TypeVar("T")

KEYS_KNOWN = 5000
"""How many keys of presses are remembered, to count those that are delivered again."""


class MeteredPlatform:
    """Implements core.ports.platform.Platform by another one."""

    def __init__(self, platform: Platform, metrics: Metrics) -> None:
        self._platform = platform
        self._metrics = metrics
        self.name = platform.name
        self.capabilities = platform.capabilities

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        """Send, and count how it ended."""
        return await self._counted("message", self._platform.post(to, card, key=key, under=under))

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:
        """Edit, and count how it ended."""
        await self._counted("edit", self._platform.edit(to, placed, card, key=key))

    async def delete(self, to: Address, placed: Posted) -> None:
        """Delete, and count how it ended."""
        await self._counted("delete", self._platform.delete(to, placed))

    async def find(
        self, to: Address, key: str, since: datetime, *, under: Posted | None = None
    ) -> Posted | None:
        """Look for a message; one that is found is not sent again."""
        found = await self._platform.find(to, key, since, under=under)
        if found is not None:
            self._metrics.suppressed[self.name, "message"] += 1
        return found

    async def publish(self, to: Address, card: Card) -> None:
        """Publish, and count how it ended."""
        await self._counted("home", self._platform.publish(to, card))

    async def whois(self, who: Address) -> Profile:
        """Ask who somebody is."""
        return await self._platform.whois(who)

    async def present(self, who: Address) -> bool | None:
        """Ask whether somebody is still there."""
        return await self._platform.present(who)

    async def chat(self, one: Address, other: Address, opening: Card, *, key: str, channel: str = "") -> str:
        """Open a chat."""
        return await self._platform.chat(one, other, opening, key=key, channel=channel)

    async def announce(self, channel: str, card: Card, *, key: str) -> Posted:
        """Post into a channel, and count how it ended."""
        return await self._counted("message", self._platform.announce(channel, card, key=key))

    async def announced(self, channel: str, key: str, since: datetime) -> Posted | None:
        """Look for an announcement; one that is found is not posted again."""
        return await self._platform.announced(channel, key, since)

    async def groups(self) -> tuple[Group, ...]:
        """Ask which groups there are."""
        return await self._platform.groups()

    async def belongs(self, who: Address, group: str) -> bool:
        """Ask whether somebody belongs to a group."""
        return await self._platform.belongs(who, group)

    async def _counted(self, what: str, sending: Awaitable[T]) -> T:
        outcome = "unknown"  # also where we are cancelled: it may have arrived
        try:
            result = await sending
            outcome = "sent"
        except (Unknown, asyncio.CancelledError):
            raise
        except Exception:
            outcome = "not_sent"
            raise
        else:
            return result
        finally:
            self._metrics.sends[self.name, what, outcome] += 1


class MeteredDispatcher:
    """Implements core.ports.call.Dispatcher by another one, and measures every press."""

    def __init__(self, dispatcher: Dispatcher, metrics: Metrics) -> None:
        self._dispatcher = dispatcher
        self._metrics = metrics
        self._keys: dict[str, None] = {}

    async def dispatch(self, call: Call, say: Say) -> None:
        """Answer, and count how long it took."""
        loop = asyncio.get_running_loop()
        began, platform = loop.time(), call.actor.platform
        self._look_for_repeat(platform, call.key)
        try:
            await self._dispatcher.dispatch(call, say)
        finally:
            self._metrics.pressed(platform, loop.time() - began)

    async def hear(self, said: Said, say: Say) -> Hearing:
        """Take what somebody wrote."""
        return await self._dispatcher.hear(said, say)

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        """Return the open chats."""
        return await self._dispatcher.talks(platform)

    async def membership(self, who: Address, *, here: bool) -> None:
        """Take note of somebody who has left, or is there."""
        await self._dispatcher.membership(who, here=here)

    async def search(self, call: Call) -> tuple[Option, ...]:
        """Search."""
        return await self._dispatcher.search(call)

    def _look_for_repeat(self, platform: str, key: str) -> None:
        if key in self._keys:
            self._metrics.suppressed[platform, "press"] += 1
        elif len(self._keys) >= KEYS_KNOWN:
            del self._keys[next(iter(self._keys))]
        self._keys[key] = None
