"""The heartbeat remembers nothing and misses nothing: late is later, never never."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.jobs import Jobs, _wall
from core.store.errors import Unavailable
from tests.promises.deeds import asks, pings_of, presses, text
from tests.promises.world import MORNING, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Look: TypeAlias = Callable[[], Awaitable[int]]

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = World("sqlite://")
    await opened.open()
    yield opened
    await opened.worker.stop()
    await opened.store.close()


def _jobs(world: World, *looks: Look, look_every: timedelta = HOUR) -> Jobs:
    """Return the heartbeat of a world in which nobody looks by themselves for an hour."""
    return Jobs(world.bookings, world.worker, world.store, lambda: world.now, looks, look_every=look_every)


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - nothing says when
            await asyncio.sleep(0.001)


def beat(jobs: Jobs) -> None:
    """Let every timer be due now."""
    for job in jobs._scheduler.get_jobs():
        job.modify(next_run_time=_wall())


async def test_a_beat_that_comes_an_hour_late_is_not_left_out(world: World) -> None:
    """APScheduler gives up on what is a second late unless it is told otherwise (its user guide, "misfire")."""
    swept = asyncio.Event()
    beats: list[bool] = []

    async def look() -> int:
        beats.append(True)
        swept.set()
        return 0

    jobs = Jobs(world.bookings, world.worker, world.store, lambda: world.now, (look,))
    jobs.start()
    for job in jobs._scheduler.get_jobs():
        job.modify(next_run_time=_wall() - HOUR - 30 * SECOND)  # the last beat that was missed as well
    async with asyncio.timeout(20):
        await swept.wait()
    await asyncio.sleep(0.01)
    await jobs.stop()
    assert len(beats) == 1, "after a sleep of hours it beats once, and not sixty times"


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


async def test_a_beat_tells_what_has_lapsed_and_forgets_what_is_old(world: World) -> None:
    """Nobody rings, and nothing looks by itself: the timers alone do it."""
    await asks(world, "sam", "ana", "Unanswered", MORNING + 30 * DAY)
    key = world.last[4]
    jobs = _jobs(world)
    jobs.start()
    await until(lambda: not world.worker._bell.is_set() and not world.worker._turn.locked() and jobs._next)
    world.now += 8 * DAY
    beat(jobs)
    await until(lambda: any("xpired" in text(card) for card in pings_of(world, "sam")))
    async with asyncio.timeout(20):
        while await world.store.read(lambda tx: tx.seen(key)) is not None:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.001)
    await jobs.stop()


async def test_what_a_look_has_left_is_delivered_at_once(world: World) -> None:
    await _agreed(world)

    async def look() -> int:
        world.now = MORNING + 3 * DAY - HOUR
        return 1

    jobs = _jobs(world, look)
    jobs.start()
    await until(lambda: not world.worker._bell.is_set())
    beat(jobs)
    await until(lambda: pings_of(world, "sam", "Reminder"))
    await jobs.stop()


async def test_what_became_due_while_nobody_ran_is_told_at_the_start(world: World) -> None:
    await _agreed(world)
    await world.worker.wait()
    world.now = MORNING + 3 * DAY - HOUR
    jobs = _jobs(world)
    jobs.start()
    await until(lambda: pings_of(world, "sam", "Reminder"))
    await jobs.stop()


def test_what_another_process_has_left_is_found_within_seconds(world: World) -> None:
    jobs = Jobs(world.bookings, world.worker, world.store, lambda: world.now)
    assert jobs._wait() <= 5 * SECOND


async def test_a_mistake_of_ours_ends_no_heartbeat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[bool] = []

    async def deliver() -> int:
        beats.append(True)
        raise ValueError("a mistake")

    monkeypatch.setattr(world.worker, "deliver_due", deliver)
    jobs = _jobs(world, look_every=timedelta(milliseconds=1))
    jobs.start()
    await until(lambda: len(beats) > 2)
    await jobs.stop()


async def _agreed(world: World) -> None:
    """Sam and Ana meet in three days, and both know of it."""
    booking = await asks(world, "sam", "ana", "Soon", MORNING + 3 * DAY)
    await presses(world, "ana", "accept", booking)


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
