"""One process of several listens: whoever holds the lease, and the next one as soon as that one is gone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot import leased
from bot.compose import new_id
from bot.leased import Lease, Leased, Rhythm
from core.ports.connection import TokenRejected
from core.store.columns import EPOCH
from core.store.errors import Unavailable
from core.store.store import Store
from core.store.tables import every as tables
from tests.store.world import Ids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

FAST = Rhythm(lasts=timedelta(seconds=60), renews=0.005, asks=0.005)


class Platform:
    """A platform's connection: says whether it listens and sends, and fails as told."""

    def __init__(self) -> None:
        self.ready = self.sends = False
        self.failures: list[Exception] = []

    async def stand_by(self) -> None:
        self.sends = True

    async def start(self) -> None:
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.ready = True

    async def stop(self) -> None:
        self.ready = self.sends = False

    async def idle(self) -> None:
        """Nothing ever arrives."""


class Process:
    """One of several processes on a database."""

    def __init__(self, store: Store, rhythm: Rhythm = FAST) -> None:
        self.platform = Platform()
        self.lease = Lease(store, "gateway", new_id(), rhythm.lasts)
        self.leased = Leased("discord", self.platform, self.lease, rhythm)


async def forget(store: Store) -> None:
    """Let every lease lapse, as after a long silence."""
    await store.write(lambda tx: tx._connection.execute(sa.update(tables.lease).values(until=EPOCH)))


@asynccontextmanager
async def processes(count: int) -> AsyncIterator[tuple[Store, list[Process]]]:
    store = await Store.open("sqlite://", program="p", new_id=Ids())
    made = [Process(store) for _ in range(count)]
    yield store, made
    for one in made:
        await one.leased.stop()
    await store.close()


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - a lease rings no bell
            await asyncio.sleep(0.001)


async def test_the_first_listens_and_the_others_stand_by() -> None:
    async with processes(3) as (_, every):
        for one in every:
            await one.leased.start()
        assert [one.platform.ready for one in every] == [True, False, False]
        assert [one.leased.standby for one in every] == [False, True, True]
        assert all(one.leased.ready and one.platform.sends for one in every)


async def test_one_that_ends_hands_over_at_once() -> None:
    async with processes(2) as (_, (one, two)):
        await one.leased.start()
        await two.leased.start()
        await one.leased.stop()
        await until(lambda: two.platform.ready)
        assert two.leased.ready
        assert not two.leased.standby


async def test_one_that_was_silent_is_succeeded_and_steps_back() -> None:
    async with processes(2) as (store, (one, two)):
        await one.leased.start()
        one.leased._keeping.cancel()  # type: ignore[union-attr]
        await forget(store)
        await two.leased.start()
        assert two.platform.ready
        one.leased._keeping = asyncio.create_task(one.leased._keep())
        await until(lambda: not one.platform.ready)
        await until(lambda: one.leased.standby)
        assert two.platform.ready


async def test_one_that_cannot_connect_lets_another_try() -> None:
    async with processes(2) as (_, (one, two)):
        one.platform.failures = [TokenRejected("Discord", "DISCORD_TOKEN", "4004")]
        with pytest.raises(TokenRejected):
            await one.leased.start()
        assert not one.leased.ready
        await two.leased.start()
        assert two.platform.ready


async def test_one_that_cannot_take_over_lets_another_try() -> None:
    async with processes(3) as (_, (one, two, three)):
        two.platform.failures = [OSError("the network is away")] * 9
        await one.leased.start()
        await two.leased.start()
        await one.leased.stop()
        await until(lambda: len(two.platform.failures) < 9)
        await three.leased.start()
        await until(lambda: three.platform.ready)
        assert not two.platform.ready
        assert two.leased.standby


async def test_one_that_connects_slowly_is_not_taken_for_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with processes(1) as (_, (one,)):
        connected, taken = asyncio.Event(), 0
        take = one.lease.take

        async def counted() -> bool | None:
            nonlocal taken
            taken += 1
            return await take()

        monkeypatch.setattr(one.lease, "take", counted)
        monkeypatch.setattr(one.platform, "start", connected.wait)
        starting = asyncio.create_task(one.leased.start())
        await until(lambda: taken > 3)
        connected.set()
        await starting


async def test_while_the_database_is_away_whoever_listens_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async with processes(2) as (store, (one, two)):
        await one.leased.start()
        await two.leased.start()
        asked = 0

        async def away(_work: object) -> None:
            nonlocal asked
            asked += 1
            raise Unavailable("away")

        with monkeypatch.context() as broken:
            broken.setattr(store, "write", away)
            await until(lambda: asked > 5)
        assert one.platform.ready
        assert not two.platform.ready
        assert two.leased.standby


async def test_a_process_ends_in_time_though_the_database_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with processes(1) as (store, (one,)):
        await one.leased.start()

        async def silent(_work: object) -> None:
            await asyncio.Event().wait()

        with monkeypatch.context() as broken:
            broken.setattr(store, "write", silent)
            broken.setattr(leased, "RELEASE_SECONDS", 0.01)
            async with asyncio.timeout(5):
                await one.leased.stop()
        assert not one.platform.ready
