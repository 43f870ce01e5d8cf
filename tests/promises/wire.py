"""What is on its way in a small world: messages that are held up, counted or refused, and how each notice ended."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.tables import every as tables
from tests.promises.deeds import asks

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from core.domain.people import Address
    from core.ports.cards import Card
    from core.ports.platform import Posted
    from tests.promises.world import World

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=one) for one in (1, 60, 3600, 86400))


class Wire:
    """What is on the way on one platform: each message to somebody in ``held`` waits; every call is counted."""

    def __init__(self, world: World, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._world = world
        self.held: dict[str, asyncio.Event] = {}
        self.raised: dict[str, Exception] = {}
        self.started: list[str] = []
        self.most_of_one = 0
        self._platform = world.platforms[name]
        self._post = self._platform.post
        monkeypatch.setattr(self._platform, "post", self.post)

    def hold(self, who: str) -> asyncio.Event:
        """Hold what is sent to somebody, however long the rest takes on a slow machine."""
        self._world.worker._budget = partial(asyncio.timeout, None)
        self.held[who] = asyncio.Event()
        return self.held[who]

    async def post(self, to: Address, card: Card, *, key: str) -> Posted:
        self.started.append(to.user)
        if to.user in self.held:
            await self.held[to.user].wait()
        if to.user in self.raised:
            raise self.raised[to.user]
        return await self._post(to, card, key=key)


async def undelivered(world: World, *pairs: tuple[str, str]) -> None:
    """Make requests of which nobody has been told yet, and which are due now."""
    for platform in world.platforms.values():
        platform.trouble = "down"
    for number, (student, mentor) in enumerate(pairs):
        await asks(world, student, mentor, f"Topic {number}", world.now + (2 + number) * DAY)
    for platform in world.platforms.values():
        platform.trouble = "none"
    world.now += 31 * SECOND


async def until(true: Callable[[], object]) -> None:
    """Let everything else run until ``true()`` holds."""
    async with asyncio.timeout(100):
        while not true():  # noqa: ASYNC110 - nobody could set an event for all that may be waited for
            await asyncio.sleep(0)


async def outcomes(world: World, kind: str) -> list[str | None]:
    row = tables.outbox.c
    query = sa.select(row.outcome).where(row.kind == kind).order_by(row.id)
    return await world.store.read(lambda tx: list(tx._connection.execute(query).scalars()))
