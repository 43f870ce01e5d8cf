"""The heartbeat: it goes on whatever the clock and the database do."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from structlog.testing import capture_logs

from bot.compose import compose_core, new_id
from bot.jobs import Jobs
from bot.runtime import utc_now
from core.domain.policy import Policy
from core.services.bookings import BookingService
from core.services.current_policy import CurrentPolicy
from core.store.errors import Unavailable
from core.store.store import Store
from core.store.transaction import OutboxState
from tests.store.world import HOUR, World, slot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOON = timedelta(milliseconds=10)


class Sweeping(BookingService):
    """Says when it sweeps, and fails as it is told."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, utc_now, new_id, CurrentPolicy(Policy()))
        self.swept = asyncio.Event()
        self.failures: list[Exception] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def sweep(self) -> int:
        """Sweep nothing, for as long as it is told."""
        self.swept.set()
        await self.goes_on.wait()
        if self.failures:
            raise self.failures.pop(0)
        return 0


@asynccontextmanager
async def beating() -> AsyncIterator[tuple[Jobs, Sweeping, Store]]:
    store = await Store.open("sqlite://", program="p", new_id=new_id)
    bookings = Sweeping(store)
    worker = compose_core(store, {}, utc_now, new_id, Policy()).worker
    jobs = Jobs(bookings, worker, store, utc_now, look_every=SOON)
    jobs.start()
    yield jobs, bookings, store
    await jobs.stop()
    await store.close()


@pytest.mark.parametrize("step", [-HOUR, HOUR, -72 * HOUR], ids=str)
async def test_a_clock_that_is_set_delays_no_sweep(step: timedelta) -> None:
    with time_machine.travel(NOON) as clock:
        async with beating() as (_, bookings, _store):
            assert not bookings.swept.is_set()
            clock.shift(step)
            async with asyncio.timeout(5):
                await bookings.swept.wait()


async def test_a_clock_that_is_set_back_delays_no_second_try() -> None:
    with time_machine.travel(NOON) as clock:
        async with beating() as (_, bookings, store):
            world = World(store)
            booking = await world.ask(*await world.pair(), slot(72 * HOUR))
            claimed = await store.write(lambda tx: tx.claim(utc_now(), timedelta(seconds=30), 9))
            assert claimed
            clock.shift(-HOUR)
            async with asyncio.timeout(5):
                await bookings.swept.wait()
            entries = await world.entries(booking.mentor)
            (entry,) = [one for one in entries if one.first_try_at is not None]
            assert entry.state is OutboxState.UNKNOWN
            assert utc_now() < entry.notice.due_at <= utc_now() + timedelta(seconds=30)
            assert entry.first_try_at
            assert entry.first_try_at <= utc_now(), "or the message that was sent would not be found"


async def test_a_database_that_is_away_is_one_line_of_the_log_and_one_when_it_is_back() -> None:
    async with beating() as (jobs, bookings, _):
        await jobs.stop()
        bookings.failures = [Unavailable("away\n"), Unavailable("away\n")]
        with capture_logs() as logs:
            for _n in range(4):
                await jobs._quietly(jobs.sweep)
    assert [(one["event"], one.get("reason")) for one in logs] == [
        ("database_away", "away"),
        ("database_back", None),
    ]


async def test_a_stop_in_the_midst_of_a_beat_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel(NOON) as clock:
        async with beating() as (jobs, bookings, _):
            bookings.goes_on.clear()
            clock.shift(HOUR)
            async with asyncio.timeout(5):
                await bookings.swept.wait()
            await jobs.stop()
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []
