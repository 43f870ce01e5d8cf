"""The heartbeat: a few timers with nothing to remember, because what is due stands in the database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from core.delivery.worker import DeliveryWorker
    from core.ports.platform import Clock
    from core.services.bookings import BookingService
    from core.store.store import Store

log = structlog.get_logger(__name__)

SWEEP_EVERY = timedelta(minutes=1)
LISTEN_EVERY = timedelta(seconds=15)
"""A safety net only: another process on the same database may have left something to deliver."""
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
    ) -> None:
        """Keep what beats. Each of ``looks`` is taken every minute; a number above zero asks for deliveries."""
        self._looks = looks
        self._bookings = bookings
        self._worker = worker
        self._store = store
        self._clock = clock
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._listener: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat."""
        self._scheduler.add_job(self.sweep, IntervalTrigger(seconds=SWEEP_EVERY.total_seconds()), id="sweep")
        for number, look in enumerate(self._looks):
            every = IntervalTrigger(seconds=SWEEP_EVERY.total_seconds())
            self._scheduler.add_job(self._look, every, args=(look,), id=f"look {number}")
        self._scheduler.add_job(
            self._worker.ring, IntervalTrigger(seconds=LISTEN_EVERY.total_seconds()), id="listen"
        )
        self._scheduler.add_job(self._purge, IntervalTrigger(hours=6), id="purge")
        self._scheduler.start()
        self._listener = asyncio.create_task(self._listen(), name="delivery")
        self._worker.ring()

    async def stop(self) -> None:
        """Stop beating; what was claimed and not sent becomes due again by itself."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)

    async def sweep(self) -> None:
        """Expire and complete what is over, and let the delivery worker tell it."""
        if await self._bookings.sweep():
            self._worker.ring()

    async def _look(self, look: Callable[[], Awaitable[int]]) -> None:
        if await look():
            self._worker.ring()

    async def _listen(self) -> None:
        while True:
            await self._worker.wait()
            try:
                await self._worker.deliver_due()
                await self._wake_at_next()
            except Exception:  # the edge: a failing database must not end the heartbeat
                log.exception("delivery_failed")

    async def _wake_at_next(self) -> None:
        """Set the one timer to the next due notice; ``_clock`` may be a moved one, so the wait counts."""
        due = await self._store.read(lambda tx: tx.next_due())
        if due is None:
            return
        wait = max(due - self._clock(), timedelta(milliseconds=50))
        at = datetime.now(UTC) + wait  # noqa: TID251 - APScheduler itself wakes by the real clock
        self._scheduler.add_job(self._worker.ring, DateTrigger(at), id="next", replace_existing=True)

    async def _purge(self) -> None:
        before = self._clock() - KEEP
        await self._store.write(lambda tx: tx.purge(before))
