"""The heartbeat remembers nothing and misses nothing: late is later, never never."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.jobs import Jobs, _wall
from core.store.errors import Unavailable
from tests.promises.deeds import asks, pings_of, presses
from tests.promises.world import MORNING, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = World("sqlite://")
    await opened.open()
    yield opened
    await opened.worker.stop()
    await opened.store.close()


def _jobs(world: World) -> Jobs:
    return Jobs(world.bookings, world.worker, world.store, lambda: world.now)


async def test_a_beat_that_comes_an_hour_late_is_not_left_out(world: World) -> None:
    """APScheduler gives up on what is a second late unless it is told otherwise (its user guide, "misfire")."""
    swept = asyncio.Event()

    async def look() -> int:
        swept.set()
        return 0

    jobs = Jobs(world.bookings, world.worker, world.store, lambda: world.now, (look,))
    jobs.start()
    for job in jobs._scheduler.get_jobs():
        job.modify(next_run_time=_wall() - HOUR)
    async with asyncio.timeout(20):
        await swept.wait()
    await jobs.stop()


async def test_a_press_that_comes_again_within_a_week_is_known(world: World) -> None:
    booking = await asks(world, "sam", "ana", "Once", MORNING + 3 * DAY)
    (now,) = await world.all_bookings()
    jobs = _jobs(world)
    await presses(world, "ana", "accept", now)
    key = world.last[4]
    for days, known in ((6, True), (2, False)):
        world.now += timedelta(days=days)
        await jobs._purge()
        assert (await world.store.read(lambda tx: tx.seen(key)) == booking.id) is known


async def test_what_is_due_while_nobody_rings_is_told_at_its_time(world: World) -> None:
    """Nothing wakes the bot for a reminder but its own look at the clock."""
    booking = await asks(world, "sam", "ana", "Soon", MORNING + 3 * DAY)
    await presses(world, "ana", "accept", booking)
    jobs = Jobs(
        world.bookings, world.worker, world.store, lambda: world.now, look_every=timedelta(milliseconds=10)
    )
    jobs.start()
    world.now = MORNING + 3 * DAY - HOUR
    async with asyncio.timeout(20):
        while not pings_of(world, "sam", "Reminder"):  # noqa: ASYNC110 - nothing says when
            await asyncio.sleep(0.001)
    await jobs.stop()


async def test_a_database_that_is_away_for_a_beat_ends_no_heartbeat(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[bool] = []

    async def look() -> int:
        beats.append(True)
        if len(beats) == 1:
            raise Unavailable("the disk is away")
        return 0

    jobs = Jobs(world.bookings, world.worker, world.store, lambda: world.now, (look,))
    jobs.start()
    async with asyncio.timeout(20):
        while len(beats) < 2:
            for job in jobs._scheduler.get_jobs():
                job.modify(next_run_time=_wall())
            await asyncio.sleep(0.001)
    await jobs.stop()
