"""The heartbeat: a few timers with nothing to remember, because what is due stands in the database.

Every wait is a stretch of steady time and none is longer than ``LOOK_EVERY``: a clock that is set, or a machine that
sleeps, delays nothing by more than that.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from core.store.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from core.delivery.meetings import MeetingWorker
    from core.delivery.worker import DeliveryWorker
    from core.ports.platform import Clock
    from core.services.bookings import BookingService
    from core.store.doorbell import Doorbell
    from core.store.store import Store

log = structlog.get_logger(__name__)

SWEEP_EVERY = timedelta(minutes=1)
LOOK_EVERY = timedelta(seconds=5)
"""How long nothing is looked for at most: another process may have left something, a bell may not have rung."""
BLINK = timedelta(milliseconds=50)
SET = timedelta(seconds=1)
"""By how much wall time and steady time must differ before the clock is said to have been set."""
KEEP = timedelta(days=7)
"""How long a repeated delivery of an old press is still recognised, and a draft kept."""


class Jobs:
    """Delivers when the bell rings and when the next notice is due; sweeps every minute."""

    def __init__(
        self,
        bookings: BookingService,
        worker: DeliveryWorker,
        store: Store,
        clock: Clock,
        looks: Sequence[Callable[[], Awaitable[int]]] = (),
        *,
        doorbell: Doorbell | None = None,
        meetings: MeetingWorker | None = None,
        look_every: timedelta = LOOK_EVERY,
    ) -> None:
        """Keep what beats. Each of ``looks`` is taken every minute; a number above zero asks for deliveries.

        ``meetings`` is there while a provider makes the calls.
        """
        self._meetings = meetings
        self._looks = looks
        self._bookings = bookings
        self._worker = worker
        self._store = store
        self._clock = clock
        self._doorbell = doorbell
        self._look_every = look_every
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._listener: asyncio.Task[None] | None = None
        self._maker: asyncio.Task[None] | None = None
        self._next: datetime | None = None
        self._away = False
        self._apart = _apart()

    def start(self) -> None:
        """Begin to beat."""
        looks = ((partial(self._look, look), SWEEP_EVERY) for look in self._looks)
        for job, every in ((self.sweep, SWEEP_EVERY), (self._purge, timedelta(hours=6)), *looks):
            self._scheduler.add_job(self._beat, IntervalTrigger(seconds=every.total_seconds()), (job,))
        self._scheduler.start()
        self._listener = asyncio.create_task(self._listen(), name="delivery")
        self._worker.ring()
        if self._meetings is not None:
            self._maker = asyncio.create_task(self._make(self._meetings), name="meetings")
            self._meetings.ring()
        if self._doorbell is not None:
            self._doorbell.start()

    async def stop(self) -> None:
        """Stop beating; what was claimed is the worker's to finish or to give back."""
        if self._doorbell is not None:
            await self._doorbell.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in (self._listener, self._maker):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def sweep(self) -> None:
        """Expire and complete what is over, and let the delivery worker tell it."""
        if await self._bookings.sweep():
            self._worker.ring()

    async def _look(self, look: Callable[[], Awaitable[int]]) -> None:
        if await look():
            self._worker.ring()

    async def _listen(self) -> None:
        await self._quietly(self._draw_again)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._wait().total_seconds()):
                    await self._worker.wait()
            await self._quietly(self._deliver)

    async def _make(self, meetings: MeetingWorker) -> None:
        """Let the meetings be made beside the deliveries: a provider that is slow keeps no message waiting."""
        soon: datetime | None = None
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._stretch(soon).total_seconds()):
                    await meetings.wait()
            meetings.next_due = None
            await self._quietly(meetings.work)
            soon = meetings.next_due

    def _wait(self) -> timedelta:
        """Return how long to wait for the bell."""
        return self._stretch(self._next)

    def _stretch(self, due: datetime | None) -> timedelta:
        """Return how long it is until something is due; ``_clock`` may be a moved one, so the difference counts."""
        if due is None:
            return self._look_every
        return min(max(due - self._clock(), BLINK), self._look_every)

    async def _deliver(self) -> None:
        await self._heed_the_clock()
        self._next = None  # whatever fails is looked at again soon, but not at once
        await self._worker.deliver_due()
        self._next = self._worker.next_due

    async def _heed_the_clock(self) -> None:
        """Notice that the clock was set: the scheduler, which waits for an hour of the wall clock, begins anew.

        What was put off for a while before a clock was set back is still put off for that while, and no longer.
        """
        apart = _apart()
        step = apart - self._apart
        if abs(step) < SET:
            return
        log.warning("clock_was_set", seconds=round(step.total_seconds()))
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=_wall())
        if step < timedelta(0):
            await self._store.write(lambda tx: tx.bring_forward(-step, self._clock()))
        self._apart = apart

    async def _draw_again(self) -> None:
        await self._store.write(lambda tx: tx.draw_again(self._clock()))

    async def _purge(self) -> None:
        before = self._clock() - KEEP
        await self._store.write(lambda tx: tx.purge(before))

    async def _beat(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work`` for the scheduler, which at its end cancels its jobs, and then would call them failed."""
        with suppress(asyncio.CancelledError):
            await self._quietly(work)

    async def _quietly(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work``; a database that is away is one line of the log, and one more when it is back."""
        try:
            await work()
        except Unavailable as error:
            if not self._away:
                log.warning("database_away", reason=str(error).strip().partition("\n")[0])
            self._away = True
        except Exception:  # the edge: nothing that fails may end the heartbeat
            log.exception("heartbeat_failed", work=getattr(work, "__name__", ""))
        else:
            if self._away:
                log.info("database_back")
            self._away = False


def _wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - APScheduler itself waits for the real clock


def _apart() -> timedelta:
    """Return how far the wall clock and steady time lie apart: a number that only setting the clock changes."""
    return timedelta(seconds=_wall().timestamp() - time.monotonic())
