"""The doorbell: what one process has left in the outbox wakes every other one at once, whatever became of the line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from core.store.doorbell import Doorbell
from core.store.store import Store
from tests.store.postgres import fresh_database
from tests.store.world import DAY, Ids, World, slot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.store.transaction import Transaction


class Bell:
    """Counts its rings and can be waited for."""

    def __init__(self) -> None:
        self._rang = asyncio.Event()

    def ring(self) -> None:
        self._rang.set()

    async def rings(self) -> None:
        async with asyncio.timeout(10):
            await self._rang.wait()
        self._rang.clear()

    @property
    def silent(self) -> bool:
        return not self._rang.is_set()


@pytest.fixture
async def world() -> AsyncIterator[tuple[World, Bell]]:
    """A world in which nobody has anything to be told yet, and a bell of another process."""
    address = fresh_database()
    store = await Store.open(address, program="p", new_id=Ids())
    bell = Bell()
    doorbell = Doorbell.of(address, bell.ring)
    assert doorbell is not None
    doorbell.start()
    await bell.rings()  # for whatever was left before
    yield World(store), bell
    await doorbell.stop()
    await store.close()


def test_there_is_nobody_else_on_sqlite() -> None:
    assert Doorbell.of("sqlite:///bot.db", lambda: None) is None


async def test_what_is_stored_rings_when_it_is_committed(world: tuple[World, Bell]) -> None:
    here, bell = world
    student, mentor = await here.pair()
    assert bell.silent, "people are not told of each other"
    booking = await here.ask(student, mentor, slot(DAY))
    await bell.rings()
    (notice, *_) = await here.entries(booking.mentor)

    def taken_back(tx: Transaction) -> None:
        tx.enqueue(notice.notice)
        raise LookupError

    with pytest.raises(LookupError):
        await here.store.write(taken_back)
    assert bell.silent


async def test_a_line_that_breaks_is_laid_anew_and_rings_for_what_came_meanwhile(
    world: tuple[World, Bell],
) -> None:
    here, bell = world

    def cut(tx: Transaction) -> None:
        tx._connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query = 'LISTEN outbox'"
        )

    await here.store.write(cut)
    await bell.rings()
    student, mentor = await here.pair()
    await here.ask(student, mentor, slot(DAY))
    await bell.rings()
